"""What goes back to people: results handed out, sent, waited for or taken back, originals, and papers that got lost."""
