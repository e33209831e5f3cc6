"""Writes of the catalogue. A published version is never changed."""

from .competence import Competent, decide, pass_competences, put_on_the_spot, set_competences, set_many_competences
from .decisions import (
    DecisionData,
    ItemData,
    begin_decision,
    change_decision,
    drop_decision,
    drop_item,
    keep_scan,
    publish_decision,
    put_items,
    see_changes,
)
from .forms import drop_form, keep_form, publish_form
from .groups import end_group, put_group
from .kept import KeptDecision, KeptItem, KeptVersion, keep_decisions, keep_versions
from .recorded import record
from .versions import Outcome, drafted, last_versions, publish, publish_many

__all__ = [
    "Competent",
    "DecisionData",
    "ItemData",
    "KeptDecision",
    "KeptItem",
    "KeptVersion",
    "Outcome",
    "begin_decision",
    "change_decision",
    "decide",
    "drafted",
    "drop_decision",
    "drop_form",
    "drop_item",
    "end_group",
    "keep_decisions",
    "keep_form",
    "keep_scan",
    "keep_versions",
    "last_versions",
    "pass_competences",
    "publish",
    "publish_decision",
    "publish_form",
    "publish_many",
    "put_group",
    "put_items",
    "put_on_the_spot",
    "record",
    "see_changes",
    "set_competences",
    "set_many_competences",
]
