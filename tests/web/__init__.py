"""Tests of the faces, through the addresses that people use."""
