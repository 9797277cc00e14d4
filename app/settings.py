"""What the user can set: one typed model, kept as JSON, with a version and migrations."""

import codecs
import copy
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from app.home import Home, home_error, write_atomically

logger = logging.getLogger(__name__)

SCHEMA_VERSION = 1
"""Version of the settings' form; each change of it that old files do not fit adds one."""

Migration = Callable[[dict[str, Any]], dict[str, Any]]
"""Takes the content of a file of one version, gives that of the next."""

MIGRATIONS: Mapping[int, Migration] = {}
"""One function for each older version: the one under ``n`` leads from ``n`` to ``n + 1``."""


class GateSettings(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the gate takes for speech; times are used in whole frames of 10 ms.

    Attributes
    ----------
    vad_mode : int, 0 to 3
        How strict the WebRTC voice activity detector is; 3 is the strictest.
    margin_db : float, 1 to 40
        How far above the noise floor speech has to be, in dB.
    onset_ms : int, 10 to 200
        How long there has to be voice before the gate opens.
    pre_roll_ms : int, 0 to 500
        How much of what was before the onset belongs to the utterance.
    tail_ms : int, 0 to 150
        How much of what is after the last voice belongs to the clip.
    pause_ms : int, 10 to 150
        After how long a pause a provisional answer is asked for; no less than `tail_ms`.
    hangover_ms : int, 150 to 2000
        After how long a pause the gate closes. Digits have gaps of up to 100 ms inside.
    shortest_ms : int, 10 to 500
        Utterances with less voice than this are dropped.
    longest_ms : int, 1000 to 60000
        Utterances are cut after this, between two words after four fifths of it, or at any silence
        after nine tenths.
    """

    vad_mode: Annotated[int, Meta(ge=0, le=3)] = 2
    margin_db: Annotated[float, Meta(ge=1, le=40)] = 7.0
    onset_ms: Annotated[int, Meta(ge=10, le=200)] = 30
    pre_roll_ms: Annotated[int, Meta(ge=0, le=500)] = 100
    tail_ms: Annotated[int, Meta(ge=0, le=150)] = 60
    pause_ms: Annotated[int, Meta(ge=10, le=150)] = 60
    hangover_ms: Annotated[int, Meta(ge=150, le=2000)] = 200
    shortest_ms: Annotated[int, Meta(ge=10, le=500)] = 80
    longest_ms: Annotated[int, Meta(ge=1000, le=60_000)] = 8000


class DeviceName(msgspec.Struct, frozen=True):
    """What is remembered of a microphone; its number would be another's tomorrow.

    Attributes
    ----------
    name : str
        As the system gives it, or a part of it as a user typed it.
    host_api : str
        As PortAudio gives it ("ALSA", "Windows WASAPI"); empty where a user typed the name.
    """

    name: Annotated[str, Meta(min_length=1)]
    host_api: str = ""


ThemeChoice = Literal["system", "light", "dark"]
ColourMapName = Literal["magma", "viridis", "cividis", "grey"]
Keep = Literal["ask", "nothing", "corrections", "everything"]


class PictureSettings(msgspec.Struct, frozen=True, omit_defaults=True):
    """How the spectrogram is coloured.

    Attributes
    ----------
    colour_map : str
        "magma", "viridis", "cividis" (made for the colour-blind) or "grey".
    floor_db : float, -120 to -40
        The level that has the map's first colour, in dB of full scale, and all below it.
    range_db : float, 20 to 100
        How far above that the last colour is.
    """

    colour_map: ColourMapName = "magma"
    floor_db: Annotated[float, Meta(ge=-120, le=-40)] = -90.0
    range_db: Annotated[float, Meta(ge=20, le=100)] = 70.0


class Settings(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything that the user can set.

    Attributes
    ----------
    schema_version : int
        Version of the form that these settings have.
    threshold : float, 0 to 1
        An answer with less confidence than this is "not sure".
    gate : GateSettings
        What the gate takes for speech.
    microphone : DeviceName or None
        The microphone that the user wants; None for the system's own choice.
    model : str or None
        Folder of the model that the user wants; None for the bundled one.
    listening : bool
        Whether the window listens as soon as it opens: as it was when it was closed.
    theme : str
        "system", "light" or "dark".
    picture : PictureSettings
        How the spectrogram is coloured.
    copy_after_ms : int, 0 to 10000
        After how long a silence the window copies the line of digits by itself; 0 for never.
    keep : str
        Which voices are kept on disk: "nothing", "corrections" (what the user said about an
        answer, with its clip) or "everything"; "ask" keeps nothing, and has the window ask at
        the first correction.
    """

    schema_version: int = SCHEMA_VERSION
    threshold: Annotated[float, Meta(ge=0, le=1)] = 0.8
    gate: GateSettings = GateSettings()
    microphone: DeviceName | None = None
    model: str | None = None
    listening: bool = True
    theme: ThemeChoice = "system"
    picture: PictureSettings = PictureSettings()
    copy_after_ms: Annotated[int, Meta(ge=0, le=10_000)] = 0
    keep: Keep = "ask"


def load_settings(home: Home) -> tuple[Settings, list[str]]:
    """Read the settings; whatever is wrong with them, the program can start.

    A broken file is renamed to ``settings.broken-<time>.json``. A file of another version, or
    with entries that this version does not know or whose values cannot be, is copied to
    ``settings.version-<its version>.json`` before anything can overwrite it; the rest of it
    holds.

    Parameters
    ----------
    home : Home
        Where the program writes.

    Returns
    -------
    settings : Settings
        What the file says, with defaults for all that it leaves out, or only defaults.
    notices : list of str
        What the user should be told, a sentence or two each.
    """
    path = home.settings
    try:
        # Windows' Notepad puts a byte order mark before the text.
        content = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    except FileNotFoundError:
        return Settings(), []
    except OSError as error:
        said = home_error("The settings could not be read", path, error)
        return Settings(), [f"{said} Until then, defaults are used."]
    notices: list[str] = []
    try:
        settings = _understand(path, content, notices)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        notices.append(_set_aside(path, str(error)))
        settings = Settings()
    for notice in notices:
        logger.warning(notice)
    return settings, notices


def save_settings(home: Home, settings: Settings) -> None:
    """Write the settings, whole or not at all.

    Only what differs from the defaults is written, so that a better default of a later version
    reaches everyone who did not choose otherwise.

    Raises
    ------
    HomeError
        If they cannot be written (no rights, disk full); the old file is untouched then.
    """
    entries = {"schema_version": SCHEMA_VERSION, **msgspec.to_builtins(settings)}
    content = msgspec.json.format(msgspec.json.encode(entries), indent=2) + b"\n"
    write_atomically(home.settings, content, "The settings")


def migrate(
    entries: dict[str, Any], migrations: Mapping[int, Migration], target: int
) -> dict[str, Any]:
    """Lead the content of an older file, step by step, to the form of a newer version.

    Parameters
    ----------
    entries : dict
        The content of a settings file; without a ``schema_version`` it is taken for `target`.
    migrations : mapping from int to Migration
        One step for each version.
    target : int
        The version to end with; a newer file is left as it is.

    Returns
    -------
    dict
        The content in the form of `target`.

    Raises
    ------
    msgspec.ValidationError
        If a step cannot understand the content, or there is none for its version.
    """
    version = entries.get("schema_version", target)
    if not isinstance(version, int):
        raise msgspec.ValidationError("Expected `int` - at `$.schema_version`")
    for step in range(version, target):
        try:
            entries = {**migrations[step](entries), "schema_version": step + 1}
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise msgspec.ValidationError(f"Version {step} is not understood") from error
    return entries


def _understand(path: Path, content: bytes, notices: list[str]) -> Settings:
    """Turn the content of a file into settings; what was odd goes to `notices`."""
    entries = msgspec.json.decode(content, type=dict[str, Any])
    current = migrate(entries, MIGRATIONS, SCHEMA_VERSION)
    version = entries.get("schema_version", SCHEMA_VERSION)
    if version < SCHEMA_VERSION:
        notices.append(_keep_copy(path, content, version, "are of an older version"))
    current = copy.deepcopy(current)
    settings, broken = _convert(current)
    if broken:
        names = ", ".join(broken)
        what = f"have entries that are no values for them ({names}), whose defaults are used"
        notices.append(_keep_copy(path, content, version, what))
    unknown = _unknown_keys(current, settings)
    if version > SCHEMA_VERSION:
        notices.append(_keep_copy(path, content, version, "are of a newer version"))
    elif unknown:
        names = ", ".join(unknown)
        notices.append(_keep_copy(path, content, version, f"have unknown entries ({names})"))
    return msgspec.structs.replace(settings, schema_version=SCHEMA_VERSION)


def _convert(entries: dict[str, Any]) -> tuple[Settings, list[str]]:
    """Make settings of entries; those with values that cannot be are named and taken out."""
    broken: list[str] = []
    while True:
        try:
            return msgspec.convert(entries, Settings), broken
        except msgspec.ValidationError as error:
            # The message ends with the place: "… - at `$.gate.margin_db`".
            place = str(error).rpartition("`$.")[2].rstrip("`")
            *above, name = place.split(".")
            holder = entries
            for key in above:
                holder = holder.get(key, {})
            if not place or name not in holder:
                raise
            del holder[name]
            broken.append(place)


def _unknown_keys(entries: dict[str, Any], known: msgspec.Struct, above: str = "") -> list[str]:
    """Name the keys of `entries`, and of the objects in it, that are no fields of `known`."""
    unknown = []
    for key, value in entries.items():
        if key not in known.__struct_fields__:
            unknown.append(above + key)
        elif isinstance(below := getattr(known, key), msgspec.Struct):
            unknown += _unknown_keys(value, below, f"{above}{key}.")
    return unknown


def _keep_copy(path: Path, content: bytes, version: int, what: str) -> str:
    """Copy a file that this version does not fully understand; say so."""
    copy = path.with_name(f"settings.version-{version}.json")
    said = f"The settings {what}; what is understood of them is used."
    try:
        copy.write_bytes(content)
    except OSError as error:
        return f"{said} No copy of them could be kept: {error.strerror} ({copy})."
    return f"{said} They are kept as {copy}."


def _set_aside(path: Path, reason: str) -> str:
    """Move a broken file out of the way; say so."""
    now = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    aside = path.with_name(f"settings.broken-{now}.json")
    said = f"The settings are broken ({reason}); defaults are used."
    try:
        path.replace(aside)
    except OSError as error:
        return f"{said} They could not be set aside: {error.strerror} ({path})."
    return f"{said} They were set aside as {aside}."
