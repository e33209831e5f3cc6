"""Internal processes as graphs: what they are, what proves them, how a dossier walks them. No database in here."""
