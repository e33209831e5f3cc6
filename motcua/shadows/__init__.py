"""Dossiers that another system handles: followed here by its code, without steps or clocks of ours."""
