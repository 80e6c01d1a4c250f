"""The page docs/validation.md: what was measured, between two marks that a new audit writes anew."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.audit.agreement import ITERATIONS
from tests.audit.measuring import Measured
from tests.audit.study import PROMISED, Coverage

PAGE = Path(__file__).parents[2] / "docs" / "validation.md"
BEGIN = "<!-- measured by `make audit`: do not edit from here -->"
END = "<!-- to here -->"


def measured(found: Measured, seeds: range) -> str:
    """Write what was measured."""
    coverages, races, agreement = found.coverages, found.races, found.agreement
    return "\n".join(
        [
            f"Seeds {seeds.start:,} to {seeds.stop - 1:,} for intervals, and as many runs for each row.",
            "",
            "### Intervals",
            "",
            "| figure | plan | iterations | held the truth | no verdict |",
            "|---|---|---|---|---|",
            *map(_row, coverages),
            "",
            *_below(coverages),
            "",
            "### Races",
            "",
            "| what raced | races with a guarantee | of these kept the best | without | of these kept the best |",
            "|---|---|---|---|---|",
            *(
                f"| {one.plan} | {one.guaranteed:,} | {_share(one.kept, one.guaranteed)} | {one.silent:,} "
                f"| {_share(one.silent_kept, one.silent)} |"
                for one in races
            ),
            "",
            "### Random plans against a plain pass",
            "",
            f"{agreement.plans:,} random plans of {ITERATIONS} iterations, {agreement.numbers:,} numbers: the largest "
            f"deviation is {agreement.largest:.1e}, as a share of the number where that is above 1.",
        ]
    )


def write(text: str, page: Path = PAGE) -> None:
    """Put what was measured between the marks of a page."""
    before, rest = page.read_text().split(BEGIN)
    _, after = rest.split(END)
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}")


def _row(one: Coverage) -> str:
    verdict = f"{one.share:.1%} ± {one.error:.1%}" if one.verdicts else ""
    few = f" of {one.verdicts:,}" if one.silent and one.verdicts else ""
    silent = f"{one.silent / (one.silent + one.verdicts):.1%}" if one.silent else ""
    return f"| {one.figure} | {one.plan} | {one.iterations:,} | {verdict}{few} | {silent} |"


def _below(coverages: Sequence[Coverage]) -> Iterator[str]:
    """Name what held too seldom."""
    below = [one for one in coverages if one.verdicts and one.share < PROMISED]
    yield f"Below {PROMISED:.1%}: {len(below)} of {len(coverages)} rows" + (":" if below else ".")
    for one in below:
        yield f"- {one.figure}, {one.plan}, {one.iterations:,} iterations: {one.share:.1%} ± {one.error:.1%}"


def _share(count: int, total: int) -> str:
    if not total:
        return ""
    share = count / total
    return f"{count:,} ({share:.1%} ± {(share * (1 - share) / total) ** 0.5:.1%})"
