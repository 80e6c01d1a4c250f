import asyncio
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import psutil
import pytest

from milepost.models import read_scenario
from milepost.models.file.setting import parse_setting, parse_sweep
from milepost.simulate.batch import ClusterError, Grid, Job, Player, Store, cluster_player, local_player, run_batch
from milepost.simulate.batch.cluster.dispatch import Dispatch
from milepost.simulate.batch.columns import Flat, flattened
from milepost.simulate.batch.identity import fingerprint
from milepost.simulate.batch.job import Finding, run_job
from milepost.simulate.engine.memory import an_iteration
from tests.batches import head
from tests.folders import files_in

SCENARIOS = Path(__file__).parents[3] / "scenarios"
ITERATIONS = 20_100
MINIMAL = Grid(paths=[SCENARIOS / "minimal.yaml"], sweeps=(parse_sweep("tasks.build.duration=1:30:1"),))

pytestmark = [pytest.mark.cluster, pytest.mark.filterwarnings("ignore")]
"""Dask's event loop and the ends of its workers' sockets are its own affair."""


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for workers for as long as a busy machine takes to start them."""
    monkeypatch.setattr("milepost.simulate.batch.cluster.cluster._PATIENCE", "600s")


class Workers(NamedTuple):
    """Workers on this machine that several tests share, which leave them as they were: to start one takes seconds."""

    play: Player
    client: Any


@pytest.fixture(scope="module")
def workers() -> Iterator[Callable[[int], Workers]]:
    """Give so many local workers, started for the first test that asks for as many."""
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        patch.setattr("milepost.simulate.batch.cluster.cluster._PATIENCE", "600s")

        @cache
        def started(count: int) -> Workers:
            play = stack.enter_context(cluster_player("local", workers=count))
            return Workers(play, import_module("distributed").default_client())

        yield started


@pytest.fixture
def short_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut into parts of some thousand iterations, so that there is something to share."""
    room = 2048 * an_iteration(large_job().scenario)
    monkeypatch.setattr("milepost.simulate.batch.cluster.dispatch.LARGEST", room)
    monkeypatch.setattr("milepost.simulate.batch.cluster.split.LARGEST", room)


def as_kept(finding: Finding) -> tuple[Flat, Mapping[str, bytes], bool]:
    """Return a finding as it is kept: what is not known is then equal to itself."""
    return flattened(finding.row), finding.files, finding.failed


def large_job() -> Job:
    return job_of("hr_app.yaml", "budget.burn=2500", iterations=ITERATIONS)


def job_of(file: str, setting: str, *, iterations: int) -> Job:
    return Job(
        name=setting,
        identity=setting,
        head=head(setting),
        scenario=read_scenario(SCENARIOS / file, [parse_setting(setting)]),
        iterations=iterations,
        seed=3,
        confidence=0.8,
        reports=True,
    )


def ignore(_iterations: int) -> None: ...


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.usefixtures("short_parts")
def test_workers_give_the_same_bits(count: int, workers: Callable[[int], Workers]) -> None:
    """A run in parts, its report too where two share it, and one that a worker plays whole."""
    large, small = (
        replace(large_job(), reports=count == 2),
        job_of("minimal.yaml", "tasks.build.duration=3", iterations=1000),
    )
    done: list[int] = []
    findings = {job.name: finding for job, finding in workers(count).play([large, small], done.append)}
    assert all(as_kept(findings[job.name]) == as_kept(run_job(job)) for job in (large, small))
    assert not findings[large.name].failed
    assert len(done) > 5
    assert sum(done) == large.iterations + small.iterations


@pytest.mark.usefixtures("short_parts")
def test_a_worker_killed_in_the_middle_costs_nothing_but_time(workers: Callable[[int], Workers]) -> None:
    play, client = workers(2)
    killed: list[int] = []

    def kill(_iterations: int) -> None:
        if not killed:
            killed.append(next(iter(client.run(os.getpid).values())))
            os.kill(killed[0], signal.SIGKILL)

    job = replace(large_job(), reports=False)
    ((_job, finding),) = play([job], kill)
    assert killed
    assert as_kept(finding) == as_kept(run_job(job))


class Bomb:
    """What ends the process that unpickles it."""

    def __reduce__(self) -> Any:
        return os._exit, (1,)


