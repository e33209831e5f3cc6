"""Plain Python without Django: what is true of the field whatever stores or shows it."""
