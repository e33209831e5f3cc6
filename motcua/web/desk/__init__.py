"""The desk's face: my work, my unit's work, a dossier and every verb that is lawful now."""
