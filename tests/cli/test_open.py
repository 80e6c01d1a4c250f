"""The command `open`, as a process of its own where the test is about its start or its end, otherwise in a thread."""

import json
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner
from platformdirs import user_cache_path
from websockets.sync.client import connect

from milepost.simulate.cli import main, milepost
from milepost.simulate.web.server import Served, serve, stop
from tests.cli.processes import PLAN, start

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay out a plan, with a cache for this test's journals and the engine of all others."""
    (tmp_path / "plan.yaml").write_text(PLAN)
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(user_cache_path("milepost")))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@contextmanager
def opened(desk: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Open the plan, and yield the process and the address."""
    process = start("open", *arguments, "--no-browser", "--iterations", "1000", desk=desk)
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().split()[-1]
    finally:
        process.kill()
        process.communicate()


@contextmanager
def opened_here(desk: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Iterator[str]:
    """Open the plan in a thread, as the command does, and yield the address."""
    addresses, served = Queue[str](), Served()

    def serve_here(*given: Any, ready: Callable[[str, bool], None], **more: Any) -> Served:
        def told(address: str, is_shown: bool) -> None:
            ready(address, is_shown)
            addresses.put(address)

        return serve(*given, ready=told, served=served, **more)

    monkeypatch.chdir(desk)
    monkeypatch.setattr("milepost.simulate.web.server.serve", serve_here)
    call = ["open", *arguments, "--no-browser", "--iterations", "1000"]
    thread = Thread(target=milepost.main, args=(call,), kwargs={"standalone_mode": False})
    thread.start()
    try:
        yield addresses.get(timeout=60)
    finally:
        stop(served)
        thread.join()


@contextmanager
def spoken_to(address: str) -> Iterator[Any]:
    base, _, token = address.partition("#")
    given: dict[str, Any] = {"origin": base.rstrip("/"), "proxy": None, "max_size": None}
    with connect(base.replace("http", "ws") + "live", **given) as at:
        at.send(json.dumps({"t": "open", "token": token}))
        yield at


def heard(at: Any, kind: str) -> dict[str, Any]:
    while True:
        message: dict[str, Any] = json.loads(at.recv(timeout=120))
        if message["t"] == kind:
            return message


EDIT = {"t": "edit", "id": 1, "rev": 0, "ops": [["text", ["tasks", "build", "duration"], "[6, 8, 20]"]]}


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_ctrl_c_says_what_is_not_saved_and_ends_at_once(desk: Path, number: int, code: int) -> None:
    with opened(desk, "plan.yaml") as (process, address):
        with spoken_to(address) as at:
            heard(at, "figures")
            at.send(json.dumps(EDIT))
            heard(at, "step")
            process.send_signal(number)
            _, err = process.communicate(timeout=60)
        assert process.returncode == code
        assert "plan.yaml has changes that are not saved: they come back with milepost open plan.yaml" in err
        assert "Interrupted." in err
        assert "Traceback" not in err
        assert "ERROR" not in err
    assert (desk / "plan.yaml").read_text() == PLAN


def test_what_was_not_saved_comes_back_after_the_server_was_killed(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(desk, "plan.yaml") as (process, address), spoken_to(address) as at:
        at.send(json.dumps(EDIT))
        heard(at, "step")
        process.kill()
        process.wait()
    with opened_here(desk, monkeypatch, "plan.yaml") as address, spoken_to(address) as at:
        plan = heard(at, "plan")
        assert plan["data"]["tasks"]["build"]["duration"] == ["6", "8", "20"]
        assert plan["dirty"]
        assert "not saved are back" in heard(at, "told")["text"]


def test_a_second_server_on_one_plan_says_so(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened_here(desk, monkeypatch, "plan.yaml"):
        second = start("open", "plan.yaml", "--no-browser", desk=desk)
        _, err = second.communicate(timeout=120)
    assert second.returncode != 0
    assert "is open in another milepost open" in err
    assert "Ctrl-C" in err


@pytest.mark.usefixtures("undrawn")
def test_figures_are_those_that_run_prints_for_the_edited_file(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened_here(desk, monkeypatch, "plan.yaml", "--seed", "7") as address, spoken_to(address) as at:
        at.send(json.dumps(EDIT))
        while not (figures := heard(at, "figures"))["whole"] or figures["id"] != 1:
            pass
        at.send(json.dumps({"t": "save"}))
        heard(at, "saved")
    options = f"--seed 7 --iterations 1000 --no-drivers --json --out {desk / 'report'}".split()
    done = CliRunner().invoke(milepost, ["run", str(desk / "plan.yaml"), *options])
    printed = json.loads(done.stdout)["milestones"]["launch"]
    (launch,) = figures["milestones"]
    assert launch["hit"][0] == printed["hit"]


def test_a_port_that_is_taken_is_told(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["open", str(desk / "plan.yaml"), "--no-browser", "--port", str(port)]) != 0
    err = capsys.readouterr().err
    assert f"port {port} cannot be had" in err
    assert "--port" in err


def test_what_is_not_yaml_is_told_as_the_reader_tells_it(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "plan.yaml").write_text("name: [")
    assert main(["open", str(desk / "plan.yaml"), "--no-browser"]) == 3
    assert "plan.yaml" in capsys.readouterr().err
    assert main(["open", str(desk / "nowhere.yaml"), "--no-browser"]) == 3
    assert "nowhere.yaml" in capsys.readouterr().err


def test_a_plan_with_errors_opens_with_what_is_wrong(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk / "plan.yaml").write_text(PLAN.replace("[5, 8, 20]", "[5, 8, x]"))
    with opened_here(desk, monkeypatch, "plan.yaml") as address, spoken_to(address) as at:
        assert heard(at, "plan")["data"]["name"] == "Plan"
        assert heard(at, "problems")["problems"][0]["path"][:3] == ["tasks", "build", "duration"]
        at.send(json.dumps(EDIT))
        assert heard(at, "figures")["milestones"]


def test_the_browser_is_led_by_a_file_that_only_this_user_can_read(desk: Path) -> None:
    """Its address, with the secret in it, is in no list of processes."""
    shown = desk / "shown"
    browser = desk / "browser"
    browser.write_text(
        f'#!/bin/sh\necho "$1" > {shown}\nstat -c %a "${{1#file://}}" >> {shown}\ncat "${{1#file://}}" >> {shown}\n'
    )
    browser.chmod(0o700)
    process = start(
        "open", "plan.yaml", "--iterations", "1000", desk=desk, env={**os.environ, "BROWSER": f"{browser} %s"}
    )
    assert process.stdout is not None
    try:
        address = process.stdout.readline().split()[-1]
        said, mode, *page = shown.read_text().splitlines()
        assert "#" not in said
        assert mode == "600"
        assert address in "\n".join(page)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate()
    assert not Path(said.removeprefix("file://")).exists()


def test_without_a_file_the_page_offers_templates(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened_here(desk, monkeypatch) as address, spoken_to(address) as at:
        plan = heard(at, "plan")
        assert plan["data"] is None
        assert "three-majors" in plan["templates"]
        at.send(json.dumps({"t": "start", "template": "minimal", "start": "2026-09-07"}))
        assert heard(at, "plan")["file"] == "plan-2.yaml"  # plan.yaml is there already
        heard(at, "figures")
        at.send(json.dumps({"t": "save"}))
        heard(at, "saved")
    assert main(["check", str(desk / "plan-2.yaml")]) == 0
