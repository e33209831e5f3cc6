"""The life that is lived again and again while measuring: taken in, worked on, resolved and handed over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from motcua.casework.advance import advance
from motcua.casework.file import file_and_accept
from motcua.casework.intake import Intake
from motcua.casework.resolve import resolve
from motcua.casework.results import ResultData
from motcua.casework.return_result import return_result
from motcua.kernel.moments import VIETNAM
from motcua.offices.actors import Actor
from motcua.replay.live import Stage
from motcua.replay.people import parties
from motcua.replay.province import STEPS, Counter, Matter, Office, counters

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=VIETNAM)
"""After all that is loaded."""


@dataclass(frozen=True)
class Life:
    """A dossier to be: where, about what, by whom. Communes and districts only: one counter, one agency."""

    counter: Counter
    office: Office
    matter: Matter
    intake: Intake
    officers: dict[str, Actor]
    at: datetime

    def verbs(self) -> Iterator[Callable[[str], str]]:
        """Its verbs in order, each to be called with the dossier's code (the first with nothing), giving the code."""
        by, at = self.officers, self.at
        yield lambda _: file_and_accept(self.intake, by=by["receiver"], at=at).code
        for n, role in enumerate(STEPS[self.office.level], 1):
            yield self._advance(role, at + timedelta(minutes=n))
        yield lambda code: resolve(code, by=by["receiver"], at=at + timedelta(minutes=8)).code
        yield lambda code: return_result(code, by=by["receiver"], at=at + timedelta(minutes=9)).code

    def _advance(self, role: str, at: datetime) -> Callable[[str], str]:
        result = self.result() if role == "clerk" else None
        return lambda code: advance(code, by=self.officers[role], at=at, result=result).code

    def result(self) -> ResultData:
        kind = self.matter.line.raw["result"]
        return ResultData(kind=kind, number="1/KQ", issued_on=self.at.date(), signer=self.officers["signer"].name)


def lives(share: int, of: int, *, stage: Stage, seed: str) -> Iterator[Life]:
    """Endless lives at the counters of one of so many shares, so that processes meet as little as counters do."""
    mine = [c for c in counters() if c.offices[0].level != "province"][share::of]
    rng = Random(f"{seed}:{share}")
    while True:
        counter = rng.choice(mine)
        office = counter.offices[0]
        matter = rng.choices(office.matters, office.weights)[0]
        at = NOW + timedelta(seconds=rng.randrange(3 * 3600))
        applicant, owners = parties(rng, office.name, at.date())
        counter_id, competent_id = stage.agencies[counter.code], stage.agencies[office.code]
        yield Life(
            counter,
            office,
            matter,
            Intake(
                version_id=stage.versions[matter.line.code],
                counter_id=counter_id,
                competent_id=competent_id,
                applicant=applicant,
                owners=owners,
                papers=matter.papers,
            ),
            {
                role: rng.choice(stage.officers[counter_id if role == "receiver" else competent_id, role])
                for role in ("receiver", *STEPS[office.level])
            },
            at,
        )
