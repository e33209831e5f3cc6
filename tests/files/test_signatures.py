"""Signatures on what people send are told for what they are, with a real authority made here; none is a refusal."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfWriter

from motcua.files.signatures import BROKEN, EXPIRED, TRUSTED, UNKNOWN, UNREAD, signatures
from tests.cast import moment

from .authority import certified, kept, lives, signed

AT = moment("2026-11-20 09:00")


@pytest.fixture(scope="module")
def authority():
    since, until = lives(AT)
    return certified("Test CA", by=None, since=since - timedelta(days=3650), until=until)


@pytest.fixture(scope="module")
def anna(authority):
    since, until = lives(AT)
    return certified("Nguyễn Thị Anh", by=authority, since=since, until=until)


@pytest.fixture
def anchors(authority, tmp_path):
    return kept(authority, tmp_path)


def a_pdf(title="Don"):
    writer, held = PdfWriter(), BytesIO()
    writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": title})
    writer.write(held)
    return held.getvalue()


def told(content, anchors):
    return [(one.state, one.who) for one in signatures(content, anchors=anchors, at=AT)]


def test_a_good_signature_of_a_trusted_authority_is_told_with_what_was_not_asked(anna, anchors):
    one = signatures(signed(a_pdf(), anna), anchors=anchors, at=AT)[0]
    assert (one.state, one.who, one.issuer, one.whole) == (TRUSTED, "Nguyễn Thị Anh", "Test CA", True)
    said = " ".join(map(str, one.told()))
    assert "đúng" in said and "Chưa hỏi nơi cấp" in said and "Ký lúc" in said


def test_a_signature_of_an_unknown_authority_is_told_and_nothing_else(anna):
    one = signatures(signed(a_pdf(), anna), anchors="", at=AT)[0]
    assert one.state == UNKNOWN and "Test CA" in str(one.told()[0])


def test_a_certificate_that_ran_out_is_told_with_its_day(authority, anchors):
    old = certified("Ông Cũ", by=authority, since=AT - timedelta(days=700), until=AT - timedelta(days=300))
    one = signatures(signed(a_pdf(), old), anchors=anchors, at=AT)[0]
    assert one.state == EXPIRED and "24/01/2026" in str(one.told()[0])


def test_a_file_changed_within_what_was_signed_is_told_as_changed(anna, anchors):
    content = signed(a_pdf("Don xin"), anna)
    assert told(content.replace(b"Don xin", b"Don XIN"), anchors) == [(BROKEN, "Nguyễn Thị Anh")]


def test_each_of_two_signatures_is_told(anna, authority, anchors):
    since, until = lives(AT)
    son = certified("Lê Văn Sơn", by=authority, since=since, until=until)
    twice = signed(signed(a_pdf(), anna), son, field="Signature2")
    assert told(twice, anchors) == [(TRUSTED, "Nguyễn Thị Anh"), (TRUSTED, "Lê Văn Sơn")]


def test_a_file_without_a_signature_has_none(anchors):
    assert signatures(a_pdf(), anchors=anchors, at=AT) == []


def test_a_signature_of_a_form_that_is_not_known_is_told_as_such(anna, anchors):
    content = signed(a_pdf(), anna)
    odd = content.replace(b"/adbe.pkcs7.detached", b"/adbe.pkcs7.whatever")
    assert told(odd, anchors) == [(UNREAD, "")]
    assert told(b"%PDF-1.7 not really", anchors) == [(UNREAD, "")]
