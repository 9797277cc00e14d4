"""How probable a token is that was found in a spoken string."""

import numpy as np
from numpy.typing import NDArray

from model.states import STATES_A_TOKEN, TOKEN_COUNT, state_of

# Of digits with a mean probability of 0.6 to 0.9 the network finds nine in ten rightly.
_SHARPNESS = 2


def token_probabilities(states: NDArray[np.float32], kind: int) -> NDArray[np.float32]:
    """Say how probable each token is where one was found.

    Parameters
    ----------
    states : ndarray of float32, shape (n, 38)
        The network's answers from the token's beginning to its end, as far as they are settled.
    kind : int
        The one that was found, 0 to 11; see `model.states`.

    Returns
    -------
    ndarray of float32, shape (13,)
        Of 0 to 11, and of none of them: means over the half of the answers that is surest of the
        token, since at its edges each answer is shared with what is beside it; squared, since the
        token is more probable than each moment of it shows. Their sum is one.
    """
    first = state_of(0, 0)
    tokens = states[:, first:].reshape(len(states), TOKEN_COUNT, STATES_A_TOKEN).sum(axis=2)
    surest = np.argsort(tokens[:, kind])[-max(len(tokens) // 2, 1) :]
    means = tokens[surest].mean(axis=0)
    squares = np.append(means, 1 - means.sum()) ** _SHARPNESS
    probabilities: NDArray[np.float32] = squares / squares.sum()
    return probabilities
