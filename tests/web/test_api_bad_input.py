"""What the API cannot take is refused in one sentence, as a problem, and nothing is done."""

import json

import pytest

from motcua.accounts.models import AccessToken
from motcua.dossiers.models import Dossier
from motcua.journal.models import Event
from motcua.kernel.sentences import Refused
from motcua.web.api import acting
from tests import cast as stage
from tests.web.api_program import APPLICANT, CHECK, PAPERS, Program, reception
from tests.web.desk_driver import accepted

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return stage.enter()


@pytest.fixture
def program(cast):
    return Program(cast)


def problem(answer, status: int) -> dict:
    """What a problem says; it must be one."""
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), answer.content.decode()
    said = answer.json()
    assert (said["status"], said["type"].partition("#")[0]) == (status, "/api/v1/")
    assert said["detail"] and said["title"]
    return said


# Tokens


def test_a_token_that_nobody_issued_lets_nobody_in(program):
    answer = program.get("lan", "/dossiers", token="mc_" + "x" * 43)
    assert problem(answer, 401)["detail"] == "Mã truy cập không đúng."
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "line", ["", "Basic bGFuOng=", "Bearer", "Bearer ", "bearer\t", "Bearer \ud7ff", "Bearer a b c"]
)
def test_a_line_that_is_no_token_lets_nobody_in(program, line):
    problem(program.get("lan", "/dossiers", authorization=line.encode("utf-8").decode("latin-1")), 401)


def test_a_token_that_has_expired_says_since_when(program):
    token = program.token("lan", "dossiers:read", days=1)
    assert program.at("2026-11-20 08:59").get("lan", "/dossiers", token=token).status_code == 200
    said = problem(program.at("2026-11-20 09:00").get("lan", "/dossiers", token=token), 401)
    assert said["detail"] == "Mã truy cập đã hết hạn lúc 09:00 20/11/2026. Hãy xin mã mới."


def test_the_token_of_who_is_shut_out_is_good_no_more(program, cast):
    token = program.token("lan")
    cast.people["lan"].is_active = False
    cast.people["lan"].save()
    assert "đang bị khóa" in problem(program.get("lan", "/dossiers", token=token), 401)["detail"]


def test_a_demo_token_works_from_this_machine_only(program, cast):
    program.token("lan")
    cast.people["lan"].demo = True
    cast.people["lan"].save()
    assert program.get("lan", "/dossiers").status_code == 200
    assert "chính máy này" in problem(program.get("lan", "/dossiers", x_forwarded_for="10.0.0.9"), 401)["detail"]


def test_a_token_without_the_scope_is_told_which_it_lacks(program):
    token = program.token("lan", "worklist")
    assert program.get("lan", "/worklist", token=token).status_code == 200
    said = problem(program.post("lan", "/dossiers", reception(), token=token), 403)
    assert said["detail"] == "Mã truy cập này không có phạm vi “dossiers:write”."
    assert Dossier.objects.count() == 0


def test_a_session_of_the_pages_opens_no_door_here(client, cast):
    client.force_login(cast.people["lan"], backend="motcua.accounts.backends.OfficerBackend")
    problem(client.get("/api/v1/dossiers"), 401)


def test_who_calls_too_often_is_told_how_long_to_wait(program, settings):
    settings.API_CALLS_PER_MINUTE = 3
    assert [program.get("lan", "/agencies").status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = program.get("lan", "/agencies")
    assert "trong một phút" in problem(answer, 429)["detail"]
    assert answer["Retry-After"] == "60"
    assert program.get("minh", "/agencies").status_code == 200
    assert program.at("2026-11-19 09:01").get("lan", "/agencies").status_code == 200


# Bodies


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe{}", b'{"a": NaN}', b"[1, 2", b'{"x": "\xed\xa0\x80"}', b"\x00"])
def test_a_body_that_is_no_json_is_refused(program, body):
    assert "JSON" in problem(program.post("lan", "/dossiers", body), 400)["detail"]


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"procedure": None}, "procedure", "Thiếu mục này."),
        ({"procdure": "1"}, "procdure", "Không có mục nào tên như vậy."),
        ({"sets": "hai"}, "sets", "Phải là số nguyên."),
        ({"sets": 100}, "sets", "Không được quá 99."),
        ({"channel": "fax"}, "channel", "Phải là một trong: 'direct', 'online' or 'post'."),
        ({"request": "x" * 501}, "request", "Dài quá 500 ký tự."),
        ({"request": "a\x00b"}, "request", "Có ký tự không đọc được (�) hoặc ký tự điều khiển. Hãy xóa và gõ lại."),
        ({"papers": [{"n": 1, "originals": -1}]}, "papers.0.originals", "Phải từ 0 trở lên."),
        ({"applicant": APPLICANT | {"email": "a@"}}, "applicant.email", "Địa chỉ thư điện tử không hợp lệ."),
        ({"applicant": "Lan"}, "applicant", "Phải là một đối tượng JSON."),
        ({"accept": "co"}, "accept", "Phải là true hoặc false."),
    ],
)
def test_a_field_that_cannot_be_is_named_with_what_is_wrong(program, change, field, sentence):
    said = problem(program.post("lan", "/dossiers", reception(**change) | {k: v for k, v in change.items() if v}), 422)
    assert (said["field"], said["errors"]) == (field, [{"field": field, "detail": sentence}])
    assert Dossier.objects.count() == 0


