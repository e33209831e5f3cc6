"""The office's own affairs: agencies, staff, hours and days off, procedures, processes; first set-up."""
