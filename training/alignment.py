"""Find when each digit of a recorded number is said, where only the number is known."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from model.audio_format import CLIP_SAMPLES
from model.states import SILENCE, STATE_COUNT, STATE_SAMPLES, STATES_A_TOKEN, state_of
from training.data.recording import Samples
from training.state_string import TOKENS

_LARGEST_LOSS_OF_ALL, _LARGEST_LOSS_OF_ONE = 10.0, 6.0
_LEAST_MEAN_LOG_PROBABILITY = -1.5
_CHAIN_A_TOKEN = STATES_A_TOKEN + 1
_FIRST_KEPT, _KEPT = 16, 5
# A single answer that is quite sure and wrong must not outweigh the many around it.
_LEAST_LOG_PROBABILITY = -8.0

LogProbabilities = NDArray[np.float64]


def log_probabilities(
    samples: Samples, answer: Callable[[Samples], NDArray[np.float32]]
) -> LogProbabilities:
    """Find the log-probabilities of the states all through a recording.

    Each window of a second gives 200 ms of them, told from 640 ms before and 160 ms after; around
    the recording there are zeros.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,)
        Mono, 16 kHz, not empty.
    answer : callable
        From clips, shape (windows, 16000), to probabilities, shape (windows, 25, 38).

    Returns
    -------
    ndarray of float64, shape (ceil(n / 640), 38)
        Natural logarithms, one row every 40 ms.
    """
    count = -(-len(samples) // STATE_SAMPLES)
    padded = np.pad(samples, (_FIRST_KEPT * STATE_SAMPLES, CLIP_SAMPLES))
    starts = range(0, count * STATE_SAMPLES, _KEPT * STATE_SAMPLES)
    clips = np.stack([padded[start : start + CLIP_SAMPLES] for start in starts])
    kept = answer(clips)[:, _FIRST_KEPT : _FIRST_KEPT + _KEPT].reshape(-1, STATE_COUNT)
    return np.log(kept[:count].astype(np.float64) + 1e-12)


def align(tokens: str, log_probabilities: LogProbabilities) -> NDArray[np.int64] | None:
    """Find the likeliest states of a recording of which is known what digits are said.

    Forced alignment by Viterbi's algorithm: Rabiner, "A Tutorial on Hidden Markov Models",
    Proceedings of the IEEE 77, 1989. Before, after and between digits there may be silence; the
    middle of a digit said fast may be missing.

    What is known may be wrong. By how much the likeliest state of each answer is likelier than
    the one that it must be is a loss, in nats. The recording does not fit

    - where the loss is more than 10 for each digit: something is said that is not among them;
    - where the mean loss of the answers of one digit is more than 6: it is not said;
    - where the mean log-probability is below −1.5: of a network that knows nothing, which says
      −3.6 of everything, anything would fit.

    Found on 37 recorded numbers, with a head that had learned from joined strings alone. Where
    the label is what is said, the worst had 8.7, 7.7 and −0.9, the second worst 8.6, 5.9 and −0.9;
    where it lacks a digit or is another number, the best had 16.2. Of ten digits one that was
    changed is found nine times in ten, one that was added half of the time, one that was taken
    away in two cases of five.

    Parameters
    ----------
    tokens : str
        What is said: labels of `training.state_string.TOKENS`, at least one.
    log_probabilities : ndarray of float64, shape (frames, 38)

    Returns
    -------
    ndarray of int64, shape (frames,), or None
        Places of the states; None where the recording does not fit.
    """
    scores = np.maximum(log_probabilities, _LEAST_LOG_PROBABILITY)
    chain = [SILENCE]
    for token in tokens:
        chain += [*(state_of(TOKENS[token], part) for part in range(STATES_A_TOKEN)), SILENCE]
    path = _likeliest(scores[:, chain])
    if path is None:
        return None
    states = np.array(chain)[path]
    likely = scores[np.arange(len(scores)), states]
    losses = scores.max(axis=1) - likely
    spoken = path % _CHAIN_A_TOKEN > 0
    places = path[spoken] // _CHAIN_A_TOKEN
    of_each = np.bincount(places, losses[spoken]) / np.bincount(places)
    fits = (
        losses.sum() <= _LARGEST_LOSS_OF_ALL * len(tokens)
        and of_each.max() <= _LARGEST_LOSS_OF_ONE
        and likely.mean() >= _LEAST_MEAN_LOG_PROBABILITY
    )
    return states if fits else None


def _likeliest(scores: LogProbabilities) -> NDArray[np.int64] | None:
    """Find the path through a chain that scores most, shape (frames,); None where none is so short.

    Parameters
    ----------
    scores : ndarray of float64, shape (frames, places)
        Of the places in the chain: a silence, then for each digit its parts and a silence.
    """
    place = np.arange(scores.shape[1])
    steps = place[None, :] - place[:, None]
    # From an end over the silence to a beginning, and from a beginning over the middle to an end.
    skips = (steps == 2) & (place % 2 == 1)
    moves = np.where((steps == 0) | (steps == 1) | skips, 0.0, -np.inf)
    best = np.where(place < 2, scores[0], -np.inf)
    came_from = np.zeros(scores.shape, np.int64)
    for frame in range(1, len(scores)):
        reached = best[:, None] + moves
        came_from[frame] = reached.argmax(axis=0)
        best = reached.max(axis=0) + scores[frame]
    last = len(place) - 2 + int(best[-2:].argmax())
    if best[last] == -np.inf:
        return None
    path = [last]
    for sources in came_from[:0:-1]:
        path.append(int(sources[path[-1]]))
    return np.array(path[::-1])
