"""How probable a token is, with states that the test writes down."""

import numpy as np
import pytest

from app.recognition.token_probability import token_probabilities
from model.states import SILENCE, STATE_COUNT, state_of


def test_a_digit_is_as_probable_as_the_surer_half_of_its_moments_shows():
    states = np.full((6, STATE_COUNT), 0.01, np.float32)
    states[:, SILENCE] = 0.3
    states[1:5, state_of(7, 1)] = 0.6
    states[[0, 5], SILENCE] = 0.9
    probabilities = token_probabilities(states / states.sum(axis=1, keepdims=True), 7)
    assert probabilities.shape == (13,)
    assert probabilities.sum() == pytest.approx(1)
    assert probabilities.argmax() == 7
    assert probabilities[7] > 0.75
    assert probabilities[12] > np.delete(probabilities, [7, 12]).max()
