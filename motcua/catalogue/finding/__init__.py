"""Finding a procedure by what people call it: syllables, everyday words, slips of the finger, an index."""
