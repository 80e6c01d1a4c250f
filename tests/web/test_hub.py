"""The hub: each tab is told at its own pace, the newest figures first of all."""

import asyncio
import json
from typing import Any

import pytest

from milepost.simulate.web.hub import Hub, Outdated, Tab, encoded, with_id


def told(tab: Tab, number: int) -> list[dict[str, Any]]:
    async def take() -> list[dict[str, Any]]:
        return [json.loads(await asyncio.wait_for(tab.next(), 20)) for _ in range(number)]

    return asyncio.run(take())


def test_newer_figures_take_the_place_of_older_and_steps_do_not() -> None:
    hub = Hub()
    tab = hub.opened()
    for rev in range(5):
        hub.tell({"t": "step", "rev": rev})
        hub.tell({"t": "figures", "rev": rev})
        hub.tell({"t": "progress", "section": "money", "done": rev})
        hub.tell({"t": "progress", "section": "risks", "done": rev})
    found = told(tab, 8)
    assert [one["rev"] for one in found if one["t"] == "step"] == [0, 1, 2, 3, 4]
    assert [one for one in found if one["t"] != "step"] == [
        {"t": "figures", "rev": 4},
        {"t": "progress", "section": "money", "done": 4},
        {"t": "progress", "section": "risks", "done": 4},
    ]


def test_figures_never_come_before_the_step_that_they_are_of() -> None:
    tab = Tab("one")
    tab.tell({"t": "figures", "rev": 0})
    tab.tell({"t": "step", "rev": 1})
    tab.tell({"t": "figures", "rev": 1})
    assert [(one["t"], one["rev"]) for one in told(tab, 2)] == [("step", 1), ("figures", 1)]


def test_a_tab_that_takes_nothing_holds_up_no_other_and_is_given_up() -> None:
    hub = Hub()
    slow, quick = hub.opened(), hub.opened()
    for rev in range(3_000):
        hub.tell({"t": "step", "rev": rev})
        if rev % 100 == 99:
            assert told(quick, 100)[-1]["rev"] == rev
    with pytest.raises(Outdated):
        told(slow, 1)


def test_a_tab_knows_which_of_its_edits_figures_include() -> None:
    tab = Tab("one")
    assert tab.newest(5) is None
    tab.edited(2, 10)
    tab.edited(4, 11)
    assert [tab.newest(rev) for rev in (1, 2, 3, 4, 9)] == [None, 10, 10, 11, 11]


def test_a_page_that_comes_back_on_another_socket_is_known() -> None:
    hub = Hub()
    first = hub.opened("page")
    hub.has_sent(first, 3)
    hub.has_sent(first, 2)
    hub.closed(first)
    assert hub.seen(hub.opened("page")) == 3
    assert hub.seen(hub.opened("another")) is None
    assert len(hub) == 2


def test_a_message_is_written_once_and_has_a_number_of_each_tab() -> None:
    text = encoded({"t": "figures", "name": "Größe \u2028"})
    assert json.loads(with_id(text, 7)) == {"id": 7, "t": "figures", "name": "Größe \u2028"}
    assert json.loads(with_id(text, None))["id"] is None
    with pytest.raises(ValueError, match="JSON"):
        encoded({"t": "figures", "hit": float("nan")})
