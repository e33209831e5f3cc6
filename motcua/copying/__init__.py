"""Rows into tables by the thousand: COPY in PostgreSQL, many rows a statement in SQLite."""
