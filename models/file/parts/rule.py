"""The part of a rule: what many tasks share."""

from typing import Annotated, Final, Self

from pydantic import ConfigDict, Field, ValidationInfo, WithJsonSchema, model_validator

from milepost.models.file.fields import Ids, Item, QuantityOrNone, Rho, Text, attempt, optional
from milepost.models.file.parts.part import Part
from milepost.models.file.reading import is_whole
from milepost.models.file.where import CRITICAL, SORTED_BY, TEXTS, Where

_TEXTS: Final = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
WhereOrNone = Annotated[
    Where | None,
    optional(Where.of, None),
    WithJsonSchema(
        {
            "anyOf": [
                {"const": "all"},
                {
                    "type": "object",
                    "properties": {
                        **dict.fromkeys(TEXTS, _TEXTS),
                        **{key: {"type": "object", "additionalProperties": _TEXTS} for key in SORTED_BY},
                        CRITICAL: {"type": "boolean"},
                    },
                    "additionalProperties": False,
                },
            ]
        }
    ),
]


class CorrelatedPart(Part):
    """How closely the durations of the tasks that a rule is about go together."""

    model_config = ConfigDict(title="Correlated")

    rho: Rho = Field(
        title="Rho",
        description="How closely, from 0 to 1: the correlation of a Gaussian copula [-].",
        examples=[0.3],
    )


class PointsPart(Part):
    """Which fields of the tasks have the three points of their durations."""

    model_config = ConfigDict(title="Points")

    low: Item = Field(
        title="Low", description="Name of the field with the least that the work may take.", examples=["Duration1"]
    )
    likely: Text = Field(
        default="",
        title="Likely",
        description="Name of the field with what it most likely takes. Unless given: the duration is.",
        examples=["Duration2"],
    )
    high: Item = Field(
        title="High", description="Name of the field with the most that it may take.", examples=["Duration3"]
    )


class RulePart(Part):
    """What many tasks share."""

    model_config = ConfigDict(title="Rule")

    name: Text = Field(
        default="",
        title="Name",
        description="What the rule is called. Unless given: what it looks for.",
        examples=["civil works"],
    )
    where: WhereOrNone = Field(
        default=None,
        title="Where",
        description="Which tasks it is about: `all`, or texts to look for in their `id`, `name`, `owner`, `notes`, "
        "`group` or `wbs`, or by name in a `code` or in `fields`, or whether they are `critical`. Unless given: those "
        "under `ids`.",
        examples=[{"name": "*pour*"}, {"code": {"Discipline": ["CIV", "STR"]}, "wbs": "1.3.*"}, {"critical": True}],
    )
    ids: Ids = Field(
        default_factory=list,
        title="Ids",
        description="Ids of the tasks that it is about. Unless given: those that `where` finds.",
        examples=[["build_mvp", "build_reports"]],
    )
    range: Text = Field(
        default="",
        title="Range",
        description="Name of a factor among `ranges`, for those with one number as duration. Unless given: nothing.",
        examples=["rough"],
    )
    fields: PointsPart | None = Field(
        default=None,
        title="Fields",
        description="Which fields of the tasks have the three points of their durations in working days; the rule is "
        "about those in which they are filled. Unless given: durations are not taken from fields.",
        examples=[{"low": "Duration1", "likely": "Duration2", "high": "Duration3"}],
    )
    duration: QuantityOrNone = Field(
        default=None,
        title="Duration",
        description="How long their work takes where they do not say [working days]. Unless given: nothing.",
        examples=[[2, 3, 8]],
    )
    calendar: Text = Field(
        default="",
        title="Calendar",
        description="Name of the calendar by which they are worked where they do not say. Unless given: nothing.",
        examples=["site", "every_day"],
    )
    owner: Text = Field(
        default="",
        title="Owner",
        description="Who answers for them where they do not say. Unless given: nothing.",
        examples=["Site manager"],
    )
    exposed_to: Ids = Field(
        default_factory=list,
        title="Exposed to",
        description="Ids of risks that harm them, besides those that expose them themselves. Unless given: nothing.",
        examples=[["weather"]],
    )
    correlated: CorrelatedPart | None = Field(
        default=None,
        title="Correlated",
        description="Makes one group of those without rounds, whose durations go together. Unless given: nothing.",
        examples=[{"rho": 0.3}],
    )

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        if is_whole(info):
            attempt(lambda _: self._check(), None)
        return self

    def _check(self) -> None:
        """Refuse a rule that is about nothing, or says nothing."""
        if self.where is not None and self.ids:
            raise ValueError("a rule with both where and ids: say by one of the two which tasks it is about")
        if self.where is None and not self.ids and self.fields is None:
            raise ValueError("a rule with neither where nor ids: say by one of the two which tasks it is about")
        if self.fields is not None and self.duration is not None:
            raise ValueError("a rule with both duration and fields: take the durations from one of the two")
        said = (self.range, self.fields, self.duration, self.calendar, self.owner, self.exposed_to, self.correlated)
        if not any(said):
            raise ValueError(
                "a rule that says nothing: give range, fields, duration, calendar, owner, exposed_to or correlated"
            )
