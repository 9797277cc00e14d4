from hypothesis import given
from hypothesis import strategies as st

from app.recognition.frames import FRAME_SAMPLES, frames_in
from app.recognition.segmenter import Change, Phase, Segmenter, SegmenterEvent
from app.settings import GateSettings

SETTINGS = GateSettings(
    onset_ms=30, pause_ms=60, tail_ms=60, hangover_ms=200, shortest_ms=80, longest_ms=1000
)
# Runs of voiced and silent frames, of the lengths at which the state machine decides.
runs = st.lists(st.tuples(st.booleans(), st.integers(1, 30)), max_size=20)


def events_of(frames: list[bool], settings: GateSettings = SETTINGS) -> list[SegmenterEvent]:
    segmenter = Segmenter(settings)
    events = [segmenter.feed(voiced) for voiced in frames]
    return [event for event in [*events, segmenter.close()] if event is not None]


def word(before: int, voiced: int, after: int) -> list[bool]:
    return [False] * before + [True] * voiced + [False] * after


def changes(events: list[SegmenterEvent]) -> list[Change]:
    return [event.change for event in events]


def test_a_word_opens_pauses_and_closes_with_the_same_stretch():
    events = events_of(word(50, 40, 50))

    assert changes(events) == [Change.OPENED, Change.PAUSED, Change.CLOSED]
    assert (events[1].start, events[1].end) == (50 * FRAME_SAMPLES, 90 * FRAME_SAMPLES)
    assert (events[2].start, events[2].end) == (events[1].start, events[1].end)


def test_what_lasts_is_closed_between_two_words_or_at_the_longest_time():
    # A pause of 130 ms at 0.6 s, one of 90 ms, as within "six", and one of 130 ms at 0.85 s.
    frames = word(0, 47, 13) + word(0, 12, 9) + word(0, 4, 13)
    # A voice without any pause, and one with its first, of 20 ms, at 0.93 s.
    events = events_of(frames + word(0, 120, 30) + word(0, 93, 2) + word(0, 20, 0))
    assert [(each.start, each.end) for each in events if each.change is Change.CLOSED] == [
        (0, 85 * FRAME_SAMPLES),
        (98 * FRAME_SAMPLES, 198 * FRAME_SAMPLES),
        (198 * FRAME_SAMPLES, 218 * FRAME_SAMPLES),
        (248 * FRAME_SAMPLES, 341 * FRAME_SAMPLES),
        (343 * FRAME_SAMPLES, 363 * FRAME_SAMPLES),
    ]


def test_each_event_comes_at_its_frame():
    segmenter = Segmenter(SETTINGS)
    at = {}
    for index, voiced in enumerate(word(50, 40, 50)):
        if (event := segmenter.feed(voiced)) is not None:
            at[event.change] = index
    assert at == {Change.OPENED: 52, Change.PAUSED: 95, Change.CLOSED: 109}


def test_a_click_shorter_than_the_onset_opens_nothing():
    assert events_of(word(10, 2, 50)) == []


def test_a_voice_shorter_than_the_shortest_utterance_is_dropped_without_an_answer():
    assert changes(events_of(word(10, 5, 50))) == [Change.OPENED, Change.DROPPED]


def test_a_gap_within_a_word_is_bridged():
    events = events_of([*word(10, 20, 10), *word(0, 20, 50)])

    assert changes(events) == [Change.OPENED, Change.PAUSED, Change.PAUSED, Change.CLOSED]
    assert events[-1].end == 60 * FRAME_SAMPLES


def test_a_pause_longer_than_the_hangover_makes_two_utterances():
    events = events_of([*word(10, 20, 20), *word(0, 20, 20)])
    assert changes(events).count(Change.CLOSED) == 2


def test_what_goes_on_for_too_long_is_cut():
    events = events_of([True] * 250)
    closed = [event for event in events if event.change is Change.CLOSED]
    assert [event.end - event.start for event in closed] == [
        100 * FRAME_SAMPLES,
        100 * FRAME_SAMPLES,
        50 * FRAME_SAMPLES,
    ]


def test_closing_ends_what_is_open_at_its_last_voiced_frame():
    segmenter = Segmenter(SETTINGS)
    for voiced in word(0, 20, 3):
        segmenter.feed(voiced)
    assert segmenter.close() == SegmenterEvent(Change.CLOSED, 0, 20 * FRAME_SAMPLES)
    assert segmenter.phase is Phase.IDLE
    assert segmenter.close() is None


def test_frames_are_counted_from_where_it_begins():
    segmenter = Segmenter(SETTINGS, first_frame=1000)
    for voiced in word(0, 20, 0):
        segmenter.feed(voiced)
    assert segmenter.close() == SegmenterEvent(
        Change.CLOSED, 1000 * FRAME_SAMPLES, 1020 * FRAME_SAMPLES
    )


def test_it_is_silent_from_the_pause_on():
    segmenter = Segmenter(SETTINGS)
    assert segmenter.silent
    silent = []
    for voiced in word(0, 20, 20):
        segmenter.feed(voiced)
        silent.append(segmenter.silent)
    assert silent == [False] * 25 + [True] * 15


@given(runs)
def test_utterances_never_overlap_and_keep_to_their_lengths(run_lengths):
    frames = [voiced for voiced, length in run_lengths for _ in range(length)]
    last_end = 0
    is_open = False
    for event in events_of(frames):
        assert last_end <= event.start < event.end <= len(frames) * FRAME_SAMPLES
        if event.change is Change.OPENED:
            assert not is_open
            is_open = True
        else:
            assert is_open
        if event.change in (Change.CLOSED, Change.DROPPED):
            is_open = False
            last_end = event.end
        frames_long = (event.end - event.start) // FRAME_SAMPLES
        assert frames_long <= frames_in(SETTINGS.longest_ms)
        if event.change in (Change.CLOSED, Change.PAUSED):
            assert frames_long >= frames_in(SETTINGS.shortest_ms)
    assert not is_open


@given(runs)
def test_an_utterance_begins_and_ends_with_a_voice(run_lengths):
    frames = [voiced for voiced, length in run_lengths for _ in range(length)]
    for event in events_of(frames):
        assert frames[event.start // FRAME_SAMPLES]
        assert frames[event.end // FRAME_SAMPLES - 1]
