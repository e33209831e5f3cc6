"""Vietnamese as keyboards type it: Telex and VNI keys made letters, and which words are Vietnamese syllables.

A scanner is a keyboard: what an input method did to its keys, or what it should have done, is judged word by word.
"""

import re
import unicodedata

ACUTE, GRAVE, HOOK, TILDE, DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
TONES = frozenset({ACUTE, GRAVE, HOOK, TILDE, DOT})
TELEX_TONES = {"s": ACUTE, "f": GRAVE, "r": HOOK, "x": TILDE, "j": DOT}
VNI_TONES = {"1": ACUTE, "2": GRAVE, "3": HOOK, "4": TILDE, "5": DOT}
VNI_MARKS = {"6": {"a": "â", "e": "ê", "o": "ô"}, "7": {"o": "ơ", "u": "ư"}, "8": {"a": "ă"}, "9": {"d": "đ"}}
TELEX_W = {"a": "ă", "o": "ơ", "u": "ư"}
TELEX_DOUBLED = {"a": "â", "e": "ê", "o": "ô", "d": "đ"}
VOWELS = frozenset("aăâeêioôơuưy")
MARKED = frozenset("ăâêôơư")

_ONSET = "(ngh?|nh|gh?|gi|kh?|ph|th|tr|ch|qu|[bcdđhlmnprstvx])?"
_NUCLEUS = (
    "(oai|oay|oeo|uây|uyu|uôi|ươi|ươu|iêu|yêu|uya|uyê|ia|iê|ya|yê|ua|uô|ưa|ươ|oa|oă|oe|uâ|uê|uy|uơ|ai|ao|au|ay|âu|ây"
    "|eo|êu|iu|oi|ôi|ơi|oo|ui|ưi|ưu|[aăâeêioôơuưy])"
)
_SYLLABLE = re.compile(f"{_ONSET}{_NUCLEUS}(ch|ng|nh|[cmnpt])?")


def is_syllable(word: str) -> bool:
    """Whether `word` could be a Vietnamese syllable: onset, vowels, end and tone fit together as spelling has them."""
    letters, tones = _apart(word.lower())
    found = _SYLLABLE.fullmatch(letters)
    if found is None or len(tones) > 1:
        return False
    onset, nucleus, end = found[1] or "", found[2], found[3] or ""
    front = nucleus[0] in "eêiy"
    if (onset in ("k", "gh", "ngh") and not front) or (onset == "c" and front) or (onset == "ng" and front):
        return False
    return end not in ("c", "ch", "p", "t") or (bool(tones) and tones[0] in (ACUTE, DOT))


def has_tone(word: str) -> bool:
    """Whether a letter of `word` bears one of the five tone marks."""
    return any(c in TONES for c in unicodedata.normalize("NFD", word))


def telex(word: str) -> str:
    """What Telex makes of the keys of one word: "Phajm" → "Phạm", "DDoofng" → "Đồng", "nguwowif" → "người"."""
    letters: list[str] = []
    tone = ""
    for key in word:
        low, last = key.lower(), letters[-1].lower() if letters else ""
        if low in TELEX_TONES and _has_vowel(letters):
            tone = TELEX_TONES[low]
        elif low == "w" and (at := _last_of(letters, TELEX_W)) is not None:
            _hook(letters, at)
        elif low == last and low in TELEX_DOUBLED:
            letters[-1] = _as(letters[-1], TELEX_DOUBLED[low])
        else:
            letters.append(key)
    return _with_tone(letters, tone)


def vni(word: str) -> str:
    """What VNI makes of the keys of one word: "Pha5m" → "Phạm", "D9o62ng" → "Đồng"."""
    letters: list[str] = []
    tone = ""
    for key in word:
        marks = VNI_MARKS.get(key, {})
        if key in VNI_TONES and _has_vowel(letters):
            tone = VNI_TONES[key]
        elif marks and (at := _last_of(letters, marks)) is not None:
            _hook(letters, at) if key == "7" else letters.__setitem__(at, _as(letters[at], marks[letters[at].lower()]))
        else:
            letters.append(key)
    return _with_tone(letters, tone)


def untangled(word: str) -> str:
    """`word` as it was before an input method that should have been off took keys of it for tones, where that shows.

    "Ksỏ", which is no Vietnamese syllable, was "Ksor"; "Phaạm", whose letter was not taken back, is "Phạm".
    """
    single = re.sub(r"(?i)([aeiouyd])(?=([^\W\d_]))", _drop_double, word)
    if is_syllable(word) or not has_tone(word):
        return single if is_syllable(single) else word
    if is_syllable(single):
        return single
    plain, tones = _apart(word)
    key = next((key for key, tone in TELEX_TONES.items() if [tone] == tones), "")
    ends_so = has_tone(word[-1]) and bool(key)
    return f"{plain}{key.upper() if word.isupper() else key}" if ends_so else word


def _drop_double(found: re.Match[str]) -> str:
    base, follower = found[1].lower(), found[2].lower()
    doubled = follower != base and _base(follower) == base
    return "" if doubled else found[1]


def _base(letter: str) -> str:
    return "d" if letter == "đ" else unicodedata.normalize("NFD", letter)[0]


def _apart(word: str) -> tuple[str, list[str]]:
    """The word without tone marks, and these."""
    taken = unicodedata.normalize("NFD", word)
    rest = unicodedata.normalize("NFC", "".join(c for c in taken if c not in TONES))
    return rest, [c for c in taken if c in TONES]


def _as(old: str, new: str) -> str:
    return new.upper() if old.isupper() else new


def _has_vowel(letters: list[str]) -> bool:
    return any(c.lower() in VOWELS for c in letters)


def _last_of(letters: list[str], marks: dict[str, str]) -> int | None:
    return next((i for i in range(len(letters) - 1, -1, -1) if letters[i].lower() in marks), None)


def _hook(letters: list[str], at: int) -> None:
    """The horn, on both letters of "uo"; the breve of "a"."""
    letters[at] = _as(letters[at], TELEX_W[letters[at].lower()])
    if at and letters[at].lower() == "ơ" and letters[at - 1].lower() == "u" and "".join(letters[:1]).lower() != "q":
        letters[at - 1] = _as(letters[at - 1], "ư")


def _with_tone(letters: list[str], tone: str) -> str:
    if tone:
        at = _place([c.lower() for c in letters])
        letters[at] = unicodedata.normalize("NFC", letters[at] + tone)
    return "".join(letters)


def _place(letters: list[str]) -> int:
    """Which letter bears the tone: a marked vowel, else the first of two that end a word, else the second."""
    vowels = [i for i, c in enumerate(letters) if c in VOWELS]
    head = "".join(letters[:2])
    if len(vowels) > 1 and head in ("qu", "gi") and vowels[0] == 1:
        vowels = vowels[1:]
    if marked := [i for i in vowels if letters[i] in MARKED]:
        return marked[-1]
    ended = vowels[-1] < len(letters) - 1
    return vowels[0] if len(vowels) == 1 or (len(vowels) == 2 and not ended) else vowels[1]
