"""The command line: `motcua COMMAND …`, one module a command."""
