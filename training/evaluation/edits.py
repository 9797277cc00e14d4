"""How far what was said is from what should have been said."""

from collections.abc import Sequence

from training.evaluation.number_figures import Edits


def count_edits(said: Sequence[str], true: Sequence[str]) -> Edits:
    """Count the fewest insertions, deletions and substitutions that explain what was said.

    Parameters
    ----------
    said, true : sequence of str
        Digits in their order.

    Returns
    -------
    Edits
        Source: Levenshtein, "Binary codes capable of correcting deletions, insertions, and
        reversals", 1966. Of equally short explanations the one with the fewest substitutions
        is taken.
    """
    # (edits, substitutions, deletions, insertions) to make true[:column] into said[:row].
    above = [(column, 0, column, 0) for column in range(len(true) + 1)]
    for row, digit in enumerate(said, start=1):
        line = [(row, 0, 0, row)]
        for column, wanted in enumerate(true, start=1):
            wrong = int(digit != wanted)
            line.append(
                min(
                    _plus(above[column - 1], wrong, 0, 0),
                    _plus(line[column - 1], 0, 1, 0),
                    _plus(above[column], 0, 0, 1),
                )
            )
        above = line
    _, substitutions, deletions, insertions = above[-1]
    return Edits(insertions, deletions, substitutions)


def _plus(
    edits: tuple[int, int, int, int], substitution: int, deletion: int, insertion: int
) -> tuple[int, int, int, int]:
    count, substitutions, deletions, insertions = edits
    return (
        count + substitution + deletion + insertion,
        substitutions + substitution,
        deletions + deletion,
        insertions + insertion,
    )
