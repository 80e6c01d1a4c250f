import pytest

from milepost.models import Link, LinkKind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("design", Link(predecessor="design")),  # finish-to-start, no lag
        ("design FS", Link(predecessor="design")),
        ("design SS+5", Link(predecessor="design", kind=LinkKind.START_TO_START, lag=5.0)),
        ("build FF-2", Link(predecessor="build", kind=LinkKind.FINISH_TO_FINISH, lag=-2.0)),
        ("build SF + 0.5", Link(predecessor="build", kind=LinkKind.START_TO_FINISH, lag=0.5)),
        ("design SS+50%", Link(predecessor="design", kind=LinkKind.START_TO_START, share=0.5)),
        ("pour FS+7ed", Link(predecessor="pour", elapsed=7.0)),
        ("pour FF - 0.5ed", Link(predecessor="pour", kind=LinkKind.FINISH_TO_FINISH, elapsed=-0.5)),
        ("design FS-12.5%", Link(predecessor="design", share=-0.125)),
        ("  build \t FF  -\t2 ", Link(predecessor="build", kind=LinkKind.FINISH_TO_FINISH, lag=-2.0)),  # odd spacing
        ("010", Link(predecessor="010")),  # an id, not a number
        ("FS FS", Link(predecessor="FS")),  # a task called FS
        ("a-1", Link(predecessor="a-1")),  # an id with a sign in it is no lag
    ],
)
def test_a_link_reads_as_ms_project_writes_it(text: str, expected: Link) -> None:
    assert Link.parse(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",  # nothing
        "a b",  # two ids
        "a XS",  # no such kind
        "a ss+5",  # kinds are capitals
        "a FS 5",  # a lag has a sign
        "a FS+",  # and a number
        "a FS+5 days",  # and no unit
        "a FS+٣",  # in ordinary digits
        "a FS+5, b",  # one link each
        "aFS+5",  # a space before the kind
        "a FS+1e9999",  # no exponent
        "a FS+5d%",  # one unit
        "a FS+5 ed",  # which follows its number
        "a FS+2ewks",  # and no other
    ],
)
def test_what_is_no_link_is_refused_with_its_text_and_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="design SS") as caught:
        Link.parse(text)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize("lag", [100_001.0, -100_001.0, float("inf"), float("nan")])
def test_a_lag_has_bounds(lag: float) -> None:
    with pytest.raises(ValueError, match="100,000"):
        Link(predecessor="a", lag=lag)


@pytest.mark.parametrize("elapsed", [100_001.0, -100_001.0, float("inf"), float("nan")])
def test_an_elapsed_lag_has_bounds(elapsed: float) -> None:
    with pytest.raises(ValueError, match="100,000 elapsed days"):
        Link(predecessor="a", elapsed=elapsed)


@pytest.mark.parametrize("share", [10.01, -10.01, float("inf"), float("nan")])
def test_a_share_has_bounds(share: float) -> None:
    with pytest.raises(ValueError, match="1000%"):
        Link(predecessor="a", share=share)


@pytest.mark.parametrize(
    ("text", "asked"),
    [("a FS+50%", 16.0), ("a SS+50%", 8.0), ("a FF-25%", 10.0), ("a SF-100%", -4.0), ("a FS+3", 15.0), ("a SS", 4.0)],
)
def test_a_link_asks_for_an_end_of_what_it_waits_for_and_its_lag(text: str, asked: float) -> None:
    assert Link.parse(text).asked(4.0, 12.0) == asked
