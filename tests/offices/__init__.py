"""Tests of agencies, posts, hours and days off."""
