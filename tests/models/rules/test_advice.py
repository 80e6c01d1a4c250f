from datetime import date
from pathlib import Path

import pytest

from milepost.models import Scenario, read_scenario, review_scenario
from milepost.models.calendar.public_holidays import regional_holidays
from tests.plans import FAULTS

START = "start: 2026-01-05\n"
WORK = "tasks:\n  a: {duration: [8, 12, 25]}\n"
SOUND = START + WORK + "milestones:\n  m: {due: 2026-01-20, after: [a]}\n"


RISKY = """\
start: 2026-01-05
milestones:
  m: {due: 2026-06-30, after: [build]}
risks:
  demand: {probability: 0.45, exposes: [build], delay: [15, 30, 70]}
  law: {probability: 0.1, stop: true}
tasks:
  interviews: {duration: [8, 12, 25], retires: {demand: 0.5}}
  opinion: {duration: 4, reveals: [law]}
  build: {duration: [20, 30, 60], after: [interviews, opinion]}
  rescue: {duration: 5, after: [build], only_if: demand, cost: 5}
"""


def advice(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "plan.yaml"
    path.write_text(text)
    return [str(problem).removeprefix(f"{path}:") for problem in review_scenario(path)[1]]


def test_a_sound_plan_gets_no_advice(tmp_path: Path) -> None:
    """Twelve working days from 5 January end on the 20th, its due date."""
    assert advice(tmp_path, SOUND) == []


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (START + WORK, "1:1: ", ("no milestone",)),  # nothing to judge it by
        (SOUND.replace("due: 2026-01-20, ", ""), "4:1: milestones: ", ("due date",)),  # nothing to hit
        (
            SOUND.replace("01-20", "01-19"),
            "5:12: milestones.m.due: ",
            ("2026-01-19", "2026-01-20", "later"),
        ),  # hopeless
        (
            SOUND.replace("milestones", "  b: {duration: 1, after: [a], latest_start: 2026-01-05}\nmilestones").replace(
                "{due: 2026-01-20, after: [a]}", "{due: 2026-01-21, after: [b]}"
            ),
            "4:46: tasks.b.latest_start: ",
            ("2026-01-05", "is before", "'b' begins", "holds nothing"),
        ),  # later than it should begin
        (
            SOUND.replace("01-20", "01-02"),
            "5:12: milestones.m.due: ",
            ("2026-01-02", "before the plan starts, on 2026-01-05", "'m' cannot be hit"),
        ),  # told anew after its date has passed
        (SOUND + "  n: {due: 2026-02-02}\n", "6:3: milestones.n: ", ("'n'", "day 0", "after")),  # reached at once
        (
            SOUND.replace("milestones", "  b: {duration: 1, after: [a]}\nmilestones"),
            "4:3: tasks.b: ",
            ("'b'",),
        ),  # loose
        (
            "calendar: {country: LK}\n" + SOUND.replace("2026-01-20", "2027-01-20"),
            "1:21: calendar.country: ",
            ("LK", "until 2026-12-31", "goes on until 2027-01-20", "no later one", "list them under holidays"),
        ),  # a due date after the last that is known
        (
            "calendar: {country: CN}\n" + SOUND.replace("2026-01-20", "2028-01-20"),
            "1:21: calendar.country: ",
            ("CN", "until 2026-12-31", "some are missing"),
        ),  # a due date where they thin out
        (
            "calendars: {site: {country: LK}}\n"
            + SOUND.replace("25]", "25], calendar: site").replace("26-01-20", "27-01-20"),
            "1:29: calendars.site.country: ",
            ("LK", "until 2026-12-31", "goes on until 2027-01-20"),
        ),  # of another calendar
        (
            "calendars: {site: {country: DE}}\n" + SOUND.replace("25]", "25], calendar: site"),
            "1:29: calendars.site.country: ",
            ("all of DE", "name yours under region"),
        ),
        (
            "calendars: {site: {country: LK}}\n" + SOUND.replace("2026-01-20", "2027-01-20"),
            "1:13: calendars.site: ",
            ("no task or milestone has the calendar 'site'",),
        ),  # of whose holidays nobody has to know
        (
            SOUND.replace("2026-01-20", "2026-01-25"),
            "5:12: milestones.m.due: ",
            ("2026-01-25 is a day off", "the last day that counts for 'm' is 2026-01-23"),
        ),  # a Sunday
        (
            "calendar: {holidays: [2026-01-22, 2026-01-23]}\n" + SOUND.replace("2026-01-20", "2026-01-23"),
            "6:12: milestones.m.due: ",
            ("2026-01-23 is a day off", "2026-01-21"),
        ),  # after a holiday
        (
            SOUND.replace("2026-01-20", "2076-01-20"),
            "5:12: milestones.m.due: ",
            ("2076-01-20 is 50 years after 2026-01-20", "correct the year"),
        ),  # a slip of a finger
        (
            SOUND.replace("}\nmile", ", daily: 800, cost: 400}\nmile") + "budget: {total: 10900, burn: 100}\n",
            "6:17: budget.total: ",
            ("10,900 is less than the 11,200", "raise it by 300"),
        ),  # 12 days of 900, and 400
        (
            SOUND.replace("due:", "name: Gate,  due:") + "  n: {name: ' Gate', after: [a]}\n",
            "6:13: milestones.n.name: ",
            ("'m', 'n' are all called 'Gate'",),
        ),
        (SOUND.replace("01-05", "01-03"), "1:8: start: ", ("2026-01-03", "2026-01-05")),  # a Saturday
    ],
)
def test_advice_names_its_place_and_what_to_do(tmp_path: Path, text: str, place: str, words: tuple[str, ...]) -> None:
    (given,) = advice(tmp_path, text)
    assert given.startswith(place)
    assert all(word in given for word in words), given


