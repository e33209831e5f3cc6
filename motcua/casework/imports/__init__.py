"""Imports from files: procedures, agencies, staff. A line goes in whole or not at all (docs/import-formats.md)."""