def test_only_the_run_that_ends_its_workers_is_given_up() -> None:
    """It travels with others, and others wait behind it; dask is told to give up on what was there at one end."""
    dask: Any = import_module("dask")
    import_module("distributed")  # its defaults must be there before one of them is changed
    jobs = [
        replace(job_of("minimal.yaml", f"tasks.build.duration={days}", iterations=256), reports=False)
        for days in range(1, 16)
    ]
    deadly: Any = {"bomb": Bomb()}
    bomb = replace(jobs[9], head=replace(jobs[9].head, run="bomb", settings=deadly))
    jobs[9] = bomb
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}), cluster_player("local", workers=2) as player:
        findings = {job.name: finding for job, finding in player(jobs, ignore)}
    assert [name for name, finding in findings.items() if finding.failed] == [bomb.name]
    assert "ended again and again" in findings[bomb.name].row.error
    assert all(as_kept(findings[job.name]) == as_kept(run_job(job)) for job in jobs if job is not bomb)


def test_what_is_announced_and_never_arrives_is_played_again(
    monkeypatch: pytest.MonkeyPatch, workers: Callable[[int], Workers]
) -> None:
    """As where a worker ends between telling that it has finished and being asked for what it found."""
    distributed: Any = import_module("distributed")
    lost: list[Any] = []
    gather = distributed.Client.gather

    def first_never_arrives(client: Any, future: Any, **options: Any) -> Any:
        if lost:
            return gather(client, future, **options)
        lost.append(future)
        return asyncio.Event().wait()

    monkeypatch.setattr(distributed.Client, "gather", first_never_arrives)
    monkeypatch.setattr("milepost.simulate.batch.cluster.client._ARRIVES_BY", 15)
    job = replace(job_of("minimal.yaml", "tasks.build.duration=3", iterations=256), reports=False)
    ((_job, finding),) = workers(1).play([job], ignore)
    assert len(lost) == 1
    assert as_kept(finding) == as_kept(run_job(job))


def test_small_runs_travel_together_and_few_are_taken_at_once(
    monkeypatch: pytest.MonkeyPatch, workers: Callable[[int], Workers]
) -> None:
    """After the first ones, which show how long a run takes, those of half a second of work are one task."""
    bundles: list[list[str]] = []
    send = Dispatch._send_whole

    def watched(dispatch: Dispatch, jobs: list[Job]) -> None:
        bundles.append([job.name for job in jobs])
        send(dispatch, jobs)

    monkeypatch.setattr(Dispatch, "_send_whole", watched)
    monkeypatch.setattr("milepost.simulate.batch.cluster.dispatch._MOST_RUNS", 8)
    one = replace(job_of("minimal.yaml", "tasks.build.duration=3", iterations=256), reports=False)
    under_way = peak = 0

    def jobs() -> Iterator[Job]:
        nonlocal under_way, peak
        for number in range(100):
            under_way += 1
            peak = max(peak, under_way)
            yield replace(one, name=str(number))

    names = []
    for job, finding in workers(1).play(jobs(), ignore):
        under_way -= 1
        assert not finding.failed
        names.append(job.name)
    assert sorted(names, key=int) == [str(number) for number in range(100)]
    assert [len(bundle) for bundle in bundles[:2]] == [1, 1]
    assert max(map(len, bundles)) == 8
    assert len(bundles) < 40
    assert peak <= 3 * 8


