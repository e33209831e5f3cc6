"""Prints docs/states.md: the life cycle of a dossier, from the table of moves itself."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from motcua.dossiers.states import ACTS, LABELS, MOVES, VERBS, Status

print("# States of a dossier\n")
print("Written from `motcua/dossiers/states.py` by `make documents`; do not edit. Source: NĐ 118/2025.\n")
print("```mermaid\nstateDiagram-v2")
for status in Status:
    print(f"    s{int(status)}: {int(status)} {LABELS[status]}")
for move in MOVES:
    print(f"    {f's{int(move.before)}' if move.before else '[*]'} --> s{int(move.after)}: {move.label}")
print("```\n")
print("| from | to | verb | in Vietnamese | journal | permission | the applicant is told |")
print("|---|---|---|---|---|---|---|")
for move in MOVES:
    before = str(int(move.before)) if move.before else "–"
    print(
        f"| {before} | {int(move.after)} | `{move.verb}` | {move.label} | `{move.kind}` | `{move.permission}` "
        f"| {move.message or 'nothing, explicitly'} |"
    )
print("\nActs that move no state, and the states in which they are lawful:\n")
print("| verb | in Vietnamese | states |")
print("|---|---|---|")
for verb, within in ACTS.items():
    print(f"| `{verb}` | {VERBS[verb]} | {', '.join(str(int(s)) for s in sorted(within))} |")
