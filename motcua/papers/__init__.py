"""Rule packs of statutory forms, numbering books, slips and their PDF."""
