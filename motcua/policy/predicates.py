"""Tiny named questions about facts. Each answers None for yes, or the sentence that says why not."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from motcua.kernel.sentences import Sentence, gettext_noop
from motcua.offices.roles import Role
from motcua.workflow.rules import SIGNED

from .facts import Facts, does, received_for, supervised, taxed_from

Answer = Sentence | None
Predicate = Callable[[Facts], Answer]
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
CASE_ROLES = (
    Role.RECEIVER,
    Role.COUNTER_HEAD,
    Role.SPECIALIST,
    Role.UNIT_LEADER,
    Role.SIGNER,
    Role.CLERK,
)
LEADERS = (Role.UNIT_LEADER, Role.SIGNER)
REVIEWERS = (Role.SPECIALIST, *LEADERS, Role.CLERK)  # who fills the worksheet of a review
ASSIGNERS = (*LEADERS, Role.COUNTER_HEAD)  # who shares out the work of others


def _unless(yes: bool, why: str) -> Answer:
    return None if yes else Sentence(why)


def receives_here(f: Facts) -> Answer:
    counter = f.dossier.receiving_id if f.dossier else f.counter_id
    return _unless(
        counter is not None and f.by.holds(Role.RECEIVER, counter),
        gettext_noop("Việc này thuộc công chức tiếp nhận và trả kết quả tại nơi nhận hồ sơ."),
    )


def proved_a_contact(f: Facts) -> Answer:
    return _unless(
        f.dossier is not None and f.by.proved == f.dossier.pk,
        gettext_noop("Việc này thuộc người nộp hồ sơ đã xác nhận số điện thoại hoặc thư điện tử của hồ sơ."),
    )


def files_online(f: Facts) -> Answer:
    return _unless(
        f.by.citizen and f.dossier is None,
        gettext_noop("Việc này thuộc người dân đã đăng nhập để tự nộp hồ sơ."),
    )


def heads_the_counter(f: Facts) -> Answer:
    counter = f.dossier.receiving_id if f.dossier else f.counter_id
    return _unless(
        counter is not None and f.by.holds(Role.COUNTER_HEAD, counter),
        gettext_noop("Việc này thuộc người đứng đầu Bộ phận Một cửa nơi nhận hồ sơ."),
    )


def does_this_work(f: Facts) -> Answer:
    """The item's role at the item's agency and division; once somebody has taken it, only that person or their
    stand-in, whatever their division."""
    if f.item is None:
        return Sentence("Hồ sơ không có việc nào đang mở.")
    if f.item.assignee_id is not None and not f.by.answers_for(f.item.assignee_id):
        return Sentence("Việc này người khác đang giữ. Hãy đề nghị họ bàn giao.")
    held = f.item.assignee_id is not None and f.by.holds(Role(f.item.role), f.item.agency_id)
    return _unless(
        held or does(f.by, f.item, f.offices),
        gettext_noop("Việc này thuộc vị trí khác trong quy trình của hồ sơ."),
    )


def decides_in_person(f: Facts) -> Answer:
    return _unless(f.signer_id is None, gettext_noop("Anh/Chị không được giao ghi thay người này ở việc này."))


def records_for_who_signs_here(f: Facts) -> Answer:
    """Work to sign or approve that nobody holds, or the leader whose assistant the actor is at its agency."""
    item, leader = f.item, f.signer_id
    return _unless(
        item is not None
        and leader is not None
        and item.kind in SIGNED
        and item.assignee_id in (None, leader)
        and (item.agency_id, leader) in f.by.records_for
        and item.agency_id in f.by.agencies(*CASE_ROLES),
        gettext_noop("Việc này do chính lãnh đạo ký làm, hoặc người được giao ghi thay làm khi có văn bản đã ký."),
    )


def passed_it_on(f: Facts) -> Answer:
    """They themselves completed or sent back the step that opened this one, and still hold its post."""
    if f.passed is None:
        return Sentence("Bước hiện tại không do chuyển bước hay trả lại mà có nên không có gì để thu hồi.")
    done = f.passed.done
    if done.closed_by_id != f.by.account_id:
        return Sentence("Chỉ người đã chuyển hoặc trả lại bước này được thu hồi.")
    return _unless(
        f.by.holds(Role(done.role), done.agency_id),
        gettext_noop("Việc này thuộc vị trí khác trong quy trình của hồ sơ."),
    )


def leads_where_it_lies(f: Facts) -> Answer:
    item = f.item
    return _unless(
        item is not None and any(does(f.by, item, f.offices, role=role) for role in ASSIGNERS),
        gettext_noop("Chỉ lãnh đạo nơi đang giữ việc được phân công, bàn giao."),
    )


def handed_it_over(f: Facts) -> Answer:
    return _unless(f.handed, gettext_noop("Chỉ người đã bàn giao được lấy lại việc, khi người nhận chưa làm gì."))


def shares_out_there(f: Facts) -> Answer:
    return _unless(
        f.agency_id in f.by.agencies(*ASSIGNERS),
        gettext_noop("Chỉ lãnh đạo của cơ quan, của phòng hoặc người đứng đầu Bộ phận Một cửa phân công địa bàn."),
    )


def works_for_the_competent_agency(f: Facts) -> Answer:
    return _unless(
        f.dossier is not None
        and any(f.by.holds(role, f.dossier.competent_id) for role in (Role.SPECIALIST, Role.UNIT_LEADER, Role.SIGNER)),
        gettext_noop("Việc này thuộc người thụ lý hoặc lãnh đạo của cơ quan giải quyết."),
    )


def speaks_for_the_tax_office(f: Facts) -> Answer:
    """An account of the tax office's system, for the agencies at and below that of its post."""
    return _unless(
        f.dossier is not None and f.dossier.competent_id in taxed_from(f),
        gettext_noop("Việc này thuộc hệ thống của cơ quan thuế phụ trách nơi giải quyết hồ sơ."),
    )


