"""What was scanned: the dossier that the actor may see by the code on any slip, or a sentence why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Q

from motcua.dossiers.models import Dossier, SearchTerm
from motcua.kernel.dossier_code import scanned
from motcua.kernel.sentences import Sentence, gettext_noop
from motcua.offices.snapshot import Snapshot
from motcua.policy.facts import Facts
from motcua.policy.permissions import open_to, why_not

from . import shadows

NOT_FOUND = gettext_noop("Không tìm thấy hồ sơ “{typed}” trong phạm vi của Anh/Chị. Hãy kiểm tra lại mã trên phiếu.")
NO_CODE = gettext_noop("“{typed}” không phải mã hồ sơ. Hãy quét mã vạch hoặc mã QR trên phiếu.")
ELSEWHERE = gettext_noop("Mã {typed} do tỉnh, bộ khác cấp ({issuer}); ở đây không có hồ sơ mang mã này.")
A_CARD = gettext_noop("Đây là mã của thẻ căn cước, không phải của phiếu. Quét thẻ ở trang tiếp nhận.")
NOTHING = gettext_noop("Chưa quét được gì. Hãy quét mã vạch hoặc mã QR trên phiếu.")
SHADOW = gettext_noop("Mã {typed} là hồ sơ của hệ thống khác, quầy chỉ theo dõi hộ nên không làm việc được ở đây.")

_ISSUER = re.compile(r"(?:\d{3}\.\d\d\.\d\d\.)?([A-Y]\d\d)[.\-]", re.ASCII)  # new style and old style (rules.md 2.1)
LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Found:
    """What a scan led to: the dossier's key and code, or shadows of other systems; else `no` says why not."""

    pk: int = 0
    code: str = ""
    shadows: tuple[int, ...] = ()
    typed: str = ""
    no: Sentence | None = None


def find(facts: Facts, text: str) -> Found:
    """What the code on a slip names, for this actor: at most two statements.

    A dossier that the actor may not see and one that is not there are told in the same words.
    """
    if text.count("|") > 1:
        return Found(no=Sentence(A_CARD))
    if not text.strip():
        return Found(no=Sentence(NOTHING))
    shown = text.strip()[:LONGEST_SHOWN]
    code = scanned(text)
    if code is None:
        return Found(typed=shown, no=Sentence(NO_CODE, {"typed": shown}))
    named = SearchTerm.objects.filter(term=code.lower()[:60]).values("dossier_id")
    mine = Dossier.objects.filter(open_to(facts), Q(code=code) | Q(foreign_code__iexact=code), pk__in=named)
    if row := mine.order_by("-pk").values_list("pk", "code").first():
        return Found(pk=row[0], code=row[1], typed=code)
    if why_not("counter.use", facts) is None and (keys := shadows.keys_of(facts, code)):
        return Found(shadows=tuple(keys), typed=code, no=Sentence(SHADOW, {"typed": code}))
    if issuer := of_another_province(code, facts.offices):
        return Found(typed=code, no=Sentence(ELSEWHERE, {"typed": code, "issuer": issuer}))
    return Found(typed=code, no=Sentence(NOT_FOUND, {"typed": code}))


def of_another_province(code: str, offices: Snapshot) -> str:
    """The province or ministry whose agencies give codes like this, where no agency here is of it; else nothing.

    Told from the code alone, so that it says nothing about any dossier.
    """
    issuer = _ISSUER.match(code)
    ours = {agency.code.partition(".")[0] for agency in offices.agencies.values()}
    return issuer[1] if issuer and issuer[1] not in ours else ""
