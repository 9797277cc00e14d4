"""``spoken-digits``: the program's entry."""

import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

_EXIT_INTERRUPTED = 130


def main() -> None:
    """Run the program with the arguments of its process; does not return.

    The exit status is 0 where all went well, 1 where something could not be done, 2 for wrong
    usage, and 130 after Ctrl+C.
    """
    # Until a command takes care of it, Ctrl+C has nothing to tidy up.
    signal.signal(signal.SIGINT, lambda number, frame: os._exit(_EXIT_INTERRUPTED))
    arguments = sys.argv[1:]
    # Products of this size gain nothing from threads, and wait for them while others work.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # The processes of sound have to be small and quick, so nothing else is imported for them.
    if arguments[:1] == ["--capture-child"]:
        from app.audio import capture  # noqa: PLC0415

        capture.main()
    if arguments[:1] == ["--playback-child"]:
        from app.audio import playback_child  # noqa: PLC0415

        playback_child.main()
    from app import cli  # noqa: PLC0415

    status = cli.main(arguments, _open_window)
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError):
                stream.flush()
    # All is written: what libraries do at an orderly exit can only hang or complain.
    os._exit(status)


def _open_window(options: "argparse.Namespace") -> int:
    from app.desktop_message import errors_on_desktop  # noqa: PLC0415
    from app.missing_library import naming_missing_libraries  # noqa: PLC0415

    # Qt is imported here, as commands do without it.
    if options.smoke_test is not None:
        with naming_missing_libraries():
            from app.window.smoke_test import run  # noqa: PLC0415
    else:
        with errors_on_desktop(), naming_missing_libraries():
            from app.window.start import load_platform, run  # noqa: PLC0415

            load_platform()
    return run(options)


if __name__ == "__main__":
    main()
