"""Prints docs/permissions.md: who may do what, from the one page of policy itself."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from motcua.policy.permissions import PERMISSIONS  # noqa: E402 - Django first

print("# Who may do what\n")
print(
    "Written from `motcua/policy/permissions.py` by `make documents`; do not edit. Whoever meets one alternative may;"
)
print("within an alternative all must hold. Whether the state of the dossier allows it is told by `docs/states.md`.\n")
print("| permission | alternatives |")
print("|---|---|")
for permission, alternatives in PERMISSIONS.items():
    ways = " — or — ".join(" and ".join(p.__name__.replace("_", " ") for p in way) for way in alternatives)
    print(f"| `{permission}` | {ways} |")
