"""Writes of figures: facts and rollups that follow the journal, frozen reports, the province's cut-off days."""

from .cutting import set_cutoff, withdraw_cutoff
from .following import project, rebuild
from .freezing import freeze

__all__ = ["freeze", "project", "rebuild", "set_cutoff", "withdraw_cutoff"]
