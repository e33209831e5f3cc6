"""How what people type becomes the words of the index, and that looking them up uses it."""

import re

import pytest
from django.db import connection

from motcua.casework.reads.search import beginning_with, words
from motcua.dossiers.models import SearchTerm


@pytest.mark.parametrize(
    ("typed", "looked_for"),
    [
        ("Phạm Văn Đồng", ["pham", "van", "dong"]),
        ("Y’Rỗi", ["yroi"]),
        ("H48.148-261119-0001", ["h48.148-261119-0001"]),
        (" 0905 123.456 ", ["0905123456"]),
        ("+84 905 123 456", ["0905123456"]),
        ("051090001234", ["051090001234"]),
        ("0001", ["0001"]),
        ("An-Đông", ["an", "dong"]),
        ("261119-0001", ["261119-0001"]),
        ("“Rỗi”, (Y)", ["roi", "y"]),
        ("% _ '", []),
    ],
)
def test_what_people_type_becomes_words_of_the_index(typed, looked_for):
    assert words(typed) == looked_for


@pytest.mark.django_db
def test_looking_up_a_beginning_walks_the_index():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # a table of a few rows is read whole
    plan = SearchTerm.objects.filter(beginning_with("ngu")).values("dossier_id").explain()
    walked = {"sqlite": r"\(term>\? AND term<\?\)", "postgresql": r"Index Cond: .*term.* ~>=~ 'ngu'"}
    assert re.search(walked[connection.vendor], plan), plan
