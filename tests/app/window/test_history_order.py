from answer_rows import answered_of, entry_of, no_digit
from hypothesis import given
from hypothesis import strategies as st

from app.window.history_order import SORTED_BY, Column, Filter, HistoryOrder, Kind

entries = st.builds(
    lambda digit, source, confidence, latency_ms, said: entry_of(
        digit, source, confidence=confidence, latency_ms=latency_ms, said=said
    ),
    st.sampled_from([None, "1", "2", "7"]),
    st.sampled_from(["mic", "Mic", "/a/b.wav", ""]),
    st.sampled_from([0.1, 0.5, 0.9]),
    st.none() | st.floats(0, 500),
    st.sampled_from([None, None, "1", "other"]),
)
filters = st.sampled_from([Filter(Kind.DIGIT, "1"), *(Filter(kind) for kind in Kind)])


@given(
    first=st.lists(entries, max_size=12),
    later=st.lists(entries, max_size=8),
    wanted=filters,
    column=st.sampled_from(SORTED_BY),
    descending=st.booleans(),
)
def test_answer_that_comes_stands_where_sorting_anew_would_put_it(
    first, later, wanted, column, descending
):
    rows = [answered_of(entry, number) for number, entry in enumerate([*first, *later])]
    order, anew = HistoryOrder(), HistoryOrder()
    for each in (order, anew):
        each.filter, each.column, each.descending = wanted, column, descending
    order.arrange(rows[: len(first)])
    for answered in rows[len(first) :]:
        row = order.row_for(answered)
        if row is not None:
            order.insert(answered)
            assert order[row] is answered
    anew.arrange(rows)
    assert list(order) == list(anew)
    assert [order.row_of(each) for each in order] == list(range(len(order)))
    shown = set(order)
    assert all(order.row_of(each) is None for each in rows if each not in shown)
    assert shown == {each for each in rows if wanted.takes(each)}


def test_digits_come_before_what_is_not_sure_and_what_is_no_digit():
    rows = [
        answered_of(entry, number)
        for number, entry in enumerate([no_digit(), entry_of("7"), entry_of(None), entry_of("1")])
    ]
    order = HistoryOrder()
    order.column, order.descending = Column.DIGIT, False
    order.arrange(rows)
    assert [rows.index(each) for each in order] == [3, 1, 2, 0]


def test_each_filter_shows_its_kind_and_a_correction_counts():
    one, unsure, cough, corrected = rows = [
        answered_of(entry, number)
        for number, entry in enumerate(
            [entry_of("1"), entry_of(None), no_digit(), entry_of("7", said="1")]
        )
    ]
    shown = {kind: [each for each in rows if Filter(kind, "1").takes(each)] for kind in Kind}
    assert shown == {
        Kind.ALL: rows,
        Kind.DIGIT: [one, corrected],
        Kind.NOT_SURE: [unsure],
        Kind.NO_DIGIT: [cough],
        Kind.CORRECTED: [corrected],
    }


def test_answer_stays_in_its_row_while_it_changes():
    rows = [answered_of(entry_of(digit), number) for number, digit in enumerate("123")]
    order = HistoryOrder()
    order.column = Column.DIGIT
    order.arrange(rows)
    before = list(order)
    rows[0].entry.said = "9"
    assert list(order) == before
    assert order.row_of(rows[0]) == 2
    order.arrange(rows)
    assert order.row_of(rows[0]) == 0
