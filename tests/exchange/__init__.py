"""Tests of the adapters to other offices' systems, over the wire."""
