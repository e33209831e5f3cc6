"""The counter's face: taking dossiers in and handing results out."""
