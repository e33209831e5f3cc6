"""Other offices' systems over the wire: adapters out, each with a simulator beside it."""
