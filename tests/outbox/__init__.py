"""Tests of promised work."""