@pytest.mark.parametrize("protocol", ["tcp", "tls"])
def test_a_scheduler_of_its_own_gives_the_same_bits_and_is_not_mentioned(
    protocol: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    local, cluster = Store(tmp_path / "local"), Store(tmp_path / "cluster")
    with local_player() as player:
        run_batch(MINIMAL, local, player, iterations=1000)
    with processes(tmp_path, protocol) as (address, _scheduler), cluster_player(address) as player:
        batch = run_batch(MINIMAL, cluster, player, iterations=1000)
    assert address.startswith(f"{protocol}://127.0.0.1:")
    assert (batch.played, batch.failed) == (30, 0)
    assert files_in(cluster.folder) == files_in(local.folder)
    kept = b"".join(files_in(cluster.folder).values()) + "".join(capfd.readouterr()).encode()
    assert not any(secret in kept for secret in (address.encode(), b"127.0.0.1", b"key.pem", bytes(tmp_path)))


def test_a_scheduler_that_is_lost_leaves_what_was_finished(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of thirty runs no more than four travel together, so that most are still to be sent after the third."""
    monkeypatch.setattr("milepost.simulate.batch.cluster.dispatch._MOST_RUNS", 4)
    store, whole = Store(tmp_path / "cluster"), Store(tmp_path / "local")
    with processes(tmp_path, "tcp") as (address, scheduler):

        def lose(_iterations: int) -> None:
            if len(list(store.folder.glob("runs/*/run.json"))) >= 3:
                scheduler.kill()

        with pytest.raises(ClusterError, match="the scheduler was lost") as lost, cluster_player(address) as player:
            run_batch(MINIMAL, store, player, iterations=1000, progress=lose)
    assert "127.0.0.1" not in str(lost.value) + "".join(capfd.readouterr())
    with local_player() as player:
        again = run_batch(MINIMAL, store, player, iterations=1000)
        run_batch(MINIMAL, whole, player, iterations=1000)
    assert again.kept >= 3
    assert again.kept + again.played == 30
    assert files_in(store.folder) == files_in(whole.folder)


@contextmanager
def processes(folder: Path, protocol: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Start a scheduler and a worker as one does on a cluster, each with dask's own configuration."""
    dask: Any = import_module("dask")
    tls = certificate(folder) if protocol == "tls" else {}
    named = {f"DASK_{key.replace('.', '__').replace('-', '_').upper()}": str(value) for key, value in tls.items()}
    found = folder / "scheduler.json"
    listening = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--protocol", protocol]
    calls = [
        [*listening, "--no-dashboard", "--scheduler-file", str(found)],
        [
            "worker",
            "--nthreads",
            "1",
            "--no-dashboard",
            "--scheduler-file",
            str(found),
            "--host",
            f"{protocol}://127.0.0.1",
        ],
    ]
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "dask", *call],
            env={**os.environ, **named},
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for call in calls
    ]
    try:
        while (address := told_in(found)) is None:
            assert started[0].poll() is None, "the scheduler has ended"
            time.sleep(0.05)
        with dask.config.set(tls):
            yield address, started[0]
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait()


def told_in(file: Path) -> str | None:
    """Return the address that a scheduler writes into a file; none while it is not there, or not whole."""
    try:
        address: str = json.loads(file.read_bytes())["address"]
    except (FileNotFoundError, ValueError):
        return None
    return address


def certificate(folder: Path) -> dict[str, Any]:
    """Make a certificate that vouches for itself, and tell dask of it."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    call = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=milepost"]
    try:
        subprocess.run(
            ["openssl", *call, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True
        )
    except FileNotFoundError:
        pytest.skip("there is no openssl to make a certificate with")
    tls = "distributed.comm.tls"
    roles = [
        (f"{tls}.{role}.{part}", path)
        for role in ("client", "scheduler", "worker")
        for part, path in (("cert", certificate), ("key", key))
    ]
    return {
        "distributed.comm.require-encryption": True,
        f"{tls}.ca-file": str(certificate),
        **{name: str(path) for name, path in roles},
    }


def answer(port: int, security: Any = None, *, folder: Path, shows: bool = True, page: str = "/") -> bytes:
    """
    Say something to a port, and return the beginning of what is answered; nothing where the connection is closed.

    It is said in the clear, or over TLS to whoever it may be, which an intruder does not ask, with the certificate of
    `security` or with none. Dask speaks first once it has accepted somebody; what speaks HTTP answers with its version.
    """
    with socket.create_connection(("127.0.0.1", port)) as connection:
        try:
            if security is None:
                connection.sendall(f"GET {page} HTTP/1.0\r\n\r\n".encode())
                return connection.recv(12)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            if shows:
                (folder / "shown.pem").write_text(security.tls_client_key + security.tls_client_cert)
                context.load_cert_chain(folder / "shown.pem")
            with context.wrap_socket(connection) as secured:
                return secured.recv(12)
        except (ssl.SSLError, ConnectionError):
            return b""


def listening() -> list[Any]:
    """Return the addresses at which this process and all that it has started listen."""
    everyone = [psutil.Process(), *psutil.Process().children(recursive=True)]
    return [one.laddr for process in everyone for one in process.net_connections() if one.status == psutil.CONN_LISTEN]


def test_nobody_without_the_certificate_of_the_run_reaches_local_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No port of the scheduler, its nannies and workers answers, in the clear or with another certificate like it."""
    distributed: Any = import_module("distributed")
    made: list[Any] = []
    temporary = distributed.Security.temporary

    def watched() -> Any:
        made.append(temporary())
        return made[0]

    before = {address.port for address in listening()}
    monkeypatch.setattr(distributed.Security, "temporary", watched)
    with cluster_player("local", workers=2) as player:
        opened = [address for address in listening() if address.port not in before]
        ports = {address.port for address in opened}
        assert {address.ip for address in opened} == {"127.0.0.1"}
        client = distributed.default_client()
        told = client.scheduler_info()
        addresses = [told["address"], *told["workers"], *(worker["nanny"] for worker in told["workers"].values())]
        of_dask = {int(address.rpartition(":")[2]) for address in addresses}
        assert len(of_dask) == 1 + 2 * 2
        assert of_dask <= ports
        for port in of_dask:
            assert answer(port, made[0], folder=tmp_path)
            assert not answer(port, made[0], folder=tmp_path, shows=False)
            assert not answer(port, temporary(), folder=tmp_path)
            assert answer(port, folder=tmp_path)[:1] in (b"", b"\x15"), "closed, or an alert of TLS"
        pages = ("/", "/health", "/metrics", "/status", "/info/main/workers.html", "/json/counts.json")
        told_to_all = {answer(port, folder=tmp_path, page=page) for port in ports - of_dask for page in pages}
        assert told_to_all <= {b"HTTP/1.1 404"}
        job = job_of("minimal.yaml", "tasks.build.duration=3", iterations=1000)
        assert [as_kept(finding) for _job, finding in player([job], ignore)] == [as_kept(run_job(job))]


