"""Replays of the past: a province's real year, lived again by the rules to its published totals, with invented people."""
