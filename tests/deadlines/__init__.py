"""Tests of legal clocks."""
