"""A peer of the persisted step: the same five steps as a flow of django-viewflow (AGPL, installed in .peers only)."""
