"""Internal processes and work items: who handles a dossier next."""
