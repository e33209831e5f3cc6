"""The demo never mixes with other data: where an office works already, it stays out and says so."""

from argparse import Namespace

import pytest

from motcua.accounts.models import Account
from motcua.cli import demo
from motcua.kernel.sentences import Refused
from motcua.outbox.models import Job
from tests import cast as stage

pytestmark = pytest.mark.django_db


def test_a_house_in_use_starts_without_the_demo(capsys) -> None:
    stage.enter()
    assert demo.build(Namespace()) == 0
    assert "còn trống" in capsys.readouterr().out
    assert not Account.objects.filter(demo=True).exists()
    assert not Job.objects.exists()


def test_a_house_in_use_cannot_be_told_to_load_it() -> None:
    stage.enter()
    with pytest.raises(Refused, match="còn trống"):
        demo.load(Namespace())


def test_without_demo_no_log_ins_are_told(capsys) -> None:
    stage.enter()
    demo.logins(Namespace())
    assert capsys.readouterr().out == ""
