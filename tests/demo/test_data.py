"""The province's files are whole, agree with each other and could be what they say they are."""

import unicodedata
from collections import Counter
from datetime import date

import pytest

from motcua.dossiers.parties import Kind
from motcua.kernel import agency_code, names, phone, tax
from motcua.offices.roles import OF_PEOPLE, Role

from .province import (
    COMMUNES_IN_USE,
    DATA,
    DIVISIONS,
    LOGINS,
    PEOPLE,
    POSTS,
    UNITS,
    commune,
    open_units,
    roles_at,
    rows_of,
    text_of,
)

DEPARTMENTS_IN_USE = ["Sở Nông nghiệp và Môi trường", "Sở Tài chính", "Sở Tư pháp", "Sở Xây dựng"]
DECIDING_ROLES = {Role.SPECIALIST, Role.UNIT_LEADER, Role.SIGNER, Role.CLERK, Role.SUPERVISOR, Role.ADMINISTRATOR}
COUNTER_ROLES = {Role.RECEIVER, Role.COUNTER_HEAD, Role.SUPERVISOR, Role.ADMINISTRATOR}


@pytest.mark.parametrize("file", sorted(item.name for item in DATA.iterdir()))
def test_every_file_is_composed_unicode_ending_in_a_line_break(file: str) -> None:
    text = text_of(file)
    assert unicodedata.is_normalized("NFC", text)
    assert text.endswith("\n")
    assert "\r" not in text


def test_agency_codes_are_unique_and_well_formed() -> None:
    assert len(UNITS) == len(rows_of("units.csv"))
    assert [code for code in UNITS if agency_code.parse(code).code != code] == []


def test_parents_stand_before_their_children() -> None:
    seen = {""}
    for unit in rows_of("units.csv"):
        assert unit["parent_code"] in seen, unit["code"]
        seen.add(unit["code"])


def test_the_province_has_its_96_communes_with_one_counter_each() -> None:
    committees = open_units(kind="commune_committee")
    assert len(committees) == len({unit["place_code"] for unit in committees}) == 96
    counters = Counter(unit["parent_code"] for unit in open_units(kind="one_stop", level="commune"))
    assert counters == Counter(unit["code"] for unit in committees)


def test_units_of_other_kinds_and_levels_do_not_occur() -> None:
    kinds = {"province_committee", "commune_committee", "department", "office", "one_stop", "vertical"}
    assert {u["kind"] for u in open_units()} == kinds
    assert {u["level"] for u in open_units()} == {"province", "commune"}
    assert {u["kind"] for u in UNITS.values()} - kinds == {"district_committee"}


def test_closed_units_name_a_successor_that_is_open() -> None:
    closed = [unit for unit in UNITS.values() if unit["closed_on"]]
    assert {unit["level"] for unit in closed} == {"province", "district", "commune"}
    for unit in closed:
        assert date.fromisoformat(unit["opened_on"]) < date.fromisoformat(unit["closed_on"])
        assert not UNITS[unit["successor_code"]]["closed_on"]
    assert not any(unit["successor_code"] for unit in open_units())


def test_no_open_unit_hangs_under_a_closed_one() -> None:
    assert [u["code"] for u in open_units() if u["parent_code"] and UNITS[u["parent_code"]]["closed_on"]] == []


def test_posts_are_at_open_agencies_and_known_divisions() -> None:
    for post in POSTS:
        assert not UNITS[post["agency_code"]]["closed_on"]
        assert not post["division"] or (post["agency_code"], post["division"]) in DIVISIONS, post
    assert {agency for agency, _ in DIVISIONS} <= {unit["code"] for unit in open_units()}


def test_a_person_is_the_same_on_every_line() -> None:
    people = {(post["username"], post["full_name"], post["email"], post["phone"]) for post in POSTS}
    assert len(people) == len({post["username"] for post in POSTS}) == len({post["phone"] for post in POSTS})
    for username, full_name, email, number in people:
        assert username.isascii()
        assert names.parse(full_name) == full_name
        assert email.endswith(".example")
        assert phone.parse(number).mobile


