"""The course of one demo dossier as it is laid down: acts at working moments by officers who may do them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from motcua.casework.intake import Paper
from motcua.casework.supplements import WRONG, Item, enough
from motcua.kernel.calendar_files import demo_calendar
from motcua.kernel.due import Hold, due

from . import clock, crew, people
from .acts import Act, HandedIn, Outcome
from .crew import Officer
from .matters import Step, by_another, by_post, parties_for
from .sketches import ONLINE, Sketch

LEAST = 3  # working minutes between two acts on one dossier
FAULTS = (
    ("Bản sao bị mờ, không đọc được", "Nộp lại bản sao rõ, mang theo bản chính để đối chiếu"),
    ("Chưa có chữ ký của người đề nghị", "Ký, ghi rõ họ tên ở trang cuối của tờ khai"),
    ("Thông tin nơi cư trú không khớp với Cơ sở dữ liệu quốc gia về dân cư", "Kê khai lại theo nơi cư trú hiện tại"),
)


class Course:
    """The acts of one dossier as they are laid down, from filing on."""

    def __init__(self, sketch: Sketch, until: datetime) -> None:
        self.sketch, self.until = sketch, until
        self.rng = sketch.rng("course")
        self.acts: list[Act] = []
        self.now = sketch.filed
        self.doers: dict[int, Officer] = {}
        self.taken = False
        self.asked = Paper(0)
        self.electronic = sketch.becomes == "electronic"
        self.refused = ""
        self.receiver = self.officer("receiver", at_counter=True)

    # People

    def officer(self, role: str, *, at_counter: bool = False) -> Officer:
        office = self.sketch.office
        agency = office.counter if at_counter else office.competent
        field = self.sketch.matter.line.field if office.place else ""
        return crew.pick(agency, role, self.now.date(), self.rng, field=field)

    def doer(self, step: Step) -> Officer:
        """Who does a step: the same person each time, unless they left meanwhile."""
        known = self.doers.get(step.n)
        at_counter = step.kind in ("receive", "return")
        agency = self.sketch.office.counter if at_counter else self.sketch.office.competent
        if known is None or known.username not in {
            o.username for o in crew.officers(agency, step.role, self.now.date())
        }:
            self.doers[step.n] = known = self.officer(step.role, at_counter=at_counter)
        return known

    # Acts

    def do(self, verb: str, by: Officer, **given: Any) -> None:
        self.acts.append(Act(self.now, self.sketch.n, verb, by.username, given))

    def take(self, step: Step) -> None:
        """Somebody takes the step that is open; it stays theirs until it is done or handed over."""
        self.do("take", self.doer(step))
        self.taken = True

    def wait(self, minutes: float) -> None:
        """Let working time go by."""
        self.now = clock.after(self.now, max(LEAST, minutes))

    def wait_days(self, least: float, most: float) -> None:
        self.wait(self.rng.uniform(least, most) * 480)

    def file(self, verb: str, *, missing: int = 0, **given: Any) -> None:
        self.do(verb, self.receiver, intake=self.handed_in(missing=missing), **given)

    def handed_in(self, *, missing: int = 0) -> HandedIn:
        s, people_ = self.sketch, self.sketch.rng("people")
        place = s.office.place or people_.choice(people.places())
        channel, delivery = self.channel(), "counter"
        parties = parties_for(s.matter.code, people_, place, s.filed.date())
        if channel == "post":
            parties, delivery = by_post(parties, people_, place, s.filed.date()), "post"
        elif not parties[1] and people_.random() < 0.07:
            parties = by_another(parties, people_, place, s.filed.date())
        if self.electronic:
            delivery = "electronic"
        elif people_.random() < 0.05:
            delivery = "post"
        return HandedIn(
            procedure=s.matter.code,
            counter=s.office.counter,
            competent=s.office.competent,
            applicant=parties[0],
            owners=parties[1],
            papers=s.matter.papers(self.rng, missing=missing),
            channel=channel,
            delivery=delivery,
        )

    def channel(self) -> str:
        s = self.sketch
        if self.electronic and "online" in s.matter.line.channels:
            return "online"
        dice = s.rng("channel").random()
        if dice < 0.06 and "post" in s.matter.line.channels and not s.matter.quick:
            return "post"
        return "online" if dice < 0.2 and s.becomes in ONLINE and "online" in s.matter.line.channels else "direct"

    def outcome(self) -> Outcome:
        """The result as signed by whoever did the signing."""
        s = self.sketch
        signed = self.doers.get(next((step.n for step in self.inner if step.kind == "sign"), 0))
        signer = signed or self.officer("signer")
        kind = (s.matter.line.raw.get("result") or s.matter.line.name).split(";")[0].strip()
        committee = bool(s.office.place)
        head = crew.officers(s.office.competent, "signer", self.now.date())[0]
        return Outcome(
            kind="Văn bản thông báo từ chối giải quyết" if self.refused else kind,
            series=f"{s.office.competent}:{kind}",
            sign="TB" if self.refused else "".join(word[0] for word in kind.split()[:6]).upper(),
            signer=signer.name,
            capacity=("TM." if signer == head else "KT.") if committee else ("" if signer == head else "KT."),
            book=f"Sổ {s.matter.line.field.lower()}" if s.matter.line.field in ("Hộ tịch", "Chứng thực") else "",
            refused=self.refused,
            electronic=self.electronic,
        )

    # Stretches of the way

    @property
    def inner(self) -> tuple[Step, ...]:
        """The steps between reception and return."""
        return self.sketch.matter.steps[1:-1]

    @property
    def last(self) -> Step:
        return self.sketch.matter.steps[-1]

    def due(self, *, start: datetime | None = None, holds: tuple[Hold, ...] = ()) -> datetime:
        """When the dossier is due, counted from `start` (else its filing)."""
        found = due(start or self.sketch.filed, self.sketch.matter.limit, demo_calendar(), holds).moment
        assert found is not None
        return found

    def on_time(self, ends: datetime) -> datetime:
        """Some moment before `ends`, most often well before."""
        left = clock.between(self.now, ends)
        return clock.after(self.now, left * self.rng.betavariate(3.2, 2.2) * 0.97)

    def late(self, ends: datetime) -> datetime:
        return clock.after(max(ends, self.now), self.rng.uniform(0.3, 6) * 480)

    def walk(self, steps: tuple[Step, ...], finish: datetime) -> None:
        """Do `steps` and bring the result to the counter by `finish`, each for its share of the time."""
        shares = [step.hours * self.rng.uniform(0.6, 1.4) for step in steps]
        arrival = 0 if self.electronic else self.last.hours * self.rng.uniform(0.1, 0.4)
        left = max(clock.between(self.now, finish), LEAST * (len(steps) + 1))
        whole = sum(shares) + arrival
        for step, share in zip(steps, shares, strict=True):
            self.step(step, left * share / whole)
        if not self.electronic:
            self.wait(left * arrival / whole)
            self.do("resolve", self.doer(self.last))

    def step(self, step: Step, minutes: float) -> None:
        """Do one step within `minutes`; now and then it is taken first."""
        minutes = max(LEAST, minutes)
        if minutes > 60 and not self.taken and self.rng.random() < 0.1:
            self.wait(minutes * 0.3)
            self.take(step)
            minutes *= 0.7
        self.wait(minutes)
        self.taken = False
        if step.kind == "issue":
            self.do("resolve" if self.electronic else "advance", self.doer(step), result=self.outcome())
        else:
            self.do("advance", self.doer(step))

    def fetched(self) -> None:
        """The applicant comes for the result: soon for what was waited for, within days for the rest, a few never."""
        if self.rng.random() < 0.015:
            return
        if self.sketch.matter.quick or self.electronic:
            self.wait(self.rng.uniform(5, 240))
        else:
            self.wait_days(0.1, 4)
        self.do("return_result", self.officer("receiver", at_counter=True), returned_to="")

    def finish(self, ends: datetime) -> None:
        self.walk(self.inner, ends)
        self.fetched()

    # Asking and paying

    def up_to(self, role: str, share: float) -> tuple[Step, ...]:
        """Do the steps before the first of `role` in a share of the limit; what is then still to do."""
        before = [step for step in self.inner if step.n < self.first_of(role).n]
        for step in before:
            self.step(step, share * self.sketch.matter.days * 480 / len(before))
        return self.inner[len(before) :]

    def first_of(self, role: str) -> Step:
        return next((step for step in self.inner if step.role == role), self.inner[0])

    def items(self) -> tuple[Item, ...]:
        """Every paper checked: one of those that must be is not valid, the others are enough."""
        listed = {n: c for n, c in enumerate(self.sketch.matter.line.components, 1) if not c.remark}
        n, component = self.rng.choice([(n, c) for n, c in listed.items() if c.required])
        reason, guidance = self.rng.choice(FAULTS)
        self.asked = Paper(n, originals=component.originals, copies=component.copies)
        point = Item(component.name, reason, guidance, n=n, mark=WRONG)
        return (point, *enough(other for other in listed if other != n))

    def ask(self, **given: Any) -> None:
        """A proposal of the desk that the counter issues within the hour or two."""
        by = self.officer("signer") if "leader_reason" in given else self.doer(self.first_of("specialist"))
        self.do("propose_supplement", by, items=self.items(), **given)
        self.wait(self.rng.uniform(15, 90))
        self.do("ask_supplement", self.officer("receiver", at_counter=True))

    def answered(self, least: float, most: float) -> None:
        self.wait_days(least, most)
        self.do("receive_supplement", self.officer("receiver", at_counter=True), papers=(self.asked,))
