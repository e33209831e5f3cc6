"""Agencies, units, posts and staff; office hours, counter hours and days off; all with dates in force."""
