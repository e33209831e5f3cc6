"""What goes to other offices about a dossier and what comes from them: a book of messages, each once."""
