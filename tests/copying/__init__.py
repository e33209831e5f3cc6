"""Tests of the writes and reads of rows that are built once."""
