"""Parts of the plan as a whole: its calendar, budget and correlations."""

from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import ConfigDict, Field, ValidationInfo, field_validator, model_validator

from milepost.models.calendar import Calendar, Hours, check_region, days_named, usual_workdays, week_of
from milepost.models.correlation import Correlation, check_members
from milepost.models.file.fields import (
    Country,
    DayKey,
    DayLength,
    DayRanges,
    DaySaid,
    HoursSaid,
    Ids,
    Money,
    MoneyOrNone,
    Rho,
    Text,
    TextOrNone,
    Total,
    Workdays,
    attempt,
)
from milepost.models.file.parts.part import NOTHING_IS_EMPTY, Part
from milepost.models.file.reading import is_whole
from milepost.models.money import Budget
from milepost.models.problem import cut


class CalendarPart(Part):
    """Which days are worked."""

    model_config = ConfigDict(title="Calendar")

    workdays: Workdays = Field(
        default=None,
        title="Days of the week",
        description="Days and ranges of days that are worked, with commas between; a range may wrap, as `Sun-Thu` "
        "does. Unless given: the week of the `country`; `Mon-Fri` without one.",
        examples=["Mon-Fri", "Sun-Thu", "Mon, Wed, Fri-Sun"],
    )
    country: Country = Field(
        default=None,
        title="Country",
        description="Two letters of ISO 3166; its public holidays are not worked, and days of weekends that make up "
        "for them are. Unless given: no public holidays.",
        examples=["NL", "DE"],
    )
    region: TextOrNone = Field(
        default=None,
        title="Region",
        description="State, province or part of the country where holidays differ, as in DE, GB and US. Unless "
        "given: the whole country.",
        examples=["BY"],
    )
    holidays: DayRanges = Field(
        default_factory=list,
        title="Own holidays",
        description="More days off, such as the company's own, and ranges of them with both ends, up to 366 days "
        "each. Unless given: none.",
        examples=[["2026-12-24", "2026-08-03..2026-08-14"]],
    )
    hours: HoursSaid = Field(
        default=None,
        title="Hours",
        description="When is worked, in shifts from the earliest on: of each working day, or by day of the week, which "
        "then says what `workdays` are. Unless given: whole days.",
        examples=["07:00-12:00, 12:30-15:30", {"Mon-Thu": "07:00-12:00, 12:30-16:00", "Fri": "07:00-12:00"}],
    )
    day: DayLength = Field(
        default=None,
        title="Day",
        description="How long a working day is, of which durations are so many, from 1 to 24 [hours]. Unless given: as "
        "long as most days of the week are by `hours`.",
        examples=[8],
    )
    days: Annotated[dict[DayKey, DaySaid], NOTHING_IS_EMPTY] = Field(
        default_factory=dict,
        title="Days",
        description="By date its hours, or how much of it is worked, from 0 to 1, whatever would be else [-]. Unless "
        "given: none.",
        examples=[{"2026-12-24": 0.5, "2026-02-14": 1}, {"2026-12-24": "07:00-11:00"}],
    )

    @field_validator("days", mode="before")
    @classmethod
    def _once(cls, days: object, info: ValidationInfo) -> object:
        if isinstance(days, dict) and is_whole(info):
            attempt(lambda _: _check_once(days), days)
        return days

    @field_validator("region", mode="after")
    @classmethod
    def _known(cls, region: str | None, info: ValidationInfo) -> str | None:
        if region is not None and "country" in info.data and is_whole(info):
            attempt(lambda _: check_region(info.data["country"], region), region)
        return region

    @model_validator(mode="after")
    def _fits(self, info: ValidationInfo) -> Self:
        if is_whole(info):
            attempt(lambda _: self._check_hours(), None)
        return self

    def _check_hours(self) -> None:
        """Refuse hours that do not go with the rest."""
        if self.hours is None:
            own = [day for day, said in self.days.items() if isinstance(said, Hours)]
            if own:
                said = f"{own[0]} has hours, and other days have none"
                raise ValueError(f"{said}: give the calendar hours, or this day a part, as 0.5")
            if self.day is not None:
                raise ValueError(
                    "day is in hours, and no day of the week has any: give the calendar hours, or leave it out"
                )
        if isinstance(self.hours, tuple) and self.workdays is not None:
            named = tuple(hours is not None for hours in self.hours)
            if named != week_of(self.workdays):
                said = f"hours are given of {days_named(named)}, and workdays are {cut(self.workdays)}"
                raise ValueError(f"{said}: leave workdays out, or name the same days")

    def calendar(self) -> Calendar:
        """Make the calendar."""
        workdays = self.workdays or usual_workdays(self.country)
        by_day = self.hours
        if isinstance(by_day, Hours):
            by_day = tuple(by_day if worked else None for worked in week_of(workdays))
        broken = self.hours is None  # a broken file may have hours or a length of a day alone
        return Calendar(
            workdays=workdays if by_day is None else days_named([hours is not None for hours in by_day]),
            country=self.country,
            region=self.region if self.country else None,  # a broken file may have it alone
            holidays=tuple(sorted({day for days in self.holidays for day in days})),
            days=tuple(
                sorted((day, 1.0 if broken and isinstance(said, Hours) else said) for day, said in self.days.items())
            ),
            hours=None if by_day is None else tuple(hours or Hours() for hours in by_day),
            day=None if broken else self.day,
        )


