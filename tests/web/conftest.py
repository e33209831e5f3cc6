"""What the tests of several faces share: who is signed in."""

import pytest

from tests.web.counter_forms import signed_in


@pytest.fixture
def lan(client, cast):
    """The receiver Lan, signed in; `cast` is that of the test."""
    return signed_in(client, cast, "lan")
