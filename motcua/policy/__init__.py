"""Who may do what, on one page: permissions.py. The tiny questions it is made of stand in predicates.py."""
