"""What the program is made of, and under which licences."""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import Distribution, PackageNotFoundError, distribution, requires
from pathlib import Path

import msgspec

_PROGRAM = "spoken-digits"
_FOLDER = "licences"
_NAME = re.compile(r"[\w.-]+")
_TEXT = re.compile(r"(licen[cs]e|copying|notice)[^/]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A library that the program is made of.

    Attributes
    ----------
    name, version : str
    licence, home : str
        The licence's name, and an address to learn more at; empty where neither is known.
    text : callable
        Gives the licence's text; empty where it came without one.
    """

    name: str
    version: str
    licence: str
    home: str
    text: Callable[[], str]


class _Listed(msgspec.Struct):
    name: str
    version: str
    licence: str
    home: str
    file: str


def parts() -> list[Part]:
    """List the parts in the order of their names.

    Of the packaged program all of them; of one that was installed otherwise, the libraries that
    were installed with it, as the system's are not its own.
    """
    if getattr(sys, "frozen", False):
        folder = Path(getattr(sys, "_MEIPASS", "")) / _FOLDER
        found = _listed(folder)
    else:
        found = _installed()
    return sorted(found, key=lambda part: part.name.lower())


def _listed(folder: Path) -> list[Part]:
    content = (folder / "licences.json").read_bytes()
    return [
        Part(
            each.name,
            each.version,
            each.licence,
            each.home,
            partial((folder / each.file).read_text, encoding="utf-8"),
        )
        for each in msgspec.json.decode(content, type=list[_Listed])
    ]


def _installed() -> list[Part]:
    """Find the libraries that the program asks for, and those that these ask for."""
    found: dict[str, Distribution] = {}
    wanted = [_PROGRAM]
    while wanted:
        name = wanted.pop()
        try:
            known = distribution(name)
        except PackageNotFoundError:  # wanted on other systems alone
            continue
        if known.name in found:
            continue
        found[known.name] = known
        wanted += [
            match[0]
            for each in requires(name) or ()
            if "extra ==" not in each and (match := _NAME.match(each))
        ]
    found.pop(_PROGRAM, None)
    return [
        Part(name, each.version, licence_of(each), home_of(each), partial(texts_of, each))
        for name, each in found.items()
    ]


def licence_of(known: Distribution) -> str:
    """Name the licence that a library's metadata tells of; empty where they tell of none."""
    described = known.metadata.json
    named = described.get("license_expression") or described.get("license")
    if named is None:
        kinds = [each for each in described.get("classifier", ()) if each.startswith("License :: ")]
        named = kinds[-1].rpartition(" :: ")[2] if kinds else ""
    return str(named).strip().partition("\n")[0]


def texts_of(known: Distribution) -> str:
    """Give the texts of licences that came with a library."""
    texts = [
        Path(str(known.locate_file(path))).read_text(encoding="utf-8", errors="replace")
        for path in known.files or ()
        if _TEXT.search(str(path)) and ".dist-info" in str(path)
    ]
    return "\n\n".join(texts)


def home_of(known: Distribution) -> str:
    """Give the address that a library's metadata tells of, by the most telling of its labels."""
    addresses = {"homepage": str(known.metadata.json.get("home_page") or "")}
    for each in known.metadata.get_all("Project-URL") or ():
        label, _, address = each.partition(", ")
        addresses[label.strip().lower()] = address
    wanted = ("homepage", "home", "source", "source code", "repository", "documentation")
    return next((addresses[label] for label in wanted if addresses.get(label)), "")
