"""Electronic declarations."""
