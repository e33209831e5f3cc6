"""Procedures and their immutable versions: papers required, limits, fees, results."""
