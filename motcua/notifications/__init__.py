"""What people at work are told: messages on their page and by e-mail, each once, with what became of its delivery."""
