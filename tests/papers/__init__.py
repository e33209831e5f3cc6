"""Tests of rule packs, slips and their PDF."""
