"""Tests of stored papers."""
