"""How work was passed on: which piece of work an act ended, and which it opened thereby. Nothing here asks a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .models import WorkItem
from .rules import Outcome


@dataclass(frozen=True, slots=True)
class Passed:
    """One act: `done` was completed or sent back by it, `opened` began with it, `ended` are other branches it ended."""

    done: WorkItem
    opened: Sequence[WorkItem]
    ended: Sequence[WorkItem] = ()

    @property
    def taken(self) -> bool:
        """Whether somebody has taken, or done, anything of what it opened."""
        return any(i.closed_at is not None or (i.assignee_id and i.taken_at) for i in self.opened)


def passed_on(item: WorkItem, steps: Sequence[WorkItem]) -> Passed | None:
    """The act that opened `item`; `steps` are those that began or ended at that moment, or more, in order.

    None where it began otherwise: with the dossier, for a result to be mended, after a change of the procedure.
    """
    places = [n for n, i in enumerate(steps) if i.closed_at == item.opened_at and _went_on(i)]
    if not places:
        return None
    done, after = steps[places[-1]], steps[places[-1] + 1 :]
    opened = [i for i in after if i.opened_at == item.opened_at and i.outcome != Outcome.RECALLED]
    others = [i for i in steps if i.closed_at == item.opened_at and i.closed_by_id == done.closed_by_id]
    ended = [i for i in others if i.outcome == Outcome.ENDED] if done.outcome == Outcome.BACK else []
    return Passed(done, opened, ended)


def _went_on(item: WorkItem) -> bool:
    return item.step_id is not None and item.outcome in (Outcome.FORWARD, Outcome.BACK)
