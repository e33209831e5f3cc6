"""Stacks of dossiers, scanned one after another to be acted on together."""
