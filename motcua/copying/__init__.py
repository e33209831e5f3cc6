"""New rows into tables: a few by a statement that is built once, thousands by COPY in PostgreSQL."""
