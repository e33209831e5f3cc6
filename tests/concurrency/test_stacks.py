"""Two officers at one stack at the same moment: each dossier is on it once and done once, and the second is told."""

import pytest

from motcua.casework import stacks
from motcua.casework.file import file_and_accept
from motcua.casework.stacks import Act, Order, Row
from motcua.kernel.sentences import Refused
from motcua.stacks.models import Scan
from motcua.workflow.models import WorkItem
from tests import cast as stage
from tests.casework.consistency import check_all
from tests.cast import moment
from tests.concurrency.conftest import behind, together

AT = moment("2026-11-02 08:00")


def laid(cast, n: int = 1):
    return [file_and_accept(stage.intake(cast), by=cast.lan, at=AT) for _ in range(n)]


def rows(stack) -> list[Row]:
    found = []
    for scan in Scan.objects.filter(stack=stack).select_related("dossier"):
        item = WorkItem.objects.get(dossier=scan.dossier, closed_at__isnull=True)
        found.append(Row(scan.pk, scan.dossier.code, item.pk, item.assignee_id))
    return found


def test_a_slip_scanned_by_two_at_once_stands_there_once(cast):
    (dossier,), stack = laid(cast), stacks.begin(by=cast.minh, at=AT)
    ended = together(
        [lambda who=who: stacks.scan_in(stack.pk, dossier.pk, by=who, at=AT) for who in (cast.minh, cast.nhat)]
    )
    assert sorted(new for _scan, new in ended) == [False, True]
    assert Scan.objects.count() == 1


def test_many_slips_scanned_by_two_at_once_are_numbered_without_a_gap(cast):
    dossiers, stack = laid(cast, 8), stacks.begin(by=cast.minh, at=AT)

    def scanning(who, mine):
        return lambda: [stacks.scan_in(stack.pk, d.pk, by=who, at=AT) for d in mine]

    together([scanning(cast.minh, dossiers[:4]), scanning(cast.nhat, dossiers[4:])])
    assert sorted(Scan.objects.values_list("n", flat=True)) == list(range(1, 9))


@pytest.mark.parametrize("act", [Act.ADVANCE, Act.TAKE, Act.HAND_OVER])
def test_of_two_presses_the_second_is_told_who_was_first(cast, act):
    (dossier,), stack = laid(cast), stacks.begin(by=cast.minh, at=AT)
    stacks.scan_in(stack.pk, dossier.pk, by=cast.minh, at=AT)
    (row,) = rows(stack)

    def pressed(who):
        return lambda: stacks.act_on(row, Order(act, who, AT, to=cast.nhat.account_id))

    first, second = behind(pressed(cast.minh), pressed(cast.nhat))
    assert first is None
    assert isinstance(second, Refused) and "Lê Văn Minh vừa làm hồ sơ này trong chồng" in str(second)
    assert Scan.objects.get().done_by_id == cast.minh.account_id
    check_all()


def test_a_whole_stack_pressed_by_two_at_once_is_done_once(cast):
    dossiers, stack = laid(cast, 6), stacks.begin(by=cast.minh, at=AT)
    for dossier in dossiers:
        stacks.scan_in(stack.pk, dossier.pk, by=cast.minh, at=AT)
    meant = rows(stack)

    def pressing(who):
        def press() -> int:
            done = 0
            for row in meant:
                try:
                    stacks.act_on(row, Order(Act.ADVANCE, who, AT))
                    done += 1
                except Refused:
                    pass
            return done

        return press

    assert sum(together([pressing(cast.minh), pressing(cast.nhat)])) == 6
    assert set(WorkItem.objects.filter(closed_at__isnull=True).values_list("step__n", flat=True)) == {3}
    check_all()
