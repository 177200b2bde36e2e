"""Groups that resist chains."""

from tellings.match.grouping import Limits, group

LIMITS = Limits(join=0.5, within=0.9)


def test_grouping_joins_what_is_close() -> None:
    assert group(3, {(0, 1): 0.9}, [0, 1, 2], LIMITS) == [[0, 1], [2]]


def test_grouping_a_chain_of_strong_links_does_not_run_together() -> None:
    links = {(0, 1): 0.9, (1, 2): 0.7, (2, 3): 0.9}

    assert group(4, links, [0, 1, 2, 3], LIMITS) == [[0, 1], [2, 3]]


def test_grouping_all_pairs_close_make_one_group() -> None:
    links = {(0, 1): 0.8, (0, 2): 0.6, (1, 2): 0.7}

    assert group(3, links, [0, 1, 2], LIMITS) == [[0, 1, 2]]


def test_grouping_items_of_one_report_need_a_firmer_link() -> None:
    assert group(2, {(0, 1): 0.8}, [0, 0], LIMITS) == [[0], [1]]
    assert group(2, {(0, 1): 0.95}, [0, 0], LIMITS) == [[0, 1]]


def test_grouping_does_not_depend_on_the_order_of_links() -> None:
    links = {(0, 1): 0.8, (0, 2): 0.8, (1, 3): 0.8, (2, 3): 0.8}
    backwards = dict(reversed(list(links.items())))

    assert group(4, links, [0, 1, 2, 3], LIMITS) == group(4, backwards, [0, 1, 2, 3], LIMITS)