@pytest.mark.parametrize(
    ("country", "said"),
    [
        ("GB", "4 of its 4 regions have more, 2 to 4 on working days of 2026"),  # Easter Monday and 31 August in ENG
        ("CA", "13 of its 13 regions have more"),
        ("GB, region: ENG", ""),
        ("NL", ""),  # has no holidays that differ
    ],
)
def test_a_country_without_its_region_is_told_what_is_missing(tmp_path: Path, country: str, said: str) -> None:
    given = [line for line in advice(tmp_path, f"calendar: {{country: {country}}}\n" + SOUND) if "region" in line]
    assert [said in line for line in given] == [True] * bool(said)


def test_what_a_region_adds_is_what_is_published() -> None:
    """Easter Monday and the summer bank holiday of 2026 in England and Wales (gov.uk/bank-holidays)."""
    assert regional_holidays("GB", 2026)["ENG"] == {date(2026, 4, 6), date(2026, 8, 31)}


def test_a_milestone_that_waits_for_a_date_alone_is_no_oversight(tmp_path: Path) -> None:
    assert advice(tmp_path, SOUND + "  n: {due: 2026-02-02, not_before: 2026-02-02}\n") == []


def test_a_duration_that_is_most_likely_0_by_its_shape_says_what_the_plan_takes_instead() -> None:
    _, remarks = review_scenario(FAULTS / "expo.yaml")
    given = [str(remark) for remark in remarks]
    assert [line.split(": ")[1] for line in given] == ["tasks.wait.duration", "tasks.work.duration"]
    assert all("10.4 working days" in line for line in given)


def test_advice_comes_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = START + "milestones:\n  m: {due: 2026-01-05, after: [a]}\n  n:\n" + WORK + "  b: {duration: 1}\n"
    assert [given[:4] for given in advice(tmp_path, text)] == ["3:12", "4:3:", "7:3:"]


