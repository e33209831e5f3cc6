"""A text without English, or with other places to fill than the Vietnamese, is found."""

import pytest

from tests.tools.scripts import script

messages = script("messages")
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ('msgid "Hồ sơ {code}"\nmsgstr "Dossier {code}"\n', []),
        ('msgid "Trang %(n)s"\nmsgstr "Page %(n)s"\n', []),
        ('msgid "Hồ sơ"\nmsgstr ""\n', ["no English: Hồ sơ"]),
        ('#, fuzzy\nmsgid "Hồ sơ"\nmsgstr "File"\n', ["to be confirmed (fuzzy): Hồ sơ"]),
        ('msgid "Số {n}"\nmsgstr "Number"\n', ["other named places than the Vietnamese: Số {n}"]),
        ('msgid "Số {n}"\nmsgstr "Number {m}"\n', ["other named places than the Vietnamese: Số {n}"]),
    ],
)
def test_each_fault_of_a_translation_is_named(tmp_path, entry, found) -> None:
    (tmp_path / "django.po").write_text(HEAD + entry)
    assert messages.faults(tmp_path / "django.po") == found
