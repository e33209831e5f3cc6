"""Legal clocks: start, pause, restart, explain."""
