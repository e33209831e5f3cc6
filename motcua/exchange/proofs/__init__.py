"""One-time codes on their way: by SMS, by e-mail, one where the other fails."""
