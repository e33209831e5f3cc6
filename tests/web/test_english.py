"""In English every page is English: what stays Vietnamese is what people and laws wrote, not what Motcua says."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

import motcua
from motcua.catalogue.actions import keep_form, publish_form
from motcua.catalogue.forms.templates import NAMES, template
from motcua.dossiers.sources import systems
from motcua.journal.models import Payload
from motcua.supervision.actions import project
from tests import cast as stage
from tests.casework.acts import ACTS
from tests.cast import moment
from tests.web.counter_forms import REFERENCE, filled, signed_in

CATALOGUE = Path(motcua.__file__).parent / "locale" / "en" / "LC_MESSAGES" / "django.po"
OWN_LETTERS = re.compile(r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
# Tables whose texts were typed or imported; what the journal says of them comes on top.
TYPED = {
    "accounts.Account", "catalogue.Component", "catalogue.ProcedureVersion", "deadlines.Hold", "dossiers.Draft",
    "dossiers.Party", "dossiers.ReceivedComponent", "dossiers.Result", "dossiers.SupplementRequest", "dossiers.Dossier",
    "offices.Agency", "offices.SpecialDay", "offices.Unit", "workflow.ProcessVersion", "workflow.Step",
    "workflow.WorkItem", "workflow.OpinionRound", "workflow.Remark", "catalogue.LimitCase", "reviews.ReviewCampaign",
    "reviews.ReviewLine",
}  # fmt: skip
# Vietnamese words that belong into English sentences: symbols of documents, a name, what to type into a search.
QUOTED = (
    "Decision 20/2020/QĐ-TTg", "Decree 118/2025/NĐ-CP", "Hùng Vương Kings", "đất đai (land)", "Nữ (female)", "đồng",
    "Ủy ban nhân dân xã Ba Tơ", "Tỉnh Quảng Ngãi", "QĐ 12/QĐ-UBND", "Chủ tịch UBND tỉnh",
)  # fmt: skip
SAID_BY = ("alt", "aria-label", "data-label", "placeholder", "title")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
MOST_OF_A_KIND = 3  # pages that differ only in their dossier


class Words(HTMLParser):
    """The texts and links of a page; nothing inside an element that says it is Vietnamese."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self.language: str | None = None
        self._open: list[tuple[str, bool]] = []
        self.feed(html)

    @property
    def _vietnamese(self) -> bool:
        return any(marked for _, marked in self._open)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "html":
            self.language = values.get("lang")
        if tag == "a":
            self.links.append(values.get("href") or "")
        marked = values.get("lang") == "vi"
        if not marked and not self._vietnamese:
            self.texts += [values[name] for name in SAID_BY if values.get(name)]
        if tag not in VOID:
            self._open.append((tag, marked))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        inside = self._open[-1][0] if self._open else ""
        if data.strip() and inside not in ("script", "style", "textarea") and not self._vietnamese:
            self.texts.append(" ".join(data.split()))


def strings(value: object) -> Iterator[str]:
    """Every text in a value of a row, however deep."""
    if isinstance(value, str):
        yield from (line.strip() for line in value.splitlines())
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from strings(inner)


def typed() -> list[str]:
    """What people typed and laws wrote, as it stands in the tables; the longest first."""
    rows = [row for model in apps.get_models() if model._meta.label in TYPED for row in model.objects.values_list()]
    rows += [json.loads(body) for body in Payload.objects.exclude(body="").values_list("body", flat=True)]
    found = {text for row in [*rows, systems()] for text in strings(row) if OWN_LETTERS.search(text)}
    return sorted(found, key=len, reverse=True)


def left_in_vietnamese(words: Words, known: list[str]) -> list[str]:
    """The texts of a page that are still Vietnamese once what was typed is taken away."""
    found = []
    for text in words.texts:
        rest = text
        for name in (*known, *QUOTED):
            rest = rest.replace(name, "")
        rest = re.sub(r"\b(\w\.)+\w?\*+|\S+…", "", rest)  # a covered name, a shortened one
        if OWN_LETTERS.search(rest):
            found.append(text)
    return found


