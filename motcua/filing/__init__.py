"""Dossiers in the making: what citizens fill in online before they file, and which procedures are open for that."""
