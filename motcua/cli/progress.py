"""How far long work has come, on one line of a terminal."""

import sys


def progress(done: int, of: int) -> None:
    """Write "1.500/10.000" over what was written before; nothing where nobody watches, or the work is short."""
    if not sys.stderr.isatty() or of < 1000:
        return
    end = "\n" if done >= of else ""
    print(f"\r{done:,}/{of:,}".replace(",", "."), end=end, file=sys.stderr, flush=True)
