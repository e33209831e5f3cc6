"""What is spoken with other offices' systems: done outside of any transaction, so that no lock waits for a network."""

from motcua.exchange.tax import jobs as tax

SPEAKING = {**tax.SPEAKING}
