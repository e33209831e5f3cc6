"""The tax office: slips go out over HTTP; notices and proofs come in at the door of the API (web/api/tax_office.py)."""
