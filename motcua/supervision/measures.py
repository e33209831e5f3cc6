"""What is counted: the names of the measures, and which of them are flows of a period or a standing at its end."""

from __future__ import annotations

VERDICTS = ("early", "on_time", "late")
CLOSINGS = ("resolved", "withdrawn", "stopped")
CHANNELS = ("direct", "online", "post")
CLOSED_AS = tuple(f"{closing}_{verdict}" for closing in CLOSINGS for verdict in VERDICTS)

# Flows: how many in the period.
FLOWS = ("accepted", *CHANNELS, "closed", *CLOSED_AS, "late_entry")
# Standings: how many at a moment. "waiting" is waiting for the applicant, a part of "open".
STANDINGS = ("open", "overdue", "waiting", "waiting_overdue")
# The columns of the rollup: sums of changes, of which both come.
SUMMED = (*FLOWS, *STANDINGS)
# What a report can ask for: flows of the period, "carried" (open at its start) and standings at its end.
MEASURES = ("carried", *FLOWS, *STANDINGS, "in_time", "waiting_in_time")
