"""A session: what pages ask for, told to whom it concerns."""

import json
from pathlib import Path

import pytest

from tests.web.served import PLAN, SHORTER, Page, Site


def test_an_edit_that_a_page_sends_again_on_another_socket_is_made_once(fair: Site) -> None:
    edit = {"t": "edit", "id": 4, "rev": 0, "ops": [["add", ["tasks", "pack"], {"duration": "2"}, None]]}
    for rev in (1, 1):
        with fair.socket() as at:
            page = Page(at)
            page.say("open", token=fair.token, page="the same")
            plan = page.heard("plan")
            assert plan["seen"] == (4 if "pack" in plan["data"]["tasks"] else None)
            at.send(json.dumps(edit))
            step = page.heard("step")
            assert (step["id"], step["rev"]) == (4, rev)
    assert step["ops"] == []


def test_an_edit_that_changes_nothing_is_confirmed(fair: Site) -> None:
    with fair.page() as page:
        step = page.edit(["set", ["name"], "Fair"])
        assert (step["rev"], step["ops"], step["dirty"]) == (0, [], False)


def test_the_present_state_cannot_be_kept_under_the_names_that_always_are(fair: Site) -> None:
    with fair.page() as page:
        for name in ("Now", "As saved"):
            page.say("keep", name=name)
            assert "is not a name" in page.heard("told")["text"]
            page.say("compare", names=[name])


@pytest.mark.slow
def test_a_file_that_changes_while_nothing_is_unsaved_is_taken_up(fair: Site, plan: Path) -> None:
    with fair.page() as page:
        page.heard("plan")
        page.edit(SHORTER)
        page.say("save")
        page.heard("saved")
        wait_for_a_look(page, plan)
        plan.write_text(PLAN.replace("name: Fair", "name: Trade fair"))
        taken = page.heard("plan")
        assert taken["data"]["name"] == taken["saved"]["name"] == "Trade fair"
        assert not taken["dirty"]
        assert "changed on disk" in page.heard("told")["text"]


@pytest.mark.slow
def test_a_file_that_changes_while_something_is_unsaved_is_told(fair: Site, plan: Path) -> None:
    with fair.page() as page:
        page.heard("plan")
        wait_for_a_look(page, plan)
        page.edit(SHORTER)
        plan.write_text(PLAN.replace("name: Fair", "name: Trade fair"))
        assert "saving shows what differs" in page.heard("told")["text"]


def wait_for_a_look(page: Page, plan: Path) -> None:
    """Change the file once, so that it has certainly been looked at before."""
    text = plan.read_text()
    for number in range(100):
        plan.write_text(f"{text}# {number}\n")
        try:
            while json.loads(page.socket.recv(timeout=1))["t"] != "plan":
                pass
        except TimeoutError:
            continue
        return
    raise AssertionError("the file is never looked at")


def test_what_is_taken_away_is_fetched_once_it_is_there(fair: Site) -> None:
    with fair.page() as page:
        page.socket.send(json.dumps({"t": "export", "kind": "csv", "id": 3}))
        exported = page.heard("exported")
        assert (exported["id"], exported["file"]) == (3, "fair-tables.csv")
        status, headers, body = fair.get(f"/export/{exported['key']}", Milepost_Token=fair.token)
        assert (status, body) == (200, b"a,b\n")
        assert headers["content-disposition"] == 'attachment; filename="fair-tables.csv"'


def test_a_page_waits_no_longer_for_what_cannot_be_taken_away(fair: Site) -> None:
    with fair.page() as page:
        page.socket.send(json.dumps({"t": "export", "kind": "exe", "id": 3}))
        refused = page.heard("refused")
        assert refused["id"] == 3
        assert "'exe' cannot be exported" in refused["message"]


def test_mappings_with_whole_numbers_for_keys_travel_as_pairs(fair: Site, plan: Path) -> None:
    with fair.page() as page:
        step = page.edit(["set", ["codes"], {"\0": [["b", "x"], ["10", "y"], ["9", {"c": "z"}]]}])
        assert step["ops"][0][2] == {"\0": [["b", "x"], ["10", "y"], ["9", {"c": "z"}]]}
        page.say("save")
        page.heard("saved")
        assert plan.read_text().endswith("codes:\n  b: x\n  10: y\n  9:\n    c: z\n")
        assert "pairs" in page.edit(["set", ["codes"], {"\0": [["b"]]}])["message"]
