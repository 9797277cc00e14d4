"""The frame of a page, and the small parts that pages have in common."""

from collections.abc import Iterable, Sequence
from html import escape

from training.pages.style import STYLE

_FRAME = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def page(title: str, parts: Iterable[str]) -> str:
    """Put parts, which are HTML, into a page of its own; `title` is text."""
    return _FRAME.format(title=escape(title), style=STYLE, body="\n".join(parts))


def section(title: str, explanation: str, *parts: str) -> str:
    """Give a section: its title and explanation are text, its parts HTML."""
    about = f"<p>{escape(explanation)}</p>" if explanation else ""
    return "\n".join([f"<section><h2>{escape(title)}</h2>{about}", *parts, "</section>"])


def panel(*parts: str) -> str:
    """Put HTML on a surface of its own."""
    return f'<div class="panel">{"".join(parts)}</div>'


def grid(kind: str, parts: Iterable[str]) -> str:
    """Put HTML side by side; `kind` is "tiles", "pair", "rows" or "cards"."""
    return f'<div class="grid {kind}">{"".join(parts)}</div>'


def tile(name: str, figure: str, remark: str) -> str:
    """Give a headline figure with its name and a remark, all text."""
    about = escape(remark).replace(" %", "&nbsp;%")
    return (
        f'<div class="tile"><b>{escape(name)}</b><strong>{escape(figure)}</strong>'
        f"<small>{about}</small></div>"
    )


def definitions(pairs: Iterable[tuple[str, str]]) -> str:
    """Give a list of terms and what they are, all text."""
    rows = "".join(f"<dt>{escape(term)}</dt><dd>{escape(what)}</dd>" for term, what in pairs)
    return f"<dl>{rows}</dl>"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Give a table of text; all columns but the first hold numbers."""
    head = "".join(f"<th{_number(place)}>{escape(cell)}</th>" for place, cell in enumerate(header))
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{_number(place)}>{escape(cell)}</td>" if place else f"<th>{escape(cell)}</th>"
            for place, cell in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _number(place: int) -> str:
    return ' class="number"' if place else ""