def vietnamese(pages: dict[str, Words]) -> dict[str, list[str]]:
    """The pages that are not wholly English, with what is wrong."""
    known = typed()
    return {page: left for page, words in pages.items() if (left := left_in_vietnamese(words, known))}


def walk(client: Client, *starts: str) -> dict[str, Words]:
    """Every page of `starts` and a few of each kind that links lead to; sorted lists and files are left out."""
    pages: dict[str, Words] = {}
    kinds: Counter[str] = Counter()
    waiting = list(starts)
    while waiting:
        address = waiting.pop(0)
        kind = re.sub(r"H48[^/]+", "", address)
        if address in pages or (address not in starts and kinds[kind] == MOST_OF_A_KIND):
            continue
        kinds[kind] += 1
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        pages[address] = words = Words(answer.content.decode())
        for link in words.links:
            target = urlsplit(urljoin(address, link))
            unwanted = (
                target.netloc or target.path.endswith((".csv", ".pdf", ".json", ".xlsx")) or "/tep/" in target.path
            )
            if not unwanted and not {"sort", "page"} & parse_qs(target.query).keys():
                waiting.append(target._replace(fragment="").geturl())
    return pages


@pytest.fixture
def cast(clock):
    clock.move_to(moment("2026-11-19 16:00"))
    return stage.enter()


@pytest.fixture
def dossiers(cast) -> dict[str, str]:
    """A dossier at each turn of its way; their codes."""
    from motcua.casework.file import file, file_and_accept

    def lived(*verbs: str, begin=file_and_accept) -> str:
        code = begin(stage.intake(cast), by=cast.lan, at=moment("2026-11-19 08:00")).code
        for n, verb in enumerate(verbs, 1):
            ACTS[verb](cast, code, moment(f"2026-11-19 08:{n * 5:02d}"))
        return code

    issued = ("advance", "advance", "advance")
    return {
        "filed": lived(begin=file),
        "accepted": lived(),
        "taken": lived("take"),
        "sent back": lived("advance", "send_back"),
        "asked": lived("consult"),
        "answered": lived("consult", "answer_consultation"),
        "recalled": lived("advance", "recall"),
        "proposed": lived("propose_supplement"),
        "supplement": lived("propose_supplement", "ask_supplement"),
        "supplemented": lived("propose_supplement", "ask_supplement", "receive_supplement"),
        "financial": lived("take", "hold"),
        "held": lived("take", "hold_other"),
        "issuing": lived("advance", "advance"),
        "arriving": lived(*issued),
        "ready": lived(*issued, "resolve"),
        "returned": lived(*issued, "resolve", "return_result"),
        "reopened": lived(*issued, "resolve", "return_result", "reopen"),
        "withdrawn": lived("withdraw"),
        "stopped": lived("stop"),
        "void": lived("void"),
    }


def english(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


def test_the_compiled_texts_are_those_of_the_catalogue():
    compiled = CATALOGUE.with_suffix(".mo")
    assert compiled.exists() and compiled.stat().st_mtime >= CATALOGUE.stat().st_mtime, "run `make test` once"


@pytest.mark.django_db
def test_a_visitor_reads_english(client, dossiers):
    tracking = [f"/tra-cuu/{code}/" for code in dossiers.values()]
    pages = walk(english(client), "/", "/tra-cuu/", "/thu-tuc/", "/noi-nop/", *tracking)
    assert vietnamese(pages) == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "starts"),
    [
        ("lan", ["/tiep-nhan/", REFERENCE, "/ho-so/"]),
        ("hanh", ["/ho-so/"]),
        ("minh", ["/viec/", "/ho-so/"]),
        ("roi", ["/viec/", "/ho-so/"]),
        ("son", ["/viec/", "/ho-so/"]),
        ("an", ["/quan-tri/", "/ho-so/", "/so-lieu/?first=01/11/2026&last=30/11/2026"]),
        ("quan", ["/quan-tri/"]),
    ],
)
def test_an_officer_reads_english(client, cast, dossiers, who, starts):
    all_of_them = [f"/ho-so/{code}/" for code in dossiers.values()] if who == "lan" else []
    project(at=timezone.now())
    pages = walk(english(signed_in(client, cast, who)), *starts, *all_of_them)
    assert len(pages) > 5
    assert vietnamese(pages) == {}


