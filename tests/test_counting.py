"""What happens is counted in memory, from any thread, and taken whole."""

from __future__ import annotations

import threading

import pytest

from bot.counting import Counter, Figure, quantile
from bot.figures import FIGURES
from bot.i18n.text import Text

CALLS = Figure(name="calls_total", meaning=Text("Calls."), labels=("way", "outcome"))
TIMES = Figure(name="call_seconds", meaning=Text("Times."), labels=("way",), buckets=(0.5, 1.0, 10.0))
BARE = Figure(name="bare_total", meaning=Text("Bare."))


def test_counts_are_added_up_by_labels_in_the_order_of_their_names() -> None:
    counter = Counter()
    counter.add(CALLS, "events", "stored")
    counter.add(CALLS, "events", "stored", by=3)
    counter.add(CALLS, "events", "refused")
    counter.add(BARE)
    assert counter.take() == {
        ("calls_total", (("outcome", "stored"), ("way", "events"))): 4,
        ("calls_total", (("outcome", "refused"), ("way", "events"))): 1,
        ("bare_total", ()): 1,
    }


def test_what_is_taken_is_gone_until_it_is_given_back() -> None:
    counter = Counter()
    counter.add(BARE)
    taken = counter.take()
    assert counter.take() == {}
    counter.add(BARE)
    counter.give_back(taken)
    assert counter.take() == {("bare_total", ()): 2}


@pytest.mark.parametrize(
    ("seconds", "bound"),
    [(0.0, "0.5"), (0.5, "0.5"), (0.51, "1.0"), (9.0, "10.0"), (11.0, "+Inf"), (-3.0, "0.5")],
    ids=["none at all", "a bound itself", "just above", "in the last", "above the last", "clocks that differ"],
)
def test_a_time_is_counted_in_the_bucket_below_whose_bound_it_lies(seconds: float, bound: str) -> None:
    counter = Counter()
    counter.observe(TIMES, seconds, "events")
    assert counter.take() == {
        ("call_seconds_bucket", (("le", bound), ("way", "events"))): 1,
        ("call_seconds_sum", (("way", "events"),)): max(seconds, 0.0),
    }


def test_a_label_is_as_long_as_its_column_takes() -> None:
    counter = Counter()
    counter.add(CALLS, "x" * 500, "stored")
    assert counter.take() == {("calls_total", (("outcome", "stored"), ("way", "x" * 100))): 1}


def test_a_label_too_few_is_a_slip_that_shows() -> None:
    with pytest.raises(ValueError, match="shorter"):
        Counter().add(CALLS, "events")


def test_threads_that_count_at_once_lose_nothing() -> None:
    counter, taken = Counter(), []

    def work() -> None:
        for number in range(2_000):
            counter.add(BARE)
            if number % 100 == 0:
                taken.append(counter.take())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(sum(each.values()) for each in [*taken, counter.take()]) == 8_000


@pytest.mark.parametrize(
    ("buckets", "share", "seconds"),
    [
        ({}, 0.5, None),
        ({"1.0": 0.0}, 0.5, None),
        ({"1.0": 10.0}, 0.5, 0.5),
        ({"1.0": 5.0, "3.0": 5.0}, 0.5, 1.0),
        ({"1.0": 5.0, "3.0": 5.0}, 0.75, 2.0),
        ({"10.0": 1.0, "2.5": 1.0}, 1.0, 10.0),
        ({"1.0": 1.0, "+Inf": 9.0}, 0.9, 1.0),
        ({"+Inf": 9.0}, 0.9, 0.0),
    ],
    ids=[
        "nothing",
        "an empty bucket",
        "the middle of one",
        "a bound",
        "within the second",
        "bounds by value, not by letters",
        "above the last bound",
        "only above",
    ],
)
def test_a_quantile_lies_evenly_within_its_bucket(
    buckets: dict[str, float], share: float, seconds: float | None
) -> None:
    assert quantile(buckets, share) == seconds


def test_every_figure_is_named_by_the_conventions_of_prometheus() -> None:
    assert len({figure.name for figure in FIGURES}) == len(FIGURES)
    for figure in FIGURES:
        assert figure.name.startswith("jarshy_")
        assert figure.name.endswith("_seconds" if figure.buckets else "_total"), figure.name
        assert list(figure.buckets) == sorted(figure.buckets)
        assert str(figure.meaning.english).endswith(".")