def leads_the_competent_agency(f: Facts) -> Answer:
    return _unless(
        f.dossier is not None and f.by.holds(Role.SIGNER, f.dossier.competent_id),
        gettext_noop("Việc này thuộc lãnh đạo của cơ quan giải quyết."),
    )


def received_it_today(f: Facts) -> Answer:
    return _unless(
        f.dossier is not None
        and f.dossier.received_by_id == f.by.account_id
        and f.dossier.filed_at.astimezone(LOCAL).date() == f.day,
        gettext_noop("Chỉ người đã nhận hồ sơ, trong ngày nhận, được hủy; sau đó là người đứng đầu Bộ phận Một cửa."),
    )


def works_on_it(f: Facts) -> Answer:
    """A post at the receiving or the competent agency or at one that does or did a piece of its work, or supervision
    from above of the first two."""
    if f.dossier is None:
        return Sentence("Không có hồ sơ.")
    mine = f.by.agencies(*CASE_ROLES)
    if f.dossier.receiving_id in mine or f.dossier.competent_id in mine or f.doers & mine:
        return None
    seen = supervised(f)
    theirs = f.dossier.receiving_id in seen or f.dossier.competent_id in seen
    return _unless(theirs, gettext_noop("Hồ sơ không thuộc cơ quan của Anh/Chị."))


def receives_for_the_competent_agency(f: Facts) -> Answer:
    return _unless(
        f.dossier is not None and f.dossier.competent_id in received_for(f),
        gettext_noop("Việc này thuộc quầy của cơ quan giải quyết."),
    )


def receives_what_travels(f: Facts) -> Answer:
    """The counter of the competent agency, where another one took the dossier in."""
    if f.dossier is None or not f.dossier.transfer:
        return Sentence(gettext_noop("Hồ sơ không thuộc cơ quan của Anh/Chị."))
    return receives_for_the_competent_agency(f)