@pytest.mark.django_db
def test_what_stays_vietnamese_says_so_to_screen_readers(client, cast, dossiers):
    """Names of procedures, papers, steps and agencies, and what people typed (WCAG 2.1, 3.1.2)."""
    lan, procedure = signed_in(Client(), cast, "lan"), "/thu-tuc/1.000689/"
    page = f"/ho-so/{dossiers['supplement']}/"
    expected = {
        procedure: [cast.version.name, "Tờ khai đăng ký khai sinh", "Miễn lệ phí"],
        "/noi-nop/": ["Trung tâm Phục vụ hành chính công xã Ba Tơ"],
        REFERENCE: [cast.version.name, "Giấy chứng sinh", "Trung tâm Phục vụ hành chính công xã Ba Tơ"],
        "/viec/?tab=all": [cast.version.name],
        page: [cast.version.name, "Giấy chứng sinh", "Bản chụp bị mờ", "Thụ lý", "Thôn 1, xã Ba Tơ", "Trần Thị Lan"],
    }
    for address, texts in expected.items():
        html = english(lan).get(address).content.decode()
        for text in texts:
            assert f'<span lang="vi">{text}</span>' in html, (address, text)


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_the_questions_of_a_declaration_say_that_they_are_vietnamese(client, cast, name):
    draft = keep_form(cast.version, content=template(name), seen=0)
    form = publish_form(cast.version, seen=draft.saved, by="quan", at=moment("2026-11-02 08:00"))
    address, known = "/thu-tuc/1.000689/to-khai/", [form.content["title"]]
    faulty = client.post(address, {"form": form.digest, "do": "print"}, headers={"Accept-Language": "en"})
    for answer in (english(client).get(address), faulty):
        assert left_in_vietnamese(Words(answer.content.decode()), known) == []


@pytest.mark.django_db
def test_a_vietnamese_page_marks_nothing_as_vietnamese(client, cast, dossiers):
    lan = signed_in(client, cast, "lan")
    for address in ("/thu-tuc/1.000689/", "/noi-nop/", REFERENCE, f"/ho-so/{dossiers['supplement']}/"):
        assert '<span lang="vi">' not in lan.get(address).content.decode()


@pytest.mark.django_db
def test_what_is_wrong_with_a_form_is_said_in_english(client, cast):
    answer = english(signed_in(client, cast, "lan")).post(
        REFERENCE, filled(cast, applicant__name="", applicant__number="123", applicant__phone="12", terms__sets="0")
    )
    words = Words(answer.content.decode())
    assert answer.status_code == 422 and "The full name is missing; write it as on the papers." in words.texts
    assert left_in_vietnamese(words, typed()) == []


@pytest.mark.django_db
def test_a_browser_that_asks_for_english_gets_it(client):
    words = Words(client.get("/", headers={"accept-language": "en-GB,en;q=0.9"}).content.decode())
    assert words.language == "en" and "How far is my dossier?" in words.texts


@pytest.mark.django_db
def test_the_language_switch_keeps_the_page(client, cast):
    page = "/viec/?tab=unit"
    minh = signed_in(client, cast, "minh")
    html = minh.get(page).content.decode()
    switch = re.search(
        r'<form class="language" method="post" action="([^"]+)".*?name="next" value="([^"]+)"', html, re.S
    )
    answer = minh.post(switch[1], {"language": "en", "next": switch[2]}, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert Words(answer.content.decode()).language == "en"


def test_a_text_left_in_vietnamese_would_be_noticed():
    words = Words('<p>Phạm Văn A files</p><button>Tiếp nhận</button><p lang="vi">Tiếng Việt</p><i title="Đóng"></i>')
    assert left_in_vietnamese(words, ["Phạm Văn A"]) == ["Tiếp nhận", "Đóng"]
