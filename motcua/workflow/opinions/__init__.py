"""Opinions on drafts of processes before they are approved: rounds, what agencies answered, what became of it."""
