"""The benchmark's own arithmetic."""

import pytest
from bench import doubling


@pytest.mark.parametrize(
    ("before", "after", "times"),
    [((20, 2.0), (40, 5.0), 2.5), ((20, 2.0), (80, 18.0), 3.0), ((5, 1.0), (20, 4.0), 2.0)],
)
def test_bench_tells_how_much_longer_twice_the_reports_take(
    before: tuple[int, float], after: tuple[int, float], times: float
) -> None:
    assert doubling(before, after) == pytest.approx(times)