def test_a_sound_plan_with_risks_gets_no_advice(tmp_path: Path) -> None:
    assert advice(tmp_path, RISKY) == []


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        # What harms nothing.
        ("risks:\n", "risks:\n  idle: {probability: 0.3, delay: 3}\n", "5:3: risks.idle: ", ("'idle'", "exposes")),
        (", reveals: [law]}", ", cost: 1}", "6:3: risks.law: ", ("'law'", "stops nothing")),
        ("risks:\n", "risks:\n  mild: {probability: 0.3, exposes: [build]}\n", "5:3: risks.mild: ", ("no delay",)),
        # What never happens.
        ("0.1, stop", "0, stop", "6:22: risks.law.probability: ", ("'law' never occurs",)),
        ("0.45", "0", "11:50: tasks.rescue.only_if: ", ("'demand'", "'rescue' never runs")),
        ("stop: true}", "exposes: [build], cost: 5}", "9:36: tasks.opinion.reveals: ", ("'law'", "stop: true")),
        # What a task cannot retire: what only itself suffers, what is over, what has begun.
        ("exposes: [build]", "exposes: [interviews]", "8:49: tasks.interviews.retires.demand: ", ("for itself",)),
        ("only_if: demand,", "retires: {demand: 1},", "11:51: tasks.rescue.retires.demand: ", ("before 'rescue'",)),
        ("[interviews, opinion]", "[opinion]", "8:49: tasks.interviews.retires.demand: ",
         ("'interviews'", "2026-01-20", "'build'", "2026-01-09")),
        # What is better kept.
        ("delay: [15, 30, 70]", "delay: [-9, -5, -2]", "8:49: tasks.interviews.retires.demand: ", ("only saves",)),
        # Money that never moves.
        ("milestones:\n  m: {due: 2026-06-30, after: [build]}", "budget: {burn: 24}", "2:16: budget.burn: ",
         ("24 a day",)),
        ("risks:\n", "budget: {burn: 24}\ntolerance: {gap: 0.3}\nrisks:\n", "5:18: tolerance.gap: ",
         ("0.3 is a share of the budget", "budget.total")),
        ("due: 2026-06-30, ", "value: {amount: 5, per_day_late: 2}, ", "3:40: milestones.m.value.per_day_late: ",
         ("'m'", "due date")),
        ("due: 2026-06-30, ", "due: 2026-06-30, value: {amount: 5, at_most: 2}, ", "3:52: milestones.m.value.at_most: ",
         ("'m'", "per_day_late")),
    ],
)  # fmt: skip
def test_advice_on_risks_names_its_place_and_what_to_do(
    tmp_path: Path, old: str, new: str, place: str, words: tuple[str, ...]
) -> None:
    assert RISKY.count(old) == 1
    given = advice(tmp_path, RISKY.replace(old, new))
    assert any(line.startswith(place) and all(word in line for word in words) for line in given), given
    assert all(len(line) < 250 for line in given), "advice is a line for people"


def test_a_tolerance_of_the_gap_beside_a_budget_is_no_oversight(tmp_path: Path) -> None:
    assert advice(tmp_path, RISKY + "budget: {total: 9000}\ntolerance: {gap: 0.3}\n") == []


def test_a_crew_that_comes_late_makes_a_retirement_late(tmp_path: Path) -> None:
    """Without crews the interviews would be over on day 12; with one crew they begin after 30 days of other work."""
    text = RISKY.replace("[interviews, opinion]", "[opinion], not_before: 2026-02-02").replace(
        "  rescue:", "  other: {duration: 30, cost: 1}\n  rescue:"
    )
    assert advice(tmp_path, text) == []
    (given,) = advice(tmp_path, text + "orderings: {among: [interviews, other], order: [other, interviews]}\n")
    assert "'interviews' typically ends on 2026-03-03, when all that suffers from 'demand' has begun" in given
    assert "'build' last on 2026-02-02" in given


def test_work_that_no_milestone_waits_for_may_act_by_what_it_retires(tmp_path: Path) -> None:
    """The interviews are no loose end, and neither is what they wait for."""
    text = RISKY.replace("[interviews, opinion]", "[opinion], not_before: 2026-02-02")
    text = text.replace("[8, 12, 25]", "[8, 12, 25], after: [script]") + "  script: {duration: 1}\n"
    assert advice(tmp_path, text) == []


def test_a_retirement_that_comes_in_time_for_one_task_is_no_oversight(tmp_path: Path) -> None:
    """It misses the sale, which begins at once, and helps the building: such plans are what orders are compared for."""
    text = RISKY.replace("exposes: [build]", "exposes: [build, sell]") + "  sell: {duration: 3, cost: 1}\n"
    assert advice(tmp_path, text) == []


