"""Citizens who sign in: what they say of themselves, which contacts and which identity of theirs are proven."""
