"""`motcua simulate tax|sms`: a process of its own that says where it is, takes what comes and ends when told."""

import json
import signal
import subprocess
import sys
from urllib.request import Request, urlopen

import pytest

from motcua.exchange.sms.client import Gateway, NotTaken, hand_over
from tests.cli.terminal import complaint, motcua


def test_it_prints_its_address_takes_a_slip_and_ends_on_sigterm():
    words = ["simulate", "tax", "--to", "http://127.0.0.1:9", "--token", "x", "--misbehave", "twice"]
    with subprocess.Popen([sys.executable, "-m", "motcua.cli.main", *words], stdout=subprocess.PIPE) as office:
        url = office.stdout.readline().decode().strip()
        slip = {"message": "1", "dossier": "H48", "parcel": "Thửa 12"}
        request = Request(url + "/slips", json.dumps(slip).encode(), {"Content-Type": "application/json"})
        with urlopen(request, timeout=60) as answer:
            assert answer.status == 202
        office.send_signal(signal.SIGTERM)
        assert office.wait(timeout=60) == 0


@pytest.mark.parametrize(
    "more, said",
    [(["--misbehave", "sleep"], "không biết cách “sleep”"), (["--port", "70000"], "cổng phải từ 0 đến 65535")],
)
def test_what_cannot_be_is_one_clear_line(tmp_path, more, said):
    done = motcua("simulate", "tax", "--to", "http://x", "--token", "x", *more, data=tmp_path)
    assert done.returncode == 2
    assert said in complaint(done)


def test_the_gateway_of_messages_prints_what_telephones_get():
    words = ["simulate", "sms", "--accept", "bi-mat", "--misbehave", "drop"]
    with subprocess.Popen([sys.executable, "-m", "motcua.cli.main", *words], stdout=subprocess.PIPE) as gateway:
        there = Gateway(gateway.stdout.readline().decode().strip(), "bi-mat")
        with pytest.raises(NotTaken):
            hand_over(there, to="+84905123456", text="123456 la ma", key="k")
        hand_over(there, to="+84905123456", text="123456 la ma", key="k")
        assert gateway.stdout.readline().decode() == "+84905123456: 123456 la ma\n"
        gateway.send_signal(signal.SIGTERM)
        assert gateway.wait(timeout=60) == 0
