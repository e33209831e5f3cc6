"""Replays of the past: a real year of a province, lived again by the rules to its published totals."""
