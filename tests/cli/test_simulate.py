"""`motcua simulate tax`: a process of its own that says where it is, takes slips and ends when told."""

import json
import signal
import subprocess
import sys
from urllib.request import Request, urlopen

import pytest

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
