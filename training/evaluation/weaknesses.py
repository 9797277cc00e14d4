"""Where a model fails, in sentences for its card."""

from collections.abc import Iterator

from training.data.recording import OTHER
from training.evaluation.answers import NOT_SURE
from training.evaluation.figures import Confusion, Figures

_WORST = 3
_LEAST_DIGITS = 5
_MOST_NOISES = 6


def weaknesses(figures: Figures) -> list[str]:
    """Say which digits, voices, words and noises a model does worst with.

    Parameters
    ----------
    figures : Figures
        Of one split.

    Returns
    -------
    list of str
        Sentences, one a kind; none where nothing went wrong.
    """
    return [*_digits(figures), *_voices(figures), *_words(figures), *_noise(figures)]


def mistaken_digits(confusion: Confusion) -> list[str]:
    """Say which digits are taken for which; a sentence, or none where all are right."""
    mistaken = [(sum(row) - row[place], place) for place, row in enumerate(confusion.counts)]
    worst = [each for each in sorted(mistaken, reverse=True) if each[0]][:_WORST]
    said = "; ".join(_mistaken(confusion, place, count) for count, place in worst)
    return [f"Digits taken for others most: {said}."] if worst else []


def _digits(figures: Figures) -> Iterator[str]:
    if figures.digits:
        yield from mistaken_digits(figures.digits.best_digit)
    if figures.said:
        lost = _lost(figures.said)
        worst_lost = sorted(lost, key=lambda label: -lost[label][0])[:_WORST]
        if worst_lost:
            named = ", ".join(f"{x} ({lost[x][0]} of {lost[x][1]})" for x in worst_lost)
            yield f"Digits answered with none most, as not sure or other: {named}."


def _lost(said: Confusion) -> dict[str, tuple[int, int]]:
    """Count for each digit that was lost how often it was, and how often it was said."""
    none = [place for place, answer in enumerate(said.answers) if answer in (OTHER, NOT_SURE)]
    return {
        label: (lost, sum(row))
        for label, row in zip(said.labels, said.counts, strict=True)
        if label != OTHER and (lost := sum(row[place] for place in none))
    }


def _mistaken(confusion: Confusion, place: int, count: int) -> str:
    row, label = confusion.counts[place], confusion.labels[place]
    others = [
        f"{answer} ({number})"
        for number, answer in sorted(zip(row, confusion.answers, strict=True), reverse=True)
        if number and answer != label
    ]
    return f"{label}, {count} of {sum(row)}, for {' and '.join(others)}"


def _voices(figures: Figures) -> Iterator[str]:
    if not figures.digits:
        return
    spoken = {
        speaker: each
        for speaker, each in figures.digits.by_speaker.items()
        if each.of >= _LEAST_DIGITS and each.right < each.of
    }
    worst = sorted(spoken, key=lambda speaker: spoken[speaker].accuracy)[:_WORST]
    if worst:
        said = ", ".join(f"{s} ({spoken[s].right} of {spoken[s].of} right)" for s in worst)
        yield f"Voices of {_LEAST_DIGITS} digits and more that are understood least: {said}."
    sexes = figures.digits.by_sex
    if len(sexes) > 1:
        known = [(sex, each.right, each.of) for sex, each in sorted(sexes.items())]
        overall = figures.digits.overall
        rest = overall.of - sum(of for _, _, of in known)
        right = overall.right - sum(right for _, right, _ in known)
        counts = [*known, ("not known", right, rest)] if rest else known
        said = ", ".join(f"{sex} {right} of {of}" for sex, right, of in counts)
        yield f"Right by sex: {said}."


def _words(figures: Figures) -> Iterator[str]:
    if not figures.words:
        return
    called = {w: each for w, each in figures.words.by_word.items() if each.called_a_digit}
    worst = sorted(called, key=lambda word: -called[word].called_a_digit)[:_WORST]
    if worst:
        said = ", ".join(f"{w} ({called[w].called_a_digit} of {called[w].of})" for w in worst)
        yield f"Words called a digit most: {said}."


def _noise(figures: Figures) -> Iterator[str]:
    if figures.noise:
        said = ", ".join(
            f"{level.digits.right} of {level.digits.of} at {level.snr_db:g} dB"
            for level in figures.noise.levels
        )
        yield f"Right with noise that much below the voice: {said}."
        heard = {p: each for p, each in figures.noise.by_noise.items() if each.of >= _LEAST_DIGITS}
        worst = sorted(heard, key=lambda path: heard[path].accuracy)[:_WORST]
        if worst:
            said = ", ".join(f"{p} ({heard[p].right} of {heard[p].of} right)" for p in worst)
            yield f"Noises in which digits are understood least, as loud as the voice: {said}."
    if figures.gate and figures.gate.noise_digits:
        minutes, noises = figures.gate.noise_minutes, figures.gate.digits_by_noise
        said = ", ".join(f"{path} ({noises[path]})" for path in sorted(noises)[:_MOST_NOISES])
        more = f" and {len(noises) - _MOST_NOISES} more" if len(noises) > _MOST_NOISES else ""
        yield (
            f"Digits said in {minutes:.1f} minutes of noise alone: {figures.gate.noise_digits}, "
            f"to {said}{more}."
        )
