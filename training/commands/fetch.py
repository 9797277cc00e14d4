"""``python -m training fetch``: download a published data set."""

import sys
from argparse import Namespace
from pathlib import Path

from training.commands.exit_status import INTERRUPTED, WRONG_USAGE
from training.commands.output import say
from training.commands.parsers import Commands
from training.commands.transfer import TransferLine, megabytes
from training.data.published import PUBLISHED, Published, PublishedFile


def add_parser(commands: Commands) -> None:
    """Describe the command and its options."""
    parser = commands.add_parser("fetch", help="download a published data set")
    parser.add_argument("name", nargs="?", metavar="NAME", help="(without: lists them)")
    parser.add_argument(
        "--to", type=Path, metavar="FOLDER", help="where it shall be (default: data/NAME)"
    )
    parser.set_defaults(run=run)


def run(options: Namespace) -> int:
    """Fetch one, or list them."""
    if options.name is None:
        say(_listed())
        return 0
    published = next((each for each in PUBLISHED if each.name == options.name), None)
    if published is None:
        print(f'There is no "{options.name}" to fetch. There are:\n\n{_listed()}', file=sys.stderr)
        return WRONG_USAGE
    return _fetch(published, options.to or Path("data") / published.name)


def _fetch(published: Published, folder: Path) -> int:
    from training.data.fetch import fetch  # noqa: PLC0415 - the other commands do without

    lines: list[TransferLine] = []

    def progress_of(file: PublishedFile) -> TransferLine:
        _end(lines)
        lines.append(TransferLine(file.name))
        return lines[-1]

    def on_downloaded() -> None:
        _end(lines)
        print("All has come; it is checked and unpacked.", file=sys.stderr)

    say(f"{published.what}. Licence: {published.licence}. {published.page}")
    try:
        is_new = fetch(published, folder, progress_of, on_downloaded)
    except KeyboardInterrupt:
        _end(lines)
        print(
            "Interrupted. What has come is kept: the same command goes on from there, if the "
            "server can do that.",
            file=sys.stderr,
        )
        return INTERRUPTED
    finally:
        _end(lines)
    if is_new:
        say(f"It is in {folder}. Give that to: python -m training fit --data")
    else:
        say(f"It is in {folder} already. Delete that folder to fetch it again.")
    return 0


def _end(lines: list[TransferLine]) -> None:
    while lines:
        lines.pop().end()


def _listed() -> str:
    return "\n".join(
        f"{each.name:<16} {each.what}\n{'':16} {_size(each)}, {each.licence}, {each.page}"
        for each in PUBLISHED
    )


def _size(published: Published) -> str:
    size = published.size_bytes
    return "size not published" if size is None else megabytes(size)
