"""The catalogue: finding procedures, browsing them, what they say."""
