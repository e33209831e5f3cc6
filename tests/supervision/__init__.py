"""Figures: facts, rollups, reports."""
