"""Reviews of procedures: a campaign, a line for each procedure, what the agency asked proposes, what was decided."""
