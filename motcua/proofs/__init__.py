"""One-time codes by which a person without an account proves that a dossier's telephone or e-mail is theirs."""
