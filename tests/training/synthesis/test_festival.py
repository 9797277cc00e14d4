"""How the sayings are divided among Festival's processes."""

import pytest

from training.synthesis import festival
from training.synthesis.processes import run
from training.synthesis.saying import Saying, Voice


@pytest.mark.parametrize("count", [1, 2, 3])
def test_no_two_processes_have_the_same_script(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    scripts = []

    def noted(command: list[str], **options: object) -> bytes:
        scripts.append(command[-1])
        return run(command, **options)

    monkeypatch.setattr(festival, "run", noted)
    voice = Voice(festival.NAME, festival.MEN[0], 120, 1, 1, 1)
    sounds = festival.speak([Saying(voice, "one")] * count)
    assert len(sounds) == count
    assert None not in sounds
    assert len(scripts) == len(set(scripts)) == min(count, 2)
