"""The verbs, driven as a face would drive them."""