class BudgetPart(Part):
    """The budget, and what is spent every day."""

    model_config = ConfigDict(title="Budget")

    total: Total = Field(
        default=None,
        title="Total",
        description="What may be spent in all, above 0 [currency]. Unless given: nothing is compared with a budget.",
        examples=[900000],
    )
    burn: Money = Field(
        default=0.0,
        title="Burn",
        description="Cost of the standing team until the last milestone [currency per working day]. Unless given: 0.",
        examples=[2400],
    )
    spent: MoneyOrNone = Field(
        default=None,
        title="Spent",
        description="What is spent before the day of the status [currency]. Unless given: what the costs of the plan "
        "come to by then.",
        examples=[410000],
    )

    def budget(self) -> Budget:
        """Make the budget."""
        return Budget(total=self.total, burn=self.burn, spent=self.spent)


class CorrelationPart(Part):
    """A group of tasks, or of risks, that go well or badly together."""

    model_config = ConfigDict(title="Correlation")

    name: Text = Field(
        default="",
        title="Name",
        description="What the group is called; under the same name it draws the same factor whoever is in it. Unless "
        "given: its members.",
        examples=["civil works"],
    )
    tasks: Ids = Field(
        default_factory=list,
        title="Tasks",
        description="Ids of two or more tasks whose durations go together. Unless given: a group of risks.",
        examples=[["build_mvp", "build_reports"]],
    )
    risks: Ids = Field(
        default_factory=list,
        title="Risks",
        description="Ids of two or more risks that tend to occur together. Unless given: a group of tasks.",
        examples=[["hr_demand", "partner_leaves"]],
    )
    rho: Rho = Field(
        title="Rho",
        description="How closely, from 0 to 1: the correlation of a Gaussian copula [-].",
        examples=[0.5],
    )

    @model_validator(mode="after")
    def _members(self, info: ValidationInfo) -> Self:
        if is_whole(info):
            attempt(lambda _: check_members(self.tasks, self.risks), None)
        return self

    def correlation(self) -> Correlation:
        """Make the correlation."""
        return Correlation(name=self.name, tasks=tuple(self.tasks), risks=tuple(self.risks), rho=self.rho)


def _check_once(days: Iterable[str]) -> None:
    """Refuse a date that is written in two ways."""
    seen: dict[str, str] = {}
    for text in days:
        day = "-".join(part.zfill(2) for part in text.strip().split("-"))
        if day in seen:
            raise ValueError(f"{cut(seen[day])!r} and {cut(text)!r} are one date: keep one of them")
        seen[day] = text
