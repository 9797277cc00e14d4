"""A library that the system lacks is named, with its package."""

import pytest

from app.errors import MissingLibraryError
from app.missing_library import naming_missing_libraries


def test_it_is_named_with_its_package() -> None:
    error = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
    with (
        pytest.raises(MissingLibraryError, match="sudo apt install libegl1"),
        naming_missing_libraries(),
    ):
        raise error


def test_one_that_is_not_known_is_named_too() -> None:
    error = OSError("libstrange-2.so.7: cannot open shared object file: No such file or directory")
    with (
        pytest.raises(MissingLibraryError, match=r"libstrange-2\.so\.7.*the package that it"),
        naming_missing_libraries(),
    ):
        raise error


def test_one_that_is_the_cause_of_another_error_is_named() -> None:
    cause = OSError("libEGL.so.1: cannot open shared object file: No such file or directory")
    with pytest.raises(MissingLibraryError, match="libegl1"), naming_missing_libraries():
        raise OSError("Failed to load dynlib/dll 'libqxcb.so'.") from cause


def test_other_errors_are_left_alone() -> None:
    with pytest.raises(ImportError, match="no such module"), naming_missing_libraries():
        raise ImportError("no such module")
