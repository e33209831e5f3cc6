"""Writes of offices. Each raises the edition, so that whatever was kept in memory is read anew."""

from .agencies import (
    AgencyData,
    add_unit,
    change_agency,
    end_agency,
    end_unit,
    lock_to_end,
    move_children,
    move_people,
    open_agency,
    open_unit,
)
from .areas import end_area, give_areas
from .calendar import (
    carry_out,
    check_office_hours,
    put_special_days,
    set_counter_hours,
    set_office_hours,
    set_special_days,
    set_warning_shares,
)
from .people import end_absence, end_assistance, end_post, enter_absence, enter_assistance, give_post
from .recorded import journal_agency, next_edition

__all__ = [
    "AgencyData",
    "add_unit",
    "carry_out",
    "change_agency",
    "check_office_hours",
    "end_absence",
    "end_agency",
    "end_area",
    "end_assistance",
    "end_post",
    "end_unit",
    "enter_absence",
    "enter_assistance",
    "give_areas",
    "give_post",
    "journal_agency",
    "lock_to_end",
    "move_children",
    "move_people",
    "next_edition",
    "open_agency",
    "open_unit",
    "put_special_days",
    "set_counter_hours",
    "set_office_hours",
    "set_special_days",
    "set_warning_shares",
]
