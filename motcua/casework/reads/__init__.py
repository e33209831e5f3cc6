"""What pages need across packages: plain functions with a fixed number of statements, returning dataclasses."""
