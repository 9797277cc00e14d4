"""Which answers `record --label` keeps as samples."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

from answered_examples import example_answer

from app.commands.live import Ending
from app.commands.record import _SampleKeeper
from app.home import Home


def test_what_double_says_once_more_is_no_second_sample(tmp_path: Path) -> None:
    keeper = _SampleKeeper(SimpleNamespace(home=Home.in_folder(tmp_path)), "7", Ending())
    answer = example_answer({"7": 0.9})
    keeper.take(replace(answer, is_copy=True))
    keeper.take(answer)
    assert keeper.count == 1
    assert len(list((tmp_path / "recordings" / "7").iterdir())) == 1