def test_all_faults_are_told_at_once(program):
    said = problem(program.post("lan", "/dossiers", {"sets": 0, "counter": 5}), 422)
    assert {error["field"] for error in said["errors"]} == {"sets", "counter", "procedure", "applicant"}


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"procedure": "9.999999"}, "procedure", "Không có thủ tục 9.999999 trong danh mục. Hãy tìm lại thủ tục."),
        ({"counter": "H48.148"}, "counter", "Nơi tiếp nhận không hoạt động."),
        ({"counter": "H99"}, "counter", "Nơi tiếp nhận không hoạt động."),
        ({"competent": "H99"}, "competent", "Cơ quan giải quyết đã chọn không còn hoạt động."),
        (
            {"competent": "H48.05"}, "competent",
            "Sở Tư pháp không có thẩm quyền giải quyết thủ tục này.",
        ),
        (
            {"papers": PAPERS[:1], "accept": True}, "papers",
            "Chưa đánh dấu giấy tờ số 2, 3: đã nhận, hay không cần trong trường hợp này?",
        ),
        ({"accept": True, "refuse": {"reasons": ["x"]}}, "refuse", "Chỉ chọn một trong: accept, ask, refuse, at_once."),
        (
            {"papers": [{"n": 1, "originals": 1, "files": ["abc"]}]}, "papers.0.files.0",
            "Không có tệp này, hoặc tệp do tài khoản khác gửi. Hãy gửi lại tệp.",
        ),
    ],
)  # fmt: skip
def test_a_refusal_of_the_verb_says_what_the_page_says(program, change, field, sentence):
    said = problem(program.post("lan", "/dossiers", reception(**change)), 422)
    assert (said["field"], said["detail"]) == (field, sentence)
    assert Dossier.objects.count() == 0


def test_who_does_not_receive_at_the_counter_is_told_so(program):
    said = problem(program.post("minh", "/dossiers", reception()), 409)
    assert said["detail"] == "Việc này thuộc công chức tiếp nhận và trả kết quả tại nơi nhận hồ sơ."


def test_an_act_that_the_state_forbids_is_refused_in_the_words_of_the_page(program, cast):
    code = accepted(cast)
    said = problem(program.post("lan", f"/dossiers/{code}/return"), 409)
    assert said["detail"] == "Hồ sơ đang ở trạng thái “Được tiếp nhận” nên không thực hiện được “Trả kết quả”."


def test_a_refusal_comes_in_english_where_english_is_asked_for(cast):
    program = Program(cast, language="en")
    said = problem(program.post("minh", "/dossiers", reception()), 409)
    assert said["detail"] == "This belongs to the receivers of the counter that received the dossier."