def test_nobody_has_one_post_twice_at_one_time() -> None:
    assert max(Counter((p["username"], p["agency_code"], p["role"]) for p in POSTS).values()) == 1


def test_a_stand_in_has_an_end_and_stands_in_for_one_who_holds_that_post() -> None:
    stand_ins = [post for post in POSTS if post["stand_in_for"]]
    assert stand_ins
    for post in stand_ins:
        assert post["from"] < post["to"]
        assert any(
            (other["username"], other["agency_code"], other["role"])
            == (post["stand_in_for"], post["agency_code"], post["role"])
            for other in POSTS
        )


def test_roles_are_those_of_the_house() -> None:
    assert {post["role"] for post in POSTS} == set(OF_PEOPLE)


@pytest.mark.parametrize("place_code", COMMUNES_IN_USE)
def test_each_commune_in_use_has_every_role(place_code: str) -> None:
    committee = commune(place_code)
    assert roles_at(committee) >= DECIDING_ROLES
    assert roles_at(f"{committee}.01") >= {Role.RECEIVER, Role.COUNTER_HEAD}


@pytest.mark.parametrize("department", DEPARTMENTS_IN_USE)
def test_each_department_in_use_has_every_deciding_role(department: str) -> None:
    (unit,) = open_units(short_name=department)
    assert roles_at(unit["code"]) >= DECIDING_ROLES


def test_the_provincial_counter_has_every_counter_role() -> None:
    (centre,) = open_units(kind="one_stop", level="province")
    assert roles_at(centre["code"]) >= COUNTER_ROLES


def test_in_a_small_commune_one_person_holds_three_posts() -> None:
    held = Counter(p["username"] for p in POSTS if p["agency_code"].startswith(commune("23473")) and not p["to"])
    assert max(held.values()) == 3


def test_there_is_one_login_for_each_role() -> None:
    assert sorted(login["role"] for login in LOGINS["logins"]) == sorted(OF_PEOPLE)
    assert LOGINS["password"] == "motcua-demo-2026"


@pytest.mark.parametrize("login", LOGINS["logins"], ids=lambda login: login["username"])
def test_each_login_exists_in_its_named_post(login: dict[str, str]) -> None:
    assert any(
        (post["username"], post["full_name"], post["agency_code"], post["role"], post["to"])
        == (login["username"], login["name"], login["agency_code"], login["role"], "")
        for post in POSTS
    )
    assert login["post"]
    assert login["try"]


def test_invented_people_have_names_that_the_counter_accepts() -> None:
    full_names = [n for p in PEOPLE["peoples"] for n in p["male"] + p["female"]]
    full_names += [person["name"] for person in PEOPLE["foreigners"]]
    assert [name for name in full_names if names.parse(name) != name] == []
    assert set("ƀčĕŏñ’'") <= set("".join(full_names).casefold())


def test_tax_codes_of_invented_organisations_pass_the_check_digit() -> None:
    codes = [organisation["tax_code"] for organisation in PEOPLE["organisations"]]
    assert len(set(codes)) == len(codes)
    assert [code for code in codes if tax.parse(code).kind != "enterprise"] == []


def test_invented_organisations_are_parties_that_the_counter_knows() -> None:
    assert {organisation["kind"] for organisation in PEOPLE["organisations"]} == {
        Kind.ENTERPRISE,
        Kind.HOUSEHOLD_BUSINESS,
    }


def test_each_commune_in_use_has_places_to_live_and_organisations() -> None:
    assert sorted(place["place_code"] for place in PEOPLE["places"]) == COMMUNES_IN_USE
    assert all(place["names"] for place in PEOPLE["places"])
    assert {organisation["place_code"] for organisation in PEOPLE["organisations"]} == set(COMMUNES_IN_USE)


def test_phone_prefixes_become_numbers_with_three_more_digits() -> None:
    assert all(phone.parse(f"{prefix}123").mobile for prefix in PEOPLE["phones"]["prefixes"])