def test_an_alternative_that_cannot_be_judged_is_advice_with_its_path(tmp_path: Path) -> None:
    text = RISKY.replace("{probability: 0.1, stop: true}", "{probability: 0.1, exposes: [spike, build], stop: true}")
    text = text.replace("after: [interviews, opinion]", "after: [talk, interviews, opinion]")
    text = text.replace("exposes: [build], delay", "exposes: [build, talk], delay")
    text = text.replace("reveals: [law]}", "reveals: [law]}\n  spike: {duration: 3, cost: 1}")
    text += "  talk: {duration: 1, retires: {law: 0.2}}\n"
    orderings = "orderings:\n  among: [interviews, spike]\n  order: [interviews, spike]\n  compare:\n"
    assert advice(tmp_path, text + orderings + "    spike last: [interviews, spike]\n") == []
    (given,) = advice(tmp_path, text + orderings + "    spike first: [spike, interviews]\n")
    assert given.startswith("18:5: orderings.compare.spike first: 'spike first' is left out of a comparison")
    assert "-> talk (must be known: interviews retires demand) -> spike (must be known: talk retires law)" in given
    assert "-> interviews (next in the list)" in given


@pytest.mark.parametrize(
    "text",
    [
        SOUND.replace("2026-01-20", "2036-01-15"),  # ten years, not more, and a workday
        SOUND.replace("}\nmile", ", daily: 800, cost: 400}\nmile") + "budget: {total: 11200, burn: 100}\n",
        SOUND.replace("due:", "name: Gate, due:") + "  n: {name: gate, after: [a]}\n",
        SOUND.replace("{due", "{name: a, due"),  # a task and a milestone of one name
    ],
)
def test_what_is_just_within_is_no_oversight(tmp_path: Path, text: str) -> None:
    assert advice(tmp_path, text) == []


CREWS = """\
start: 2026-01-05
milestones:
  m: {due: 2026-12-31, after: [late, quick, slow]}
tasks:
  wait: {duration: 20}
  late: {duration: 5, after: [wait]}
  quick: {duration: 4}
  slow: {duration: 30}
orderings: {among: [late, quick, slow], crews: 1, order: [late, quick, slow]}
"""


@pytest.mark.parametrize(
    ("order", "crews", "days", "other"),
    [
        ("late, quick, slow", 1, 20, "quick"),  # 20 + 5 + 4 + 30 = 59, and 20 + 5 + 30 = 55 with the quick one first
        ("quick, late, slow", 1, 16, "slow"),  # 20 + 5 + 30 = 55, and 4 + 30 + 5 = 39 with the slow one in between
        ("late, quick, slow", 2, 4, "slow"),  # the other crew does the quick one meanwhile, but then the slow one
        ("slow, quick, late", 1, None, ""),  # all ready when it is their turn
    ],
)
def test_a_crew_that_waits_while_there_is_work_is_told_with_what_it_costs(
    tmp_path: Path, order: str, crews: int, days: int | None, other: str
) -> None:
    text = CREWS.replace("order: [late, quick, slow]", f"order: [{order}]").replace("crews: 1", f"crews: {crews}")
    given = advice(tmp_path, text)
    if days is None:
        assert given == []
        return
    (said,) = given
    assert f"a crew waits {days} working days for 'late', which is ready on 2026-02-02, while '{other}' is" in said
    listed = order.split(", ")
    listed.remove(other)
    listed.insert(listed.index("late"), other)
    before, after = (
        scenario.network.planned_times["m"][1]
        for scenario in (read(tmp_path, text), read(tmp_path, text.replace(f"[{order}]}}", f"[{', '.join(listed)}]}}")))
    )
    assert f"which ends the plan {before - after:g} working days sooner" in said
    assert before > after


def test_a_crew_that_waits_since_nothing_fits_in_is_no_oversight(tmp_path: Path) -> None:
    """The slow one would delay the late one, which is on the way to the end."""
    text = CREWS.replace("duration: 5,", "duration: 50,").replace("after: [late, quick, slow]", "after: [late]")
    text = text.replace("slow: {duration: 30}", "slow: {duration: 30, cost: 1}").replace(", quick", "")
    assert advice(tmp_path, text.replace("  quick: {duration: 4}\n", "")) == []