def test_a_body_that_is_too_large_is_refused(program, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    said = problem(program.post("lan", "/dossiers", reception(request="x" * 2000)), 413)
    assert "POST /api/v1/files" in said["detail"]


# Keys of acts


def test_a_key_replayed_with_another_body_is_refused(program):
    program.do("lan", "/dossiers", reception(), idempotency_key="mot")
    said = problem(program.post("lan", "/dossiers", reception(sets=2), idempotency_key="mot"), 422)
    assert said["field"] == "Idempotency-Key" and "yêu cầu khác" in said["detail"]
    assert Dossier.objects.count() == 1


@pytest.mark.parametrize("key", ["x" * 256, "kh\u00f3a", "a\tb"])
def test_a_key_that_is_none_is_refused(program, key):
    said = problem(program.post("lan", "/dossiers", reception(), idempotency_key=key), 422)
    assert said["field"] == "Idempotency-Key"


# Pages


def many(cast, n: int) -> None:
    for minute in range(n):
        accepted(cast, f"2026-11-19 08:{minute:02}")


def test_a_page_token_of_another_question_is_refused(program, cast):
    many(cast, 3)
    token = program.get("lan", "/dossiers?limit=1").json()["next"]
    said = problem(program.get("lan", f"/dossiers?limit=1&status=open&page={token}"), 422)
    assert said["field"] == "page" and "câu hỏi khác" in said["detail"]
    problem(program.get("lan", f"/worklist?limit=1&page={token}"), 422)
    problem(program.get("minh", f"/dossiers?limit=1&page={token}"), 422)


@pytest.mark.parametrize("page", ["abc", "eyJhIjoxfQ:1vMdE0:x", "%00", "%FF%FE"])
def test_a_page_token_that_is_none_is_refused(program, page):
    assert problem(program.get("lan", f"/dossiers?page={page}"), 422)["field"] == "page"


@pytest.mark.parametrize(
    "query",
    [
        "text=%00",
        "text=%FF",
        "status=99",
        "filed_from=27/11/2026",
        "limit=0",
        "limit=101",
        "late=x",
        "filed_to=0000-00-00",
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(program, query):
    said = problem(program.get("lan", f"/dossiers?{query}"), 422)
    assert said["field"] == query.partition("=")[0]


def test_a_filter_that_there_is_not_is_refused_not_passed_over(program):
    said = problem(program.get("lan", "/dossiers?state=4"), 422)
    assert (said["field"], said["detail"]) == ("state", "Không có bộ lọc nào tên “state”.")


# What is not there


@pytest.mark.parametrize(
    "path", ["", "/explanation", "/files/1", "/slips/1"],
)  # fmt: skip
def test_a_dossier_of_others_does_not_exist(program, cast, path):
    code = accepted(cast)
    theirs = program.get("quang", f"/dossiers/{code}{path}")
    none = program.get("quang", f"/dossiers/H48.148-261119-9999{path}")
    assert problem(theirs, 404) == problem(none, 404)


@pytest.mark.parametrize("noun", ["acceptance", "hold", "void", "supplement-dismissal", "amendment", "attachments"])
def test_an_act_on_a_dossier_of_others_tells_nothing_of_it(program, cast, noun):
    code = accepted(cast)
    sent = {
        "hold": {"ground": "other", "reason": "a", "basis": "b"},
        "void": {"reason": "a"},
        "supplement-dismissal": {"reason": "a"},
        "amendment": {"reason": "a", "procedure": "1.000689"},
        "attachments": {"files": [{"file": program.send_file("quang").json()["file"]}]},
    }
    body = sent.get(noun, {})
    theirs = program.post("quang", f"/dossiers/{code}/{noun}", body)
    none = program.post("quang", f"/dossiers/H48.148-261119-9999/{noun}", body)
    assert problem(theirs, 404) == problem(none, 404)


def test_who_proposed_and_works_elsewhere_by_now_finds_no_proposal(program, cast):
    code = accepted(cast)
    program.do("minh", f"/dossiers/{code}/supplement-proposal", CHECK)
    cast.people["minh"].posts.all().delete()
    problem(program.post("minh", f"/dossiers/{code}/supplement-dismissal", {"reason": "Thôi"}), 404)


def test_a_piece_of_work_of_others_does_not_exist(program, cast):
    code = accepted(cast)
    item = program.get("minh", f"/dossiers/{code}").json()["work"][0]["id"]
    problem(program.post("quang", f"/work-items/{item}/completion"), 404)
    problem(program.post("minh", "/work-items/999999999/completion"), 404)


@pytest.mark.parametrize("path", ["/nope", "/dossiers/", "/dossiers/x/nope", "/openapi.yaml"])
def test_an_address_that_is_none_is_a_problem_too(program, path):
    problem(program.get("lan", path), 404)


def test_a_method_that_is_not_taken_is_told_with_those_that_are(program):
    answer = program.call("lan", "DELETE", "/dossiers")
    assert "GET" in problem(answer, 405)["detail"]
    assert set(answer["Allow"].split(", ")) == {"GET", "POST"}


def test_a_work_item_beyond_all_numbers_is_refused(program):
    assert problem(program.post("minh", f"/work-items/{2**70}/completion"), 422)["field"] == "id"


# Files


def test_a_file_that_is_too_large_is_refused(program, settings):
    settings.FILE_LIMIT_BYTES = 1024 * 1024
    said = problem(program.send_file("lan", content=b"%PDF-1.4\n" + b"x" * 2**20), 422)
    assert said["field"] == "file" and "quá giới hạn 1 MB" in said["detail"]


@pytest.mark.parametrize(
    ("name", "content"), [("a.exe", b"MZ"), ("a.pdf", b"\x89PNG\r\n"), ("a.pdf", b""), ("a", b"%PDF-1.4\n%%EOF\n")]
)
def test_a_file_of_another_kind_is_refused(program, name, content):
    assert problem(program.send_file("lan", name, content), 422)["field"] == "file"


def test_a_form_without_a_file_is_refused(program):
    token = program.token("lan")
    headers = {"authorization": f"Bearer {token}"}
    answer = program._client.post("/api/v1/files", {"file": "x"}, headers=headers)
    assert problem(answer, 422)["field"] == "file"
    broken = program._client.generic("POST", "/api/v1/files", b"--x", "multipart/form-data; boundary=", headers=headers)
    problem(broken, 400)


def test_a_file_is_used_by_who_sent_it_alone(program, cast):
    code = accepted(cast)
    sent = program.send_file("lan").json()["file"]
    said = problem(program.post("minh", f"/dossiers/{code}/attachments", {"files": [{"file": sent}]}), 422)
    assert said["field"] == "files.0.file"
    assert program.do("lan", f"/dossiers/{code}/attachments", {"files": [{"file": sent}]})["code"] == code


# Steps


def test_a_result_at_a_step_that_issues_none_is_refused_not_passed_over(program, cast):
    code = accepted(cast)
    item = program.get("minh", f"/dossiers/{code}").json()["work"][0]["id"]
    result = {"kind": "Giấy khai sinh", "number": "1", "issued_on": "2026-11-19", "signer": "Sơn"}
    said = problem(program.post("minh", f"/work-items/{item}/completion", {"result": result}), 422)
    assert said["field"] == "result"


def test_work_that_is_done_by_now_says_so(program, cast):
    code = accepted(cast)
    item = program.get("minh", f"/dossiers/{code}").json()["work"][0]["id"]
    program.do("minh", f"/work-items/{item}/completion")
    said = problem(program.post("minh", f"/work-items/{item}/completion"), 409)
    assert "đã được hoàn thành" in said["detail"]


# Faults of ours


def test_a_fault_of_ours_is_told_by_its_number_alone(program, monkeypatch, capsys):
    def broken(*_: object) -> str:
        raise RuntimeError("mật khẩu: 123")

    monkeypatch.setattr(acting, "_told", broken)
    token, before = program.token("lan"), Event.objects.count()
    answer = program.post("lan", "/dossiers", reception(), idempotency_key="mot", token=token)
    said = problem(answer, 500)
    assert said["number"] in said["detail"] and "123" not in answer.content.decode()
    logged = json.loads(next(line for line in capsys.readouterr().out.splitlines() if said["number"] in line))
    assert "mật khẩu: 123" in logged["exception"]
    assert Event.objects.count() == before


def test_unknown_scopes_are_refused_when_a_token_is_asked_for(program):
    with pytest.raises(Refused, match="Không có phạm vi “dossiers”; hãy chọn trong: dossiers:read"):
        program.token("lan", "dossiers")
    assert AccessToken.objects.count() == 0


def test_a_claim_of_another_age_is_refused(program, cast):
    code = accepted(cast)
    item = program.get("minh", f"/dossiers/{code}").json()["work"][0]["id"]
    for when in ("9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "2026-11-19T08:00:00"):
        body = {"claim": {"happened_at": when, "reason": "Mất điện"}}
        assert (
            problem(program.post("minh", f"/work-items/{item}/completion", body), 422)["field"] == "claim.happened_at"
        )


def test_a_birth_year_in_letters_of_other_scripts_is_refused(program):
    said = problem(program.post("lan", "/dossiers", reception(applicant=APPLICANT | {"birth_date": "²⁰²⁰"})), 422)
    assert said["field"] == "applicant.birth_date"
