import itertools

from milepost.models import Orderings, Scenario
from milepost.models.orderings import Alternative
from milepost.simulate.analysis.orderings.contenders import Origin, every_order, letters_of, named_contenders, unnamed
from tests.plans import plan, task


def five(**orderings: object) -> Scenario:
    """Write five tasks of which the links put a before c, by way of another task, and b before d."""
    return plan(
        [task("a", 1), task("between", 1, "a"), task("b", 2), task("c", 3, "between"), task("d", 4, "b"), task("e", 5)],
        {"end": ["c", "d", "e"]},
        orderings=Orderings(among=("a", "b", "c", "d", "e"), **orderings),  # type: ignore[arg-type]  # a row's keywords
    )


def test_every_order_that_the_links_allow_is_given_once_and_no_other() -> None:
    found = list(every_order(five()))
    allowed = {
        order
        for order in itertools.permutations("abcde")
        if order.index("a") < order.index("c") and order.index("b") < order.index("d")
    }
    assert len(found) == len(allowed) == 30
    assert set(found) == allowed


def test_identical_lists_are_one_under_all_their_names() -> None:
    same = Alternative(name="the same again", order=("a", "b", "c", "d", "e"))
    other = Alternative(name="e first", order=("e", "a", "b", "c", "d"))
    contenders, unjudged = named_contenders(five(order=("a", "b", "c", "d", "e"), compare=(same, other)))
    assert unjudged == []
    assert contenders[0].names[:2] == ("in force", "the same again")
    assert [one.name for one in contenders if one.origin == Origin.FILE] == ["e first"]


def test_a_hold_or_something_left_out_is_another_contender_though_the_list_is_the_same() -> None:
    held = Alternative(name="wait", hold={"e": ("c",)})
    less = Alternative(name="less", without=("e",))
    contenders, _ = named_contenders(five(order=("a", "b", "c", "d", "e"), compare=(held, less)))
    by_name = {one.name: one for one in contenders}
    assert by_name["wait"].order == by_name["in force"].order
    assert by_name["less"].order == tuple(id for id in by_name["in force"].order if id != "e")
    assert not by_name["wait"].only_reorders
    assert not by_name["less"].only_reorders


def test_names_of_the_file_that_are_ours_too_stay_apart() -> None:
    taken = Alternative(name="in force", order=("e", "b", "a", "c", "d"))
    rule = Alternative(name="cheapest first", order=("b", "d", "e", "a", "c"))
    contenders, _ = named_contenders(five(order=("a", "b", "c", "d", "e"), compare=(taken, rule)))
    names = [name for one in contenders for name in one.names]
    assert len(names) == len(set(names))
    assert contenders[0].name == "in force"


def test_an_order_against_the_links_is_not_judged_and_says_the_path() -> None:
    wrong = Alternative(name="wrong", order=("c", "a", "b", "d", "e"))
    _, unjudged = named_contenders(five(compare=(wrong,)))
    assert [one.name for one in unjudged] == ["wrong"]
    assert "a -> between -> c" in unjudged[0].why


def test_orders_that_have_a_name_are_not_given_another() -> None:
    scenario = five(order=("a", "b", "c", "d", "e"))
    contenders, _ = named_contenders(scenario)
    others = unnamed(scenario, contenders, every_order(scenario), origin=Origin.ALL)
    assert len(others) + sum(one.only_reorders for one in contenders) == 30
    assert letters_of(scenario) == dict(zip("abcde", "ABCDE", strict=True))
    assert {one.name for one in others} == {" ".join(one.order).upper() for one in others}
