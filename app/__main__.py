"""``spoken-digits``: the program's entry."""

import sys


def main() -> int:
    """Run the program with the arguments of its process.

    Returns
    -------
    int
        The exit status: 0 all well, 1 something could not be done, 2 wrong usage.
    """
    arguments = sys.argv[1:]
    if arguments[:1] == ["--capture-child"]:
        # The capture process: it has to be small and quick, so nothing else is imported.
        from app.audio import capture  # noqa: PLC0415

        capture.main()
    from app import cli  # noqa: PLC0415

    return cli.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
