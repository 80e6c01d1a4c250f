"""What is told of two plans, as GitHub's Markdown."""

from collections.abc import Iterable, Iterator

from milepost.simulate.report.comparison.told import DECISIONS, Told
from milepost.simulate.report.media.markdown import escaped


def comparison_markdown(told: Told) -> str:
    """Write what is told of two plans for a comment on a change, or a page."""
    return "\n".join([*_parts(told), ""])


def _parts(told: Told) -> Iterator[str]:
    yield from (f"**{escaped(told.heading)}**", "")
    first, *lines = told.plan
    yield from (escaped(first), "")
    if lines:
        yield from (f"- {escaped(line)}" for line in lines)
        yield ""
    if told.decisions:
        yield from (escaped(DECISIONS), "")
        yield from (f"- {escaped(line)}" for line in told.decisions)
        yield ""
    if told.rows:
        yield _line(map(escaped, told.headings))
        yield _line("---" if not k else "---:" for k in range(len(told.headings)))
        for row, bold in zip(told.rows, told.bold, strict=True):
            name, *cells = map(escaped, row)
            yield _line([f"**{name}**" if bold else name, *cells])
        yield from ("", escaped(told.explanation), "")
    yield from (f"- {escaped(sentence)}" for sentence in told.sentences)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
