"""What the scripts of ``make package`` share: places, the version, and how programs are run."""

import os
import re
import subprocess
from functools import cache
from pathlib import Path

PACKAGING = Path(__file__).resolve().parent
ROOT = PACKAGING.parent
BUILD = ROOT / "build" / "package"
"""Where everything lies that is made on the way."""
ICONS = BUILD / "icons"
DIST = ROOT / "dist"
"""Where the packages come to lie."""

NAME = "spoken-digits"
TITLE = "Spoken Digits"


@cache
def version() -> str:
    """Give the program's version."""
    source = (ROOT / "app" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "(.+)"$', source, re.MULTILINE)
    assert found is not None
    return found[1]


@cache
def source_date() -> int:
    """Give the time that all packed files bear, in seconds since 1970.

    Of the same sources the same packages come, whenever they are built: it is SOURCE_DATE_EPOCH
    (reproducible-builds.org, "SOURCE_DATE_EPOCH"), or the last commit's time, or that of
    pyproject.toml where the sources came without git.
    """
    if "SOURCE_DATE_EPOCH" in os.environ:
        return int(os.environ["SOURCE_DATE_EPOCH"])
    if not (ROOT / ".git").exists():
        return int((ROOT / "pyproject.toml").stat().st_mtime)
    # The folder may be somebody else's, as it often is where CI runs.
    return int(said_by("git", "-c", "safe.directory=*", "log", "-1", "--format=%ct"))


def run(*command: object, **environment: str) -> None:
    """Run a program of which the rest depends; what it prints is seen."""
    subprocess.run([*map(str, command)], check=True, cwd=ROOT, env=os.environ | environment)


def said_by(*command: object, folder: Path = ROOT) -> str:
    """Run a program, and give what it prints."""
    return subprocess.run(
        [*map(str, command)], check=True, cwd=folder, stdout=subprocess.PIPE, encoding="utf-8"
    ).stdout.strip()
