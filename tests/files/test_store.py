"""Where contents lie: equal ones once, whole ones only."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.test import override_settings

from motcua.casework.file import file_and_accept
from motcua.files.actions import forget, store
from motcua.files.models import StoredFile
from motcua.kernel.sentences import Refused
from tests import cast as stage
from tests.cast import moment
from tests.concurrency.conftest import together
from tests.files.contents import HTML, PDF

AT = moment("2026-11-02 08:00")


@pytest.fixture(autouse=True)
def folder(tmp_path, settings) -> Path:
    """A storage to throw away."""
    place = tmp_path / "files"
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": place}}
    with override_settings(STORAGES=settings.STORAGES | {"default": storage}):
        yield place


def kept(name="đơn.pdf", content=PDF) -> StoredFile:
    return store(name=name, content=content, at=AT)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.django_db
def test_what_was_stored_is_read_again(folder):
    row = kept()
    assert row.read() == PDF
    assert (row.sha256, row.size, row.media_type) == (hashlib.sha256(PDF).hexdigest(), len(PDF), "application/pdf")
    assert files(folder) == [folder / row.path]


@pytest.mark.django_db
def test_equal_content_is_stored_once_whatever_it_is_called(folder):
    first, second = kept(), kept("bản khác.pdf")
    assert first == second
    assert StoredFile.objects.count() == 1
    assert len(files(folder)) == 1


@pytest.mark.django_db
def test_other_content_of_the_same_name_is_another_file(folder):
    kept()
    kept(content=PDF + b" ")
    assert len(files(folder)) == 2


@pytest.mark.django_db
def test_what_is_refused_leaves_nothing(folder):
    with pytest.raises(Refused):
        kept(content=HTML)
    assert not StoredFile.objects.exists()
    assert files(folder) == []


@pytest.mark.django_db
@pytest.mark.parametrize("left", [b"", PDF[:5]])
def test_what_a_killed_process_left_half_written_is_repaired(folder, left):
    path = folder / kept().path
    path.write_bytes(left)
    assert kept().read() == PDF
    assert files(folder) == [path]


@pytest.mark.django_db
def test_content_that_was_lost_comes_back_with_the_next_equal_one(folder):
    path = folder / kept().path
    path.unlink()
    assert kept().read() == PDF


@pytest.mark.django_db
def test_a_writer_that_comes_second_leaves_no_copy_beside(folder, monkeypatch):
    """Another process puts the same content there between our look and our writing."""
    storage, looks = storages["default"], []
    exists = storage.exists

    def slow(name: str) -> bool:
        found = exists(name)
        if not looks.append(name) and len(looks) == 1:
            path = folder / name
            path.parent.mkdir(parents=True)
            path.write_bytes(PDF)
        return found

    monkeypatch.setattr(storage, "exists", slow)
    assert kept().read() == PDF
    assert len(files(folder)) == 1


def test_many_writers_of_one_content_leave_one_file_and_one_row(folder, transactional_db):
    ended = together([kept] * 8)
    assert {type(e) for e in ended} == {StoredFile}, ended
    assert StoredFile.objects.get().read() == PDF
    assert len(files(folder)) == 1


@pytest.mark.django_db
def test_content_that_nobody_refers_to_is_forgotten_with_its_file(folder):
    kept()
    assert forget(before=AT + timedelta(days=1)) == 1
    assert not StoredFile.objects.exists()
    assert files(folder) == []


@pytest.mark.django_db
def test_content_that_was_stored_again_since_is_not_forgotten(folder):
    kept()
    store(name="đơn.pdf", content=PDF, at=AT + timedelta(days=2))
    assert forget(before=AT + timedelta(days=1)) == 0
    assert StoredFile.objects.get().read() == PDF


@pytest.mark.django_db
def test_content_that_a_slip_refers_to_is_never_forgotten(folder):
    cast, row = stage.enter(), kept()
    dossier = file_and_accept(stage.intake(cast), by=cast.lan, at=AT)
    dossier.slips.update(archived=row)
    assert forget(before=AT + timedelta(days=900)) == 0
    assert row.read() == PDF


@pytest.mark.django_db
def test_content_forgotten_between_two_looks_at_it_is_stored_again(folder, monkeypatch):
    place = folder / kept().path
    kind = type(storages["default"])
    whole, looks = kind.size, []

    def size(storage, name):
        if not looks:
            place.unlink()
        looks.append(name)
        return whole(storage, name)

    monkeypatch.setattr(kind, "size", size)
    assert kept().read() == PDF
    assert looks


def test_content_stored_while_it_is_being_forgotten_is_there_in_the_end(folder, transactional_db):
    for n in range(40):  # what must not happen needs the three to meet within a millisecond
        content = PDF + b"%%%d" % n
        kept(content=content)

        def again(content: bytes = content) -> StoredFile:
            return store(name="đơn.pdf", content=content, at=AT + timedelta(days=9))

        ended = together([again, lambda: forget(before=AT + timedelta(days=1)), again])
        assert not [e for e in ended if isinstance(e, Exception)], ended
        assert StoredFile.objects.get(sha256=hashlib.sha256(content).hexdigest()).read() == content
