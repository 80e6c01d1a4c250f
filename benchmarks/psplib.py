"""
How long the plans of PSPLIB take when `auto` levels their resources, beside the best makespans known.

PSPLIB [1]_ is published at https://www.om-db.wi.tum.de/psplib/ and is no part of this repository. Give a folder, or a
tar archive of one, with its instances (`j301_1.sm` and so on, in folders or not) and a table `best_known.csv`:
`set, instance, best_ub, best_lb`, the shortest makespan that is known and the highest bound below which none can be.

Run `python benchmarks/psplib.py psplib.tar.xz`; some two minutes, and `--every 20` to see that all works.

References
----------
.. [1] Kolisch, Sprecher (1996), PSPLIB - a project scheduling problem library, European Journal of Operational Research
   96(1), 205-216.
"""

import argparse
import csv
import io
import tarfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from milepost.models import Link
from milepost.models.levelling import Activity, level
from milepost.models.levelling.generation import in_turn, parallel
from milepost.models.levelling.priority import priorities
from milepost.models.levelling.project import Project

_TABLE = "best_known.csv"
_TO_REACH = {"j30": "2%", "j120": "7%"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """
    A project whose tasks need units of resources, all links finish-to-start.

    Parameters
    ----------
    activities
        Its jobs, by number.
    capacities
        By resource, how many units there are.
    """

    activities: Sequence[Activity]
    capacities: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """
    What levelling made of an instance.

    Parameters
    ----------
    auto, schedule, rule
        By how much the makespan of `auto`, of one schedule by one rule (LFT, parallel) and of the rule's list without
        a schedule is longer than the best known [-].
    ratio
        How long `auto` takes beside that one schedule [-].
    """

    auto: float
    schedule: float
    rule: float
    ratio: float


def main() -> None:
    """Level every instance and print, by set, how much longer the makespans are than the best known."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("psplib", type=Path, help=f"folder or tar archive with instances and {_TABLE}")
    parser.add_argument("--every", type=int, default=1, help="take one instance of so many (1)")
    given = parser.parse_args()
    texts = dict(_texts(given.psplib))
    known: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for row in csv.DictReader(io.StringIO(texts[_TABLE])):
        if f"{row['instance']}.sm" in texts:
            known[row["set"]].append(row)
    heads = ("worst", "as known", "to reach", "one rule", "its list", "times as long")
    print(f"{'':8}{'auto':>8}" + "".join(f"{head:>15}" for head in heads))
    for name, rows in known.items():
        chosen = rows[:: given.every]
        print_set(name, [figures(read(texts[f"{row['instance']}.sm"]), row) for row in chosen])


def print_set(name: str, all_figures: Sequence[Figures]) -> None:
    """Print what levelling made of the instances of a set."""
    number = len(all_figures)
    auto, schedule, rule, ratio = (
        sum(getattr(one, what) for one in all_figures) / number for what in ("auto", "schedule", "rule", "ratio")
    )
    worst = max(one.auto for one in all_figures)
    as_known = sum(one.auto <= 0.0 for one in all_figures) / number
    print(
        f"{name:8}{auto:8.2%}{worst:15.1%}{as_known:15.0%}{_TO_REACH.get(name, ''):>15}{schedule:15.1%}{rule:15.1%}"
        f"{ratio:15.0f}"
    )
    print(f"{'':8}{number} instances, every schedule feasible, none below a bound")


def figures(instance: Instance, known: Mapping[str, str]) -> Figures:
    """Level an instance, and hold the schedule against its links, its capacities and what is known of it."""
    project = Project.of(instance.activities, instance.capacities)
    begin = time.perf_counter()
    ranks = priorities(project)["LFT"]
    schedule = parallel(project, ranks)
    middle = time.perf_counter()
    times = level(instance.activities, instance.capacities).times
    end = time.perf_counter()
    check_feasible(instance, times)
    makespan, best = max(finish for _, finish in times.values()), float(known["best_ub"])
    if makespan < float(known["best_lb"]):
        raise SystemExit(f"{known['instance']}: {makespan:g} is below the bound {known['best_lb']}")
    return Figures(
        auto=makespan / best - 1.0,
        schedule=project.end(schedule) / best - 1.0,
        rule=project.end(in_turn(project, project.ordered(ranks))) / best - 1.0,
        ratio=(end - middle) / (middle - begin),
    )


def check_feasible(instance: Instance, times: Mapping[str, tuple[float, float]]) -> None:
    """Refuse a schedule in which a job starts before one that it waits for has finished, or in which units lack."""
    for one in instance.activities:
        if any(times[one.id][0] < times[link.predecessor][1] for link in one.after):
            raise SystemExit(f"job {one.id} starts before what it waits for has finished")
    for moment, _ in times.values():
        running = [one for one in instance.activities if times[one.id][0] <= moment < times[one.id][1]]
        for resource, capacity in instance.capacities.items():
            if sum(one.needs.get(resource, 0) for one in running) > capacity:
                raise SystemExit(f"more than {capacity} units of {resource} are in use on day {moment:g}")


def read(text: str) -> Instance:
    """Read an instance as PSPLIB writes it, with one mode for each job."""
    links: defaultdict[str, list[Link]] = defaultdict(list)
    for job, _, _, *successors in _rows(text, "PRECEDENCE RELATIONS:"):
        for successor in successors:
            links[successor].append(Link(predecessor=job))
    (capacities,) = _rows(text, "RESOURCEAVAILABILITIES:")
    resources = [f"R{number}" for number in range(1, len(capacities) + 1)]
    return Instance(
        activities=[
            Activity(
                id=job,
                duration=float(duration),
                after=tuple(links[job]),
                needs={name: int(units) for name, units in zip(resources, needs, strict=True) if units != "0"},
            )
            for job, _, duration, *needs in _rows(text, "REQUESTS/DURATIONS:")
        ],
        capacities=dict(zip(resources, map(int, capacities), strict=True)),
    )


def _rows(text: str, title: str) -> Iterator[list[str]]:
    """Yield the rows of numbers below a title, up to the next line of stars."""
    for line in text.partition(title)[2].splitlines():
        if line.startswith("*"):
            return
        if line.replace(" ", "").isdigit():
            yield line.split()


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every file in a folder, or in an archive, which is not unpacked."""
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_file():
                yield file.name, file.read_text(encoding="utf-8")
        return
    with tarfile.open(path) as archive:
        for member in archive:
            content = archive.extractfile(member)
            if content is not None:
                yield PurePosixPath(member.name).name, content.read().decode("utf-8")


if __name__ == "__main__":
    main()
