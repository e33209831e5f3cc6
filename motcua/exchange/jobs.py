"""What is spoken with other offices' systems: done outside of any transaction, so that no lock waits for a network."""

from motcua.exchange.proofs import jobs as proofs
from motcua.exchange.tax import jobs as tax

SPEAKING = {**tax.SPEAKING, **proofs.SPEAKING}
LANES = {**proofs.LANES}
"""Kinds of jobs that wait for nothing else, and how many of them are spoken at the same time."""
