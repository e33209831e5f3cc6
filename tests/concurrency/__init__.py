"""Tests of what happens when several people, workers or processes do things at the same moment."""
