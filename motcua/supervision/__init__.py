"""Figures: facts derived from the journal, rollups, statutory reports, frozen reports. Writes nothing but its own."""
