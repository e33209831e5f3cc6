"""Money of dossiers: what is due, what was paid, cancelled and given back, and the day of a till; a stranger to all
others of its height. Receipts of our own, gateways and reconciliation come with a later issue, here."""
