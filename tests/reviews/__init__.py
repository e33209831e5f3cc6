"""Reviews of procedures: rules, verbs, reads and their files."""
