"""``python -m training inspect``: tell what a data set holds."""

from argparse import Namespace
from pathlib import Path

from training.commands.output import say
from training.commands.parsers import Commands


def add_parser(commands: Commands) -> None:
    """Describe the command and its options."""
    inspect = commands.add_parser(
        "inspect", help="tell what a data set holds: labels, speakers, splits, levels, faults"
    )
    inspect.add_argument("data", type=Path, nargs="+", metavar="DATA", help="data sets")
    inspect.add_argument("--json", action="store_true", help="print all of it as JSON")
    inspect.add_argument(
        "--html", type=Path, metavar="FILE", help="write a page with pictures there"
    )
    inspect.set_defaults(run=run)


def run(options: Namespace) -> int:
    """Read everything once and print; the status is 1 where a fit would refuse the data."""
    import msgspec  # noqa: PLC0415

    from training.data.open import open_all  # noqa: PLC0415
    from training.files import check_writable, write_whole  # noqa: PLC0415
    from training.inspection.overview import look_over  # noqa: PLC0415
    from training.inspection.page import overview_page  # noqa: PLC0415
    from training.inspection.text import lines  # noqa: PLC0415

    if options.html is not None:
        check_writable(options.html)
    overview, facts = look_over(open_all(options.data))
    if options.json:
        say(msgspec.json.format(msgspec.json.encode(overview), indent=2).decode())
    else:
        say("\n".join(lines(overview)))
    if options.html is not None:
        write_whole(options.html, overview_page(overview, facts).encode("utf-8"))
    return 1 if overview.faults.refused else 0
