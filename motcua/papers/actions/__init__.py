"""Writes of papers: slips, blanks for when there is no power, papers on several dossiers, prints, registers, files."""

from .listing import ISSUED, archive_list, close_register, issue_list, note_print
from .sheets import ask_sheet, finish_sheet, forget_sheets, lay_down, move_sheet
from .slips import archive, close_block, issue, number_blanks, use_blank, void_blanks

__all__ = [
    "ISSUED",
    "archive",
    "archive_list",
    "ask_sheet",
    "close_block",
    "close_register",
    "finish_sheet",
    "forget_sheets",
    "issue",
    "issue_list",
    "lay_down",
    "move_sheet",
    "note_print",
    "number_blanks",
    "use_blank",
    "void_blanks",
]
