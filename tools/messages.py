"""`make messages`: collect the Vietnamese texts into the English translation and name those that still lack English.

With --check nothing is written: it fails when a text has no English or a translation lost one of its named places.
"""

import contextlib
import io
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import django
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.commands import makemessages
from django.test.utils import override_settings

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale", "en", "LC_MESSAGES", "django.po")
MANY = 20
PLACES = re.compile(r"\{(\w+)|%\((\w+)\)")


class Collect(makemessages.Command):
    """Django's collector that also knows our refusals: their first argument is a sentence for a person."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=Refused:1", "--keyword=Sentence:1"]


def collect(package: Path) -> None:
    """Bring the catalogue of the source tree at `package` up to date."""
    here = Path.cwd()
    os.chdir(package)
    try:
        with override_settings(LOCALE_PATHS=[str(package / "locale")]), contextlib.redirect_stdout(io.StringIO()):
            call_command(Collect(), locale=["en"], no_obsolete=True, no_wrap=True, add_location="file", verbosity=0)
    finally:
        os.chdir(here)


def faults(catalogue: Path) -> list[str]:
    """What is wrong with a catalogue, one line for each text."""
    with open(catalogue, "rb") as written:
        messages = [m for m in read_po(written, locale="en") if m.id]
    return [f"{fault}: {source(m)}" for m in messages if (fault := fault_of(m))]


def fault_of(message: Message) -> str | None:
    """Why `message` cannot be shown in English, if it cannot."""
    english = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    if message.fuzzy:
        return "to be confirmed (fuzzy)"
    if not all(english):
        return "no English"
    if any(places(text) - places(source(message)) for text in english) or places(source(message)) - places(*english):
        return "other named places than the Vietnamese"
    return None


def source(message: Message) -> str:
    """The Vietnamese text of a message."""
    return message.id if isinstance(message.id, str) else message.id[0]


def places(*texts: str) -> set[str]:
    """The named places of texts: `{code}` and `%(code)s` give {"code"}."""
    return {"".join(found) for text in texts for found in PLACES.findall(text)}


def checked_copy() -> list[str]:
    """The faults that the catalogue would have once the texts of today are collected."""
    with tempfile.TemporaryDirectory(prefix="motcua-texts-") as folder:
        package = Path(folder, "motcua")
        shutil.copytree(ROOT / "motcua", package, ignore=shutil.ignore_patterns("__pycache__", "data", "static"))
        (package / "locale").mkdir(exist_ok=True)
        collect(package)
        return faults(package / CATALOGUE)


def main(arguments: list[str]) -> int:
    """Collect (or with --check only compare); 1 if a text cannot be shown in English."""
    if not shutil.which("xgettext"):
        print("messages: GNU gettext is missing; apt install gettext")
        return 1
    settings.configure(USE_I18N=True, LANGUAGE_CODE="vi", INSTALLED_APPS=[])
    django.setup()
    try:
        if arguments == ["--check"]:
            found = checked_copy()
        else:
            (ROOT / "motcua" / "locale").mkdir(exist_ok=True)
            collect(ROOT / "motcua")
            found = faults(ROOT / "motcua" / CATALOGUE)
    except CommandError as problem:
        print(f"messages: {problem}")
        return 1
    shown = found[:MANY] if "--check" in arguments else found
    print("\n".join([*shown, f"{len(found)} texts to translate or correct"]))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