def supervises_it(f: Facts) -> Answer:
    seen = supervised(f)
    return _unless(
        f.dossier is not None and bool(seen & {f.dossier.receiving_id, f.dossier.competent_id}),
        gettext_noop("Việc này thuộc người kiểm soát thủ tục hành chính ở cấp trên của hồ sơ."),
    )


def works_on_cases_there(f: Facts) -> Answer:
    """A post that works on cases at the receiving or the competent agency; supervision from above is none."""
    mine = f.by.agencies(*CASE_ROLES)
    return _unless(
        f.dossier is not None and bool(mine & {f.dossier.receiving_id, f.dossier.competent_id}),
        gettext_noop("Số giấy tờ và số điện thoại chỉ hiện đủ cho người tiếp nhận, giải quyết hồ sơ."),
    )


def works_at_a_counter(f: Facts) -> Answer:
    return _unless(
        bool(f.by.agencies(Role.RECEIVER)), gettext_noop("Trang này dành cho công chức tiếp nhận và trả kết quả.")
    )


def heads_a_counter(f: Facts) -> Answer:
    return _unless(
        bool(f.by.agencies(Role.COUNTER_HEAD)),
        gettext_noop("Trang này dành cho công chức tiếp nhận và người đứng đầu Bộ phận Một cửa."),
    )


def works_on_cases(f: Facts) -> Answer:
    return _unless(
        bool(f.by.agencies(*CASE_ROLES, Role.SUPERVISOR)), gettext_noop("Trang này dành cho người giải quyết hồ sơ.")
    )


def administers(f: Facts) -> Answer:
    return _unless(f.by.is_administrator, gettext_noop("Trang này dành cho quản trị hệ thống."))


def is_themselves(f: Facts) -> Answer:
    return _unless(
        f.account_id == f.by.account_id, gettext_noop("Việc này thuộc chính người ấy hoặc quản trị hệ thống.")
    )


def supervises(f: Facts) -> Answer:
    return _unless(
        bool(f.by.agencies(Role.SUPERVISOR)), gettext_noop("Trang này dành cho người kiểm soát thủ tục hành chính.")
    )


def supervises_all(f: Facts) -> Answer:
    """A supervisor of the highest agency: the office that controls procedures for the whole province."""
    return _unless(
        any(f.offices.agency(a).parent_id is None for a in supervised(f)),
        gettext_noop("Việc này thuộc cơ quan kiểm soát thủ tục hành chính của tỉnh."),
    )


def leads_an_agency(f: Facts) -> Answer:
    return _unless(
        bool(f.by.agencies(*LEADERS)),
        gettext_noop("Trang này dành cho lãnh đạo và người kiểm soát thủ tục hành chính."),
    )


def supervises_there(f: Facts) -> Answer:
    return _unless(
        f.agency_id in supervised(f),
        gettext_noop("Số liệu của cơ quan này thuộc người kiểm soát ở cơ quan ấy hoặc cấp trên."),
    )


def leads_there(f: Facts) -> Answer:
    return _unless(f.agency_id in f.by.agencies(*LEADERS), gettext_noop("Số liệu này thuộc lãnh đạo của cơ quan."))


def signs_there(f: Facts) -> Answer:
    return _unless(f.agency_id in f.by.agencies(Role.SIGNER), gettext_noop("Việc này thuộc lãnh đạo ký của cơ quan."))


def answers_for_the_agency(f: Facts) -> Answer:
    return _unless(
        f.agency_id in f.by.agencies(*LEADERS), gettext_noop("Việc này thuộc lãnh đạo của cơ quan được xin ý kiến.")
    )


def reviews_for_the_agency(f: Facts) -> Answer:
    return _unless(
        f.agency_id in f.by.agencies(*REVIEWERS), gettext_noop("Việc này thuộc cán bộ của cơ quan được giao rà soát.")
    )
