"""A button pressed twice at the same moment: one act, and the second press is led to where the first one led."""

from dataclasses import replace

from django.db import transaction

from motcua.casework.file import file_and_accept
from motcua.dossiers.models import Dossier
from motcua.journal.actions import Repeated, answer, once
from motcua.journal.models import Submission
from motcua.kernel.sentences import Refused
from tests import cast as stage
from tests.cast import moment
from tests.concurrency.conftest import behind, together

AT = moment("2026-11-02 08:00")
KEY = "mot-lan-bam-nut"


def press(cast, intake, *, by=None, key=KEY):
    """What a face does with one press: claim the key, let the verb run, remember where it led."""
    by = by or cast.lan
    with transaction.atomic():
        submission = once(key=key, by=by.ref, at=AT)
        dossier = file_and_accept(intake, by=by, at=AT)
        answer(submission, f"/quay/{dossier.code}/")
    return dossier


def test_two_presses_make_one_dossier(cast):
    intake = stage.intake(cast)
    ended = together([lambda: press(cast, intake)] * 4)
    assert Dossier.objects.count() == 1
    assert sorted(type(e).__name__ for e in ended) == ["Dossier", "Repeated", "Repeated", "Repeated"]
    answers = {e.answer for e in ended if isinstance(e, Repeated)}
    assert answers == {f"/quay/{Dossier.objects.get().code}/"}


def test_a_second_press_that_waits_for_the_first_gets_its_answer(cast):
    intake = stage.intake(cast)
    first, second = behind(lambda: press(cast, intake), lambda: press(cast, intake))
    assert isinstance(second, Repeated)
    assert second.answer == f"/quay/{first.code}/"
    assert Dossier.objects.count() == 1


def test_a_press_after_one_that_was_refused_acts(cast):
    """What was refused keeps nothing, not even its key: the same form, put right, goes through."""
    good = stage.intake(cast)
    refused, done = behind(lambda: after(press(cast, good), Refused("Không.")), lambda: press(cast, good))
    assert isinstance(refused, Refused)
    assert isinstance(done, Dossier)
    assert done.code == "H48.148-261102-0001"
    assert Submission.objects.count() == 1


def after(done: object, refused: Refused) -> object:
    """`behind` calls this inside the transaction: nothing is waited for, the whole is rolled back."""
    raise refused


def test_the_same_key_of_somebody_else_is_another_press(cast):
    intake = stage.intake(cast)
    ended = together([lambda: press(cast, intake), lambda: press(cast, intake, by=cast.cuc)])
    assert [type(e) for e in ended] == [Dossier, Dossier]


def test_a_refused_verb_leaves_the_key_for_the_next_press(cast):
    bad = replace(stage.intake(cast), sets=0)
    [refused] = together([lambda: press(cast, bad)])
    assert isinstance(refused, Refused)
    assert isinstance(press(cast, stage.intake(cast)), Dossier)
