"""The case itself: states, parties, papers received, codes, result."""