def test_what_local_workers_put_down_on_disk_is_where_only_this_user_can_enter(tmp_path: Path) -> None:
    """It is a folder from which workers import modules, and it goes with them."""
    distributed: Any = import_module("distributed")
    with cluster_player("local", workers=1):
        client = distributed.default_client()
        (folder,) = client.run(lambda dask_worker: dask_worker.local_directory).values()
        (own,) = [parent for parent in Path(folder).parents if parent.parent == Path(tempfile.gettempdir())]
        assert own.stat().st_mode & 0o777 == 0o700
        assert own.stat().st_uid == os.getuid()
    assert not own.exists()


def test_without_what_makes_certificates_no_local_workers_are_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography", None)
    with pytest.raises(ClusterError, match=r"pip install 'milepost\[cluster\]'"), cluster_player("local"):
        pass


def test_a_scheduler_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("milepost.simulate.batch.cluster.cluster._PATIENCE", "1s")
    with pytest.raises(ClusterError, match="no scheduler answers") as missing, cluster_player("tcp://127.0.0.1:9"):
        pass
    assert "127.0.0.1" not in str(missing.value)


def test_a_worker_with_another_version_is_refused() -> None:
    from milepost.simulate.batch.cluster import cluster

    class Client:
        def wait_for_workers(self, _count: int, timeout: str) -> None: ...

        def run(self, function: Any) -> dict[str, Any]:
            code, found = function()
            older = tuple((name, "1.0" if name == "numpy" else version) for name, version in found)
            return {"tcp://10.0.0.1:1": (code, older), "tcp://10.0.0.2:1": (code, found)}

    with pytest.raises(ClusterError, match=r"1 of 2 workers have numpy 1\.0 and not") as refused:
        cluster._check_workers(Client())
    assert "10.0.0" not in str(refused.value)


@pytest.mark.usefixtures("short_parts")
def test_a_worker_of_another_version_that_comes_later_ends_the_batch(
    monkeypatch: pytest.MonkeyPatch, workers: Callable[[int], Workers]
) -> None:
    """Whether it plays runs whole or a part of one."""
    code, found = fingerprint()
    play = workers(1).play
    monkeypatch.setattr("milepost.simulate.batch.cluster.dispatch.fingerprint", lambda: ("other", found))
    for iterations in (256, ITERATIONS):
        with pytest.raises(ClusterError, match=f"a worker that came later has milepost's code {code} and not other"):
            list(play([replace(large_job(), iterations=iterations)], ignore))


def test_without_distributed_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"pip install 'milepost\[cluster\]'"), cluster_player("local"):
        pass