def test_work_that_comes_after_what_stands_between_is_not_put_first(tmp_path: Path) -> None:
    text = CREWS.replace("slow: {duration: 30}", "slow: {duration: 3, after: [quick]}")
    assert all("'slow' before" not in line for line in advice(tmp_path, text))


def test_crews_wait_by_the_working_days_of_the_plan_where_calendars_differ(tmp_path: Path) -> None:
    """From Monday the 5th to the end of Friday the 30th: 26 days on the clock, and 20 working days."""
    text = CREWS.replace("wait: {duration: 20}", "wait: {duration: 26, calendar: every_day}")
    (said,) = advice(tmp_path, text)
    assert "a crew waits 20 working days for 'late', which is ready on 2026-02-02, while 'quick'" in said


def read(tmp_path: Path, text: str) -> Scenario:
    path = tmp_path / "read.yaml"
    path.write_text(text)
    return read_scenario(path)


def test_a_budget_is_held_against_the_plan_and_not_against_what_is_spent_on_top_of_it(tmp_path: Path) -> None:
    """The plan spends 11,200: 12 days of 900 each, and 400; what is spent of that by the 12th is part of it."""
    text = SOUND.replace("}\nmile", ", daily: 800, cost: 400, actual: {start: 2026-01-05}}\nmile")
    assert advice(tmp_path, f"{text}as_of: 2026-01-12\nbudget: {{total: 11200, burn: 100, spent: 5000}}\n") == []


LIFTS = """\
start: 2026-01-05
milestones: {m: {due: 2026-06-30, after: [lift, set, paint]}}
resources:
  crane: {capacity: 1}
tasks:
  lift: {duration: [2, 3, 5], needs: {crane: 1}}
  set: {duration: [3, 4, 6], after: [lift], needs: {crane: 1}}
  paint: {duration: [4, 5, 9], needs: {crane: 1}}
levelling: {order: [lift, set, paint]}
"""


def test_a_plan_with_a_resource_gets_no_advice(tmp_path: Path) -> None:
    assert advice(tmp_path, LIFTS) == []


def test_a_resource_that_nothing_needs_is_pointed_at(tmp_path: Path) -> None:
    (said,) = advice(tmp_path, LIFTS.replace("{capacity: 1}", "{capacity: 1}\n  rig: {capacity: 2}"))
    assert said.startswith("5:3: resources.rig: no task needs 'rig'")


def test_a_task_that_is_moved_behind_what_it_waits_for_is_told(tmp_path: Path) -> None:
    (said,) = advice(tmp_path, LIFTS.replace("[lift, set, paint]}\n", "[set, paint, lift]}\n"))
    assert said.startswith("9:21: levelling.order: 'set' stands before 'lift', which it waits for")


def test_a_task_that_begins_before_what_it_is_linked_to_is_told_where_the_plan_has_no_list(tmp_path: Path) -> None:
    """Both go at once with two cranes, set from day 0 and lift from day 20."""
    text = LIFTS.partition("levelling")[0].replace("capacity: 1", "capacity: 2").replace("[lift]", "[lift SS-20]")
    (said,) = advice(tmp_path, text.replace("[2, 3, 5]", "[2, 3, 5], not_before: 2026-02-02"))
    assert (
        "tasks.set.after: 'set' begins before 'lift', which it is linked to, and yet takes its units after it" in said
    )


def test_a_retirement_that_the_list_of_a_resource_makes_too_late_is_told(tmp_path: Path) -> None:
    text = LIFTS.replace(
        "resources:", "risks:\n  bug: {probability: 0.5, exposes: [paint, lift], delay: 3}\nresources:"
    )
    text = text.replace("paint: {duration: [4, 5, 9]", "paint: {duration: [4, 5, 9], retires: {bug: 0.5}")
    said = advice(tmp_path, text)
    assert any("'lift' comes before 'paint' by the list in which they take units" in line for line in said)


def test_units_that_wait_while_there_is_work_are_told_with_their_resource(tmp_path: Path) -> None:
    text = LIFTS.replace("after: [lift], needs: {crane: 1}", "not_before: 2026-02-02, needs: {crane: 1}")
    (said,) = advice(tmp_path, text)
    assert said.startswith(
        "9:27: levelling.order: at the most likely durations 'crane' waits 17 working days for 'set'"
    )
