"""Stored papers by content hash; a file is reached only through the row that refers to it."""
