"""Motcua: the electronic one-stop shop of Vietnamese provinces and communes."""

__version__ = "0.1.0"
