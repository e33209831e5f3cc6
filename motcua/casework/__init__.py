"""One file for each verb of a person. Every verb: lock, ask, change, record, promise (design §2)."""
