"""Whether something is there, asked of places that may be closed to this user; and free names.

pathlib raises an error where a folder on the way is closed (before Python 3.14), these do not.
"""

import os
from pathlib import Path


def is_there(path: Path) -> bool:
    """Tell whether there is a file or folder that can be looked at."""
    return os.path.exists(path)  # noqa: PTH110 - see above


def is_file(path: Path) -> bool:
    """Tell whether there is a file that can be looked at."""
    return os.path.isfile(path)  # noqa: PTH113 - see above


def is_folder(path: Path) -> bool:
    """Tell whether there is a folder that can be looked at."""
    return os.path.isdir(path)  # noqa: PTH112 - see above


def free_path(path: Path) -> Path:
    """Give a path at which there is no file yet: this one, or else its name with a number."""
    free, count = path, 1
    while is_there(free):
        count += 1
        free = path.with_name(f"{path.stem}_{count}{path.suffix}")
    return free
