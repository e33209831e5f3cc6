"""Messages: told once, read, sent by e-mail to a real server."""
