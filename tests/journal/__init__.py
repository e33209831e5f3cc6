"""Tests of the journal: chains, anchors, exports and the checking of them."""
