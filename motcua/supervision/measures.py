"""What is counted: the names of the measures, and which of them are flows of a period or a standing at its end."""

from __future__ import annotations

VERDICTS = ("early", "on_time", "late")
CLOSINGS = ("resolved", "withdrawn", "stopped")
CHANNELS = ("direct", "online", "post")
CLOSED_AS = tuple(f"{closing}_{verdict}" for closing in CLOSINGS for verdict in VERDICTS)

# Flows: how many in the period.
# "crossed" came in regardless of boundary, "late_apologised" is a late result of which a letter had told.
LEVELS = ("online_full", "online_partial")
FLOWS = ("accepted", *CHANNELS, *LEVELS, "crossed", "closed", *CLOSED_AS, "late_apologised", "late_entry")
# Standings: how many at a moment. "waiting" is waiting for the applicant, a part of "open".
STANDINGS = ("open", "overdue", "overdue_apologised", "waiting", "waiting_overdue")
# The columns of the rollup: sums of changes, of which both come.
SUMMED = (*FLOWS, *STANDINGS)
# What a report can ask for: flows of the period, "carried" (open at its start) and standings at its end.
# What is the rest of two of them is kept nowhere.
RESTS = {
    "in_time": ("open", "overdue"),
    "waiting_in_time": ("waiting", "waiting_overdue"),
    "overdue_silent": ("overdue", "overdue_apologised"),
    "late_silent": ("resolved_late", "late_apologised"),
}
# Of the catalogue: highest level first, each times what is counted of a procedure (organisation.py).
LEVELS_OF_07B = ("province", "district", "commune")
WHAT_OF_07B = ("procedures", "received", "processes")
# Of payments: not from facts but from tills (paid.py).
PAID = ("paid_direct", "paid_with_receipt")
MEASURES = ("carried", *FLOWS, "online_other", *STANDINGS, *RESTS)
