"""Prints docs/settings.md from the list of environment variables."""

from motcua.environment import VARIABLES

HEAD = """# Settings

Everything that differs between installations is an environment variable. None is needed for a first start.

| Variable | Without it | What it is for |
|---|---|---|
"""
TESTS = """
For `make test` alone: `MOTCUA_CHROMIUM` names the browser, `MOTCUA_SCREENSHOTS` a folder for the pictures that the
browser tests take, `ALLOW_PARTIAL=1` lets it pass where PostgreSQL or Chromium is missing.

This page is written by `make documents` and compared by `make check`.
"""

if __name__ == "__main__":
    rows = [f"| `{name}` | {default} | {meaning} |\n" for name, (default, meaning) in VARIABLES.items()]
    print(HEAD + "".join(rows) + TESTS, end="")
