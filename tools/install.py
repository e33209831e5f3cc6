"""Make the virtual environment beside the Makefile: `install.py run` or `install.py test`. Runs on any Python 3.

Needs only the standard library. Packages are fetched when a requirements file changed, otherwise nothing is asked of
the network; Motcua itself is not built, the environment is told where the checkout lies.
"""

import hashlib
import os
import shlex
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
OLDEST = (3, 11)
NEW_ENOUGH = "import sys; raise SystemExit(sys.version_info < (3, 11))"
LAUNCHER = """#!/bin/sh
'''exec' {python} "$0" "$@"
' '''
# The `motcua` command inside the virtual environment; written by tools/install.py.
from motcua.cli.main import main

raise SystemExit(main())
"""


def leave(sentence):
    """End with one line for the operator."""
    sys.stderr.write("motcua: " + sentence + "\n")
    raise SystemExit(1)


def need_python():
    """Go on with a Python that is new enough, or say what is missing."""
    if sys.version_info >= OLDEST:
        return
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        found = shutil.which(name)
        works = found and subprocess.run([found, "-c", NEW_ENOUGH], stderr=subprocess.DEVNULL).returncode == 0
        if works:
            os.execv(found, [found, *sys.argv])
    here = ".".join(map(str, sys.version_info[:2]))
    leave(f"cần Python 3.11 trở lên (Python 3.11 or newer is needed); python3 ở đây là {here}")


def need_venv():
    """Debian ships Python without its venv module: name the one package that is missing."""
    try:
        import ensurepip  # noqa: F401, PLC0415 - whether it can be imported is the question
        import venv  # noqa: F401, PLC0415
    except ImportError:
        default = os.path.realpath("/usr/bin/python3") == os.path.realpath(sys.executable)
        package = "python3-venv" if default else f"python3.{sys.version_info[1]}-venv"
        leave(f"thiếu gói {package} (one package is missing): apt install {package}")


def environment_works():
    """Whether .venv has a running Python with pip, made for this very folder."""
    try:
        seen = subprocess.run([PYTHON, "-c", "import pip, sys; print(sys.prefix)"], capture_output=True, text=True)
    except OSError:
        return False
    return seen.returncode == 0 and seen.stdout.strip() == VENV


def make_environment():
    """A fresh .venv; one that is broken, half-made or moved here is made anew."""
    need_venv()
    print("motcua: tạo môi trường Python trong .venv …", flush=True)
    if subprocess.run([sys.executable, "-m", "venv", "--clear", VENV]).returncode:
        leave("không tạo được .venv (could not make .venv); hãy xem dòng báo lỗi ở trên")


def install_packages(kind):
    """Install requirements/<kind>.txt with hashes, if it is another file than the one installed last."""
    path = os.path.join(ROOT, "requirements", kind + ".txt")
    stamp = os.path.join(VENV, "installed-" + kind)
    with open(path, "rb") as listed:
        wanted = hashlib.sha256(listed.read()).hexdigest()
    if os.path.exists(stamp):
        with open(stamp) as installed:
            if installed.read() == wanted:
                return
    print(f"motcua: cài các gói của requirements/{kind}.txt …", flush=True)
    pip = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "--no-compile",
        "--require-hashes",
    ]
    if subprocess.run([*pip, "-r", path]).returncode:
        leave("cài gói không xong (installing packages failed); hãy kiểm tra mạng rồi chạy lại")
    with open(stamp, "w") as installed:
        installed.write(wanted)


def install_motcua():
    """Tell the environment where Motcua lies, and write .venv/bin/motcua."""
    where = subprocess.run(
        [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    write(os.path.join(where.stdout.strip(), "motcua.pth"), ROOT + "\n", 0o644)
    write(os.path.join(VENV, "bin", "motcua"), LAUNCHER.format(python=shlex.quote(PYTHON)), 0o755)


def write(path, text, mode):
    """Write `text` to `path` in one move, unless it stands there already."""
    if os.path.exists(path):
        with open(path, encoding="utf-8") as present:
            if present.read() == text:
                return
    with open(path + ".new", "w", encoding="utf-8") as out:
        out.write(text)
    os.chmod(path + ".new", mode)
    os.replace(path + ".new", path)


def compile_texts():
    """Compile translations that are newer than their compiled form."""
    newer = []
    for folder, _, files in os.walk(os.path.join(ROOT, "motcua", "locale")):
        for name in files:
            source, compiled = os.path.join(folder, name), os.path.join(folder, name[:-3] + ".mo")
            if name.endswith(".po") and (
                not os.path.exists(compiled) or os.path.getmtime(compiled) < os.path.getmtime(source)
            ):
                newer.append((source, compiled))
    for source, compiled in newer:
        command = [os.path.join(VENV, "bin", "pybabel"), "--quiet", "compile", "-i", source, "-o", compiled]
        if subprocess.run(command).returncode:
            leave(f"không dịch được {os.path.relpath(source, ROOT)} (could not compile the texts)")


def main():
    """Make or complete the environment for running (`run`) or testing (`test`)."""
    kind = sys.argv[1]
    need_python()
    if not environment_works():
        make_environment()
    install_packages(kind)
    install_motcua()
    compile_texts()


if __name__ == "__main__":
    main()
