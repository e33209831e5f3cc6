"""Tests of internal processes and work items."""
