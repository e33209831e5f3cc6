"""Words of lower layers in the reader's language, for templates of the desk."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from motcua.casework.reads.consultations import Consultation
from motcua.casework.register import OWNERS
from motcua.casework.supplements import MARKS
from motcua.dossiers.states import LABELS, Status
from motcua.kernel.masking import mask_name
from motcua.offices.roles import LABELS as ROLES
from motcua.offices.roles import Role
from motcua.web.desk import telling
from motcua.workflow.rules import KIND_LABELS, StepKind

register = template.Library()


@register.filter
def kind_label(kind: str) -> str:
    """What a step is for: "Thụ lý"."""
    return gettext(KIND_LABELS[StepKind(kind)])


@register.filter
def mask_who(name: str) -> str:
    """Whom a row of the register names, each covered: "N.V.A*** (chủ hồ sơ: T.T.B***)"."""
    applicant, between, owners = name.partition(OWNERS)
    if not between:
        return mask_name(name)
    return mask_name(applicant) + between + "; ".join(map(mask_name, owners.removesuffix(")").split("; "))) + ")"


@register.filter
def role_label(role: str) -> str:
    """The name of a role: "Công chức thụ lý"."""
    return gettext(ROLES[Role(role)])


@register.filter
def status_label(status: int) -> str:
    """The name of a national state."""
    return gettext(LABELS[Status(status)])


@register.filter
def mark_label(mark: str) -> str:
    """What a check found of a paper: "Thiếu"."""
    return gettext(MARKS[mark]).lower()


@register.filter
def verdict(one: Consultation) -> str:
    """What an agency answered, in a word: "Đồng ý"."""
    return telling.verdict(one)


@register.simple_tag
def question_state(one: Consultation, at: datetime) -> SafeString:
    """How a question to another agency stands at `at`, as a badge."""
    return telling.standing(one, at)
