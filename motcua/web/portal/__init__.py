"""The people's face: tracking a dossier by its code."""
