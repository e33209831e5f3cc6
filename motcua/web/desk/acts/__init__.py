"""The verbs of the desk as pages: one form each, with the words around it. table.py lists them all."""
