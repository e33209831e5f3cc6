"""Writes of papers: slips, blanks for when there is no power, papers on several dossiers, prints, closed registers."""

from .listing import ISSUED, archive_list, close_register, issue_list, note_print
from .slips import archive, close_block, issue, number_blanks, use_blank, void_blanks

__all__ = [
    "ISSUED",
    "archive",
    "archive_list",
    "close_block",
    "close_register",
    "issue",
    "issue_list",
    "note_print",
    "number_blanks",
    "use_blank",
    "void_blanks",
]
