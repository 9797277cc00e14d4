"""Festival: diphones of two men, and a woman's voice of statistics, all of one process."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from training.synthesis.processes import read_sound, run
from training.synthesis.saying import Saying, Sound
from training.synthesis.sounds import syllables

NAME = "festival"
LICENCE = "output of Festival (X11-like licence of the University of Edinburgh)"

MEN, WOMEN = ("kal_diphone", "ked_diphone"), ("cmu_us_slt_arctic_hts",)
"""The voices. Of the woman the pitch is as it is."""

_LIMIT_S = 300
_MADE_UP = "saying"
_BEGINNING = """
(unwind-protect
  (begin (voice_cmu_us_slt_arctic_hts) (set! own_settings hts_engine_params)) nil)
(define (say text file)
  (utt.save.wave (utt.synth (eval (list 'Utterance 'Text text))) file 'riff))
"""


def speak(sayings: list[Saying]) -> list[Sound | None]:
    """Say things with two processes for all of them; None for what cannot be said."""
    # Changing the voice takes time, so each has its turn once.
    order = sorted(range(len(sayings)), key=lambda place: sayings[place].voice.name)
    # Of a single saying the first half is empty.
    halves = filter(None, (order[: len(order) // 2], order[len(order) // 2 :]))
    with TemporaryDirectory() as folder, ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda half: _speak_some(half, sayings, Path(folder)), halves))
        files = [Path(folder) / f"{place}.wav" for place in range(len(sayings))]
        return [read_sound(file.read_bytes()) if file.exists() else None for file in files]


def _speak_some(places: list[int], sayings: list[Saying], folder: Path) -> None:
    script = _BEGINNING + "\n".join(_command(sayings[place], f"{place}.wav") for place in places)
    file = folder / f"{places[0]}.scm"
    file.write_text(script, encoding="ascii", errors="ignore")
    run(["festival", "-b", file.name], limit_s=_LIMIT_S, folder=folder)


def _command(saying: Saying, file: str) -> str:
    """Write a command that says something, or nothing if the voice or a sound is missing."""
    voice = saying.voice
    stretch = voice.stretch * voice.formants
    lines = [f"(voice_{voice.name})"]
    if voice.name in WOMEN:
        lines.append(f"""(set! hts_engine_params (cons '("-r" {1 / stretch:.3f}) own_settings))""")
    else:
        mean, deviation = voice.pitch_hz / voice.formants, 0.14 * voice.liveliness
        lines.append(f"(Parameter.set 'Duration_Stretch {stretch:.3f})")
        lines.append(
            f"(set! int_lr_params '((target_f0_mean {mean:.1f}) "
            f"(target_f0_std {mean * deviation:.1f}) (model_f0_mean 170) (model_f0_std 34)))"
        )
    if saying.sounds:
        lines.append(_entry(saying.sounds))
    lines.append(f'(say "{_MADE_UP if saying.sounds else saying.text}" "{file}")')
    return f"(unwind-protect (begin {' '.join(lines)}) nil)"


def _entry(sounds: tuple[str, ...]) -> str:
    """Write an entry of the lexicon, so that made-up sounds get a melody as words do."""
    parts = "".join(
        f"(({' '.join(phones)}) {int(stressed)})" for phones, stressed in syllables(sounds)
    )
    return f"""(lex.add.entry '("{_MADE_UP}" nil ({parts})))"""
