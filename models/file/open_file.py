"""Open file: a scenario under edit, with what it lies over read once."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from os.path import relpath
from pathlib import Path
from typing import Any, Self

from milepost.models.file.document import COLUMNS, PLAN, PROJECT
from milepost.models.file.edited import Edited
from milepost.models.file.imported import Imported
from milepost.models.file.layers import Layers, chain_of
from milepost.models.file.opened import Opened, opened
from milepost.models.file.reader import Review, read_scenario, review
from milepost.models.file.reading import PartsRead
from milepost.models.file.rewriting import rewritten
from milepost.models.file.source import Source, content_of
from milepost.models.file.starting_overlay import starting_overlay
from milepost.models.file.template import made_own
from milepost.models.problem import KeyPath, Problem, Remark, ScenarioError
from milepost.models.scenario import Scenario

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenFile:
    """
    A scenario file that is being changed; it stays as it is, and so do the files that it lies over.

    Parameters
    ----------
    path
        The file; where it will stand, if it is not there yet.
    text
        What stands in it, with its byte order mark if it has one: encoded, these are its bytes.
    data
        The same as plain data, of this file alone; never to be changed.
    below
        What it lies over, as plain data of one plan; none where it lies over nothing. Never to be changed.
    is_new
        Whether it is not there yet.
    chain
        What it lies over, uppermost first, as read.
    digests
        Of each file, this one first, what stands in it; none of one that is not there yet.
    parts
        Those of the data that were read last.
    """

    path: Path
    text: str
    data: Mapping[str, Any]
    below: Mapping[str, Any] | None
    is_new: bool
    chain: tuple[Opened, ...]
    digests: Mapping[Path, str | None]
    parts: PartsRead = field(default_factory=PartsRead, compare=False, repr=False)

    @classmethod
    def of(cls, path: Path) -> Self:
        """
        Read a scenario file and all that it lies over.

        Raises
        ------
        ScenarioError
            When one of them cannot be read as YAML, or holds keys twice or tags.
        """
        content = content_of(path)
        source = Source(path, content)
        return cls._over(path, content.decode(), source, is_new=False)

    @classmethod
    def over(cls, path: Path, to: Path, *, project: str = "", schema: str = "") -> Self:
        """
        Lay a new scenario over the plan of another program or a list of tasks, as `milepost import` writes it.

        Parameters
        ----------
        path
            The plan.
        to
            Where the scenario will stand.
        project
            Name of the project that is meant, where the plan holds several.
        schema
            Where editors find the schema, as seen from the scenario.

        Raises
        ------
        ScenarioError
            When it cannot be read.
        """
        imported = opened(path, project)
        if not isinstance(imported, Imported):
            message = "is a scenario already: open it as it is"
            raise ScenarioError([imported.problem(Remark(path=(), message=message))])
        plan = Path(relpath(path.resolve(), to.parent.resolve())).as_posix()
        text = starting_overlay(imported, plan=plan, name=path.stem, schema=schema, project=project)
        return cls._over(to, text, Source(to, text), is_new=True)

    @classmethod
    def template(cls, text: str, start: date, to: Path, *, schema: str = "") -> Self:
        """
        Return a plan of one's own made of the text of another.

        Parameters
        ----------
        text
            The scenario to begin with.
        start
            The earliest day on which the plan may begin.
        to
            Where it will stand.
        schema
            Where editors find the schema, as seen from there.

        Raises
        ------
        ValueError
            When no plan can begin then.
        """
        own = made_own(text, name=to.stem, start=start, schema=schema)
        return cls._over(to, own, Source(to, own), is_new=True)

    @property
    def files(self) -> tuple[Path, ...]:
        """Return the file and those that it lies over, uppermost first."""
        return (self.path, *(Path(one.file) for one in self.chain))

    def read(self, data: Mapping[str, Any]) -> Scenario:
        """
        Return the plan that the file would be with other data.

        Raises
        ------
        ScenarioError
            When these are not a valid scenario; what is wrong has paths, and no lines.
        """
        return read_scenario(_Changed(self, data), parts=self.parts)

    def review(self, data: Mapping[str, Any]) -> Review:
        """
        Return all that there is to say of the file with other data.

        Raises
        ------
        ScenarioError
            When these are not a valid scenario.
        """
        return review(_Changed(self, data))

    def advice(self, data: Mapping[str, Any]) -> tuple[Problem, ...]:
        """
        Return what a planner would want to look at again.

        Raises
        ------
        ScenarioError
            When the data are not a valid scenario.
        """
        return self.review(data).advice

    def merged(self, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return data with what lies below, as one plan."""
        merged: Mapping[str, Any] = _Changed(self, data).layers().data
        return merged

    def written(self, data: Mapping[str, Any], names: Mapping[KeyPath, str] | None = None) -> str:
        """
        Return the text of the file with other data, and every other byte as it is.

        Parameters
        ----------
        data
            What it is to say.
        names
            By the path of an entry in `data` of this file, its new key.

        Raises
        ------
        RewriteError
            When the text cannot be made to say that.
        """
        return rewritten(self.text, data, names, said=self.data)

    def changed(self) -> tuple[Path, ...]:
        """Return the files in which something else stands now, or that are gone or have come."""
        return tuple(path for path, digest in self.digests.items() if _digest_at(path) != digest)

    def saved(self, text: str) -> Self:
        """Return it once it holds another text."""
        source = _source(self.path, text)
        return replace(
            self,
            text=text,
            data=source.data or {},
            is_new=False,
            digests={**self.digests, self.path: _digest(text.encode())},
        )

    @classmethod
    def _over(cls, path: Path, text: str, source: Source, *, is_new: bool) -> Self:
        _, *chain = chain_of(path, source)
        if problems := [problem for one in (source, *chain) for problem in one.problems]:
            raise ScenarioError(problems)
        below = Layers(Path(chain[0].file), chain=chain).data if chain else None
        digests = {Path(one.file): _digest_at(Path(one.file)) for one in chain}
        own = None if is_new else _digest(text.encode())
        data = {} if source.data in (None, "") else source.data
        if not isinstance(data, dict):
            message = "no keys stand in it: write name, start, milestones and tasks, as key: value"
            raise ScenarioError([source.problem(Remark(path=(), message=message))])
        return cls(
            path=path,
            text=text,
            data=data,
            below=below,
            is_new=is_new,
            chain=tuple(chain),
            digests={path: own, **digests},
        )


@dataclass(frozen=True, slots=True)
class _Changed:
    """
    A file with other data, to be read as the file would be.

    Parameters
    ----------
    file
        The file.
    data
        What it is to say.
    """

    file: OpenFile
    data: Mapping[str, Any]

    def layers(self) -> Layers:
        """Return it with what it lies over, which is not read again."""
        file, path = self.file, self.file.path
        edited = Edited(file=str(path), data=self.data)
        for key in (PLAN, PROJECT, COLUMNS):
            if self.data.get(key) != file.data.get(key):
                message = "what the plan lies over cannot be changed while it is open: change it in the file"
                raise ScenarioError([edited.problem(Remark(path=(key,), message=message))])
        chain: Sequence[Opened] = (edited, *file.chain)
        return Layers(path, chain=chain)


def _source(path: Path, text: str) -> Source:
    return Source(path, text.removeprefix(_BOM))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _digest_at(path: Path) -> str | None:
    try:
        return _digest(path.read_bytes())
    except OSError:
        return None
