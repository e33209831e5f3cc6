"""Words of the back office for its templates."""
