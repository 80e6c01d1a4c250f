"""What does not hold between risks, tasks, money and the list is reported with its place, its value and its cure."""

import random
import time
from pathlib import Path

import pytest

from milepost.models import ScenarioError, read_scenario

PLAN = """\
start: 2026-01-05
budget: {total: 9000, burn: 24}
milestones:
  m: {due: 2026-06-30, after: [build], weight: 2, value: {amount: 900, per_day_late: 3}}
risks:
  demand: {probability: 0.45, exposes: [build, sell], delay: [15, 30, 70], stretch: 1.2, cost: 400}
  law: {probability: 0.1, exposes: [sell], stop: true}
tasks:
  interviews: {duration: [8, 12, 25], retires: {demand: 0.5}}
  spike: {duration: 5, cost: 60, daily: 8, rounds: {pass: 0.6, at_most: 4}}
  opinion: {duration: 4, reveals: [law], retires: {law: {probability: 0.5, impact: 0.3}}}
  build: {duration: [20, 30, 60], after: [spike]}
  sell: {duration: 9, after: [build]}
  rescue: {duration: 5, after: [sell], only_if: demand}
correlations:
  - {tasks: [build, sell], rho: 0.5}
  - {risks: [demand, law], rho: 0.5}
orderings: {among: [interviews, spike, opinion], crews: 1, order: [spike, interviews, opinion]}
"""


UNITS = """\
start: 2026-01-05
resources:
  crane: {name: A, capacity: 2}
tasks:
  lift: {duration: 3, needs: {crane: 1}}
  set: {duration: 2, needs: {crane: 2}}
  paint: {duration: 2}
orderings: {among: [set, lift], resource: crane}
levelling: {order: [lift, set]}
"""


def units(old: str, new: str) -> str:
    """Write the plan of few units with one thing changed."""
    assert UNITS.count(old) == 1, old
    return UNITS.replace(old, new)


def change(old: str, new: str) -> str:
    """Write the plan with one thing changed."""
    assert PLAN.count(old) == 1, old
    return PLAN.replace(old, new)


def problems(tmp_path: Path, text: str) -> list[str]:
    """Return the problems of a plan without its path."""
    path = tmp_path / "plan.yaml"
    path.write_text(text)
    try:
        read_scenario(path)
    except ScenarioError as error:
        return [str(problem).removeprefix(f"{path}:") for problem in error.problems]
    return []


@pytest.mark.parametrize("text", [PLAN, UNITS])
def test_the_plans_that_the_rows_change_have_no_problem(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text) == []


BAD: list[tuple[str, str, str, tuple[str, ...]]] = [
    # Names.
    ("retiring an unknown risk", change("{demand: 0.5}", "{demnd: 0.5}"), "9:49: tasks.interviews.retires.demnd",
     ("'demnd' is not a risk", "mean 'demand'")),
    ("retiring a risk far from any", change("{demand: 0.5}", "{weather: 0.5}"), "9:49", ("'weather'", "under risks")),
    ("revealing an unknown risk", change("[law], r", "[lwa], r"), "11:36", ("'lwa'", "mean 'law'")),
    ("running if an unknown risk", change("only_if: demand", "only_if: demands"), "14:49",
     ("'demands'", "mean 'demand'")),
    ("grouping an unknown risk", change("risks: [demand, law]", "risks: [demand, lay]"), "17:22", ("'lay'", "'law'")),
    ("a decision about what is not there",
     PLAN + "decisions: [{date: 2026-01-12, what: Wait, touches: [m, demand, bild]}]\n", "19:65",
     ("'bild' is not a task, milestone or risk", "mean 'build'")),
    ("a decision about one thing twice", PLAN + "decisions: [{date: 2026-01-12, what: Wait, touches: [m, m]}]\n",
     "19:57", ("'m' stands here twice",)),
    ("exposing an unknown task", change("[build, sell], delay", "[build, sel], delay"), "6:48",
     ("'sel' is not a task", "mean 'sell'")),
    ("exposing a milestone", change("[build, sell], delay", "[build, m], delay"), "6:48",
     ("'m' is a milestone", "only a task can suffer from a risk")),
    ("grouping an unknown task", change("tasks: [build, sell]", "tasks: [build, selling]"), "16:21",
     ("'selling'", "name a task")),
    ("an unknown task among those with crews", change("[interviews, spike, o", "[interview, spike, o"), "18:21",
     ("'interview'", "mean 'interviews'")),
    ("a milestone among those with crews", change("[interviews, spike, o", "[m, spike, o"), "18:21", ("need a crew",)),
    ("ordering an unknown task", change("[spike, interviews", "[spikes, interviews"), "18:68", ("mean 'spike'",)),
    ("a risk id that is none", change("  law: {p", "  la w: {p"), "7:3", ("'la w' is not an id",)),
    # Shares, amounts and counts.
    ("a share above 1", change("{demand: 0.5}", "{demand: 1.5}"), "9:57: tasks.interviews.retires.demand",
     ("1.5 is not a share", "0 to 1")),
    ("a share below 0", change("{demand: 0.5}", "{demand: -0.5}"), "9:57", ("-0.5 is negative",)),
    ("a share of an impact above 1", change("impact: 0.3", "impact: 30"), "11:84", ("30 is not a share",)),
    ("a share that is a list", change("{demand: 0.5}", "{demand: [1]}"), "9:57", ("a list of 1", "key: value")),
    ("a share of something else", change("impact: 0.3", "impct: 0.3"), "11:76", ("mean 'impact'",)),
    ("a probability in percent", change("0.45", "45"), "6:25: risks.demand.probability",
     ("45 is not a probability", "0 to 1")),
    ("no probability", change("probability: 0.45, ", ""), "6:3: risks.demand.probability", ("probability: 0.45",)),
    ("rho above 1", change("sell], rho: 0.5", "sell], rho: 1.5"), "16:33", ("1.5 is not a correlation",)),
    ("rho below 0", change("sell], rho: 0.5", "sell], rho: -0.5"), "16:33", ("-0.5 is negative",)),
    ("a group without rho", change("sell], rho: 0.5", "sell]"), "16:5: correlations.rho", ("rho: 0.5",)),
    ("rounds that never pass", change("pass: 0.6", "pass: 0"), "10:59: tasks.spike.rounds.pass",
     ("at 0", "never pass")),
    ("rounds that pass more than surely", change("pass: 0.6", "pass: 60"), "10:59", ("60 is not a probability",)),
    ("no rounds at all", change("at_most: 4", "at_most: 0"), "10:73", ("0 is not a number of rounds", "from 1")),
    ("half a round", change("at_most: 4", "at_most: 2.5"), "10:73", ("2.5", "whole number")),
    ("endless rounds", change("at_most: 4", "at_most: 1e9"), "10:73", ("1e+09", "1,000")),
    ("rounds without an end", change(", at_most: 4", ""), "10:44: tasks.spike.rounds.at_most", ("at_most: 4",)),
    ("rounds as a number", change("{pass: 0.6, at_most: 4}", "4"), "10:52", ("'4'", "key: value")),
    ("a key of rounds", change("at_most: 4", "at_least: 4"), "10:64", ("'at_least'", "known here: pass, at_most")),
    ("no crew", change("crews: 1", "crews: 0"), "18:57: orderings.crews", ("0 is not a number of crews", "from 1")),
    ("a negative cost among others", change("cost: 60", "cost: [-6, 0, 60]"), "10:31: tasks.spike.cost", ("-6 ",)),
    ("a negative stretch", change("stretch: 1.2", "stretch: -0.5"), "6:85", ("-0.5 is negative",)),
    ("a saving without an end", change("[15, 30, 70]", "{exponential: -20}"), "6:76", ("-20 is negative",)),
    ("an endless saving", change("cost: 400", "cost: -1e16"), "6:96", ("1e16",)),
    ("a negative cost", change("cost: 60", "cost: -60"), "10:30: tasks.spike.cost", ("-60 is negative",)),
    ("an endless cost", change("cost: 60", "cost: 1e16"), "10:30", ("1e16", "1e+15")),
    ("an endless cost of a risk", change("cost: 400", "cost: [1, 2, 1e16]"), "6:103",
     ("1e16", "1e+15")),
    ("an endless delay", change("[15, 30, 70]", "[15, 30, 1e6]"), "6:71", ("1e6", "100,000")),
    ("an endless stretch", change("stretch: 1.2", "stretch: 2000"), "6:85", ("2000", "1,000")),
    ("a budget of nothing", change("total: 9000", "total: 0"), "2:17: budget.total", ("0 is not a budget",)),
    ("a tolerance of nothing", change("milestones:", "tolerance: {gap: 0}\nmilestones:"), "3:18: tolerance.gap",
     ("0 is not a tolerance", "as `0.25`")),
    ("a tolerance in percent", change("milestones:", "tolerance: {gap: 25}\nmilestones:"), "3:18",
     ("25 is not a tolerance", "at most 10")),
    ("a negative tolerance", change("milestones:", "tolerance: {gap: -0.2}\nmilestones:"), "3:18", ("is negative",)),
    ("a tolerance that is a number", change("milestones:", "tolerance: 0.25\nmilestones:"), "3:12", ("0.25",)),
    ("a tolerance of something else", change("milestones:", "tolerance: {gaps: 1}\nmilestones:"), "3:13",
     ("mean 'gap'",)),
    ("a negative weight", change("weight: 2", "weight: -2"), "4:48", ("-2 is negative",)),
    ("an infinite weight", change("weight: 2", "weight: .inf"), "4:48", (".inf",)),
    ("weights of nothing", change("weight: 2", "weight: 0"), "3:1: milestones", ("all weights are 0",)),
    ("a value without amount", change("amount: 900, ", ""), "4:51", ("amount: 400000",)),
    ("negative terms", change("weight: 2", "invoice: {amount: 5, terms: -30}"), "4:68", ("-30 is negative",)),
    ("half a day's terms", change("weight: 2", "invoice: {amount: 5, terms: 0.5}"), "4:68", ("0.5", "whole number")),
    ("a stop that is no truth", change("stop: true", "stop: maybe"), "7:50", ("'maybe'", "neither true nor false")),
    ("a stop between quotes", change("stop: true", "stop: 'true'"), "7:50", ("'true'", "neither true nor false")),
    # Lists.
    ("exposing a task twice", change("[build, sell], delay", "[build, build], delay"), "6:48", ("'build'", "twice")),
    ("revealing a risk twice", change("[law], r", "[law, law], r"), "11:41", ("'law'", "twice")),
    ("grouping a task twice", change("tasks: [build, sell]", "tasks: [sell, sell]"), "16:20", ("'sell'", "twice")),
    ("grouping a risk twice", change("risks: [demand, law]", "risks: [law, law]"), "17:19", ("'law'", "twice")),
    ("a crew for one task twice", change("[interviews, spike, opinion], c", "[interviews, spike, opinion, spike], c"),
     "18:49", ("'spike'", "twice")),
    ("a crew for nothing", change("among: [interviews, spike, opinion]", "among: []"), "18:20: orderings.among",
     ("empty", "take orderings out")),
    ("orderings among nothing", change("among: [interviews, spike, opinion], ", ""), "18:1: orderings.among",
     ("list what belongs here",)),
    ("an order without a task", change("[spike, interviews, opinion]", "[spike, opinion]"), "18:67: orderings.order",
     ("'interviews' of among has no place",)),
    ("an order with a task too many", change("[spike, interviews, opinion]", "[spike, interviews, sell, opinion]"),
     "18:87", ("'sell' is not in among",)),
    ("an order with a task twice", change("[spike, interviews, opinion]", "[spike, interviews, opinion, spike]"),
     "18:96", ("'spike'", "twice")),
    # Alternatives: the list, and then one below the other.
    *[(what, PLAN.replace("opinion]}\n", f"opinion],\n compare: {{{entry}}}}}\n"), place, words) for
      what, entry, place, words in [
        ("an alternative without a task", "x: [spike, opinion]", "19:15: orderings.compare.x.order",
         ("'interviews' of among has no place",)),
        ("an alternative without a task, at length", "x: {order: [spike, opinion], without: [spike]}", "19:23",
         ("'interviews' of among",)),
        ("an alternative with a task too many", "x: [spike, sell, interviews, opinion]", "19:23",
         ("'sell' is not in among",)),
        ("an alternative with a task twice", "x: [spike, interviews, opinion, spike]", "19:44", ("twice",)),
        ("an alternative with a misspelt task", "x: [spikes, interviews, opinion]", "19:16", ("mean 'spike'",)),
        ("an alternative with a milestone", "x: [m, interviews, opinion]", "19:16", ("need a crew",)),
        ("an alternative with a bad id", "x: [s p, interviews, opinion]", "19:16", ("'s p' is not an id",)),
        ("an alternative that is text", "x: spike", "19:15: orderings.compare.x", ("'spike'", "key: value")),
        ("an alternative of nothing", "x: {}", "19:15: orderings.compare.x", ("changes nothing",)),
        ("an alternative with nothing behind it", "x: ", "19:15", ("changes nothing",)),
        ("an alternative with an empty list", "x: []", "19:15", ("changes nothing",)),
        ("an alternative with an unknown key", "x: {orders: [spike]}", "19:16", ("mean 'order'",)),
        ("an alternative without a name", "'  ': [spike, interviews, opinion]", "19:12", ("without a name",)),
        ("names that differ by a capital", "go for it: {without: [spike]}, Go  for it: {without: [opinion]}", "19:43",
         ("'Go  for it' reads like 'go for it'",)),
        ("too many alternatives", ", ".join(f"x{k}: {{without: [spike]}}" for k in range(16)), "19:11",
         ("16 alternatives", "at most 15")),
        ("an alternative against a link", "x: {hold: {spike: [opinion]}, order: [spike, interviews, opinion]}",
         "19:69", ("opinion -> spike, but the list has spike before opinion", "put opinion first")),
        ("the order in force against a wait", "x: {hold: {spike: [opinion]}}", "19:22: orderings.compare.x.hold",
         ("opinion -> spike, but", "put opinion first in an order for this")),
        ("an alternative alone against a wait through others", "x: {hold: {spike: [m]}, without: [interviews]}",
         "19:31", ("a cycle, build -> m -> spike -> build", "let 'spike' not wait for 'm'")),
        ("a wait in a circle", "x: {hold: {build: [interviews, sell]}}", "19:43: orderings.compare.x.hold.build",
         ("a cycle, build -> sell -> build", "let 'build' not wait for 'sell'")),
        ("a wait for itself", "x: {hold: {build: [build]}}", "19:31", ("'build' waits for itself",)),
        ("a wait for what is misspelt", "x: {hold: {build: [interview]}}", "19:31", ("mean 'interviews'",)),
        ("a wait of what is misspelt", "x: {hold: {biuld: [spike]}}", "19:23", ("mean 'build'",)),
        ("a wait for a risk", "x: {hold: {build: [demand]}}", "19:31", ("'demand' is not a task or milestone",)),
        ("a wait that is no list", "x: {hold: {build: spike}}", "19:30", ("a list belongs",)),
        ("leaving the unknown undone", "x: {without: [spikes]}", "19:26: orderings.compare.x.without",
         ("mean 'spike'",)),
        ("leaving a milestone undone", "x: {without: [m]}", "19:26", ("only a task can be left undone",)),
        ("leaving undone what needs no crew", "x: {without: [build]}", "19:26", ("'build' is not in among",)),
        ("leaving a task undone twice", "x: {without: [spike, spike]}", "19:33", ("twice",)),
    ]],
    # Groups.
    ("the same group twice", change("correlations:\n", "correlations:\n  - {tasks: [sell, build], rho: 0.2}\n"),
     "17:5: correlations", ("'build', 'sell' are a group already",)),
    ("a group of tasks and risks", change("{tasks: [build, sell]", "{tasks: [build, sell], risks: [demand, law]"),
     "16:5", ("both tasks and risks",)),
    ("a group of nothing", change("{tasks: [build, sell], rho: 0.5}", "{rho: 0.5}"), "16:5", ("neither",)),
    ("a group of one", change("tasks: [build, sell]", "tasks: [build]"), "16:5", ("'build' is alone",)),
    ("rho summing above 1", change("correlations:\n", "correlations:\n  - {tasks: [sell, interviews], rho: 0.6}\n"),
     "17:33: correlations.rho", ("task 'sell'", "1.1", "lower one")),
    ("rho of risks summing above 1", PLAN.replace("  - {risks: [demand, law], rho: 0.5}\n",
     "  - {risks: [demand, law], rho: 0.5}\n" * 3), "19:33", ("risk 'law'", "1.5")),
    ("a group of work in rounds", change("tasks: [build, sell]", "tasks: [build, spike]"), "16:21",
     ("'spike' has rounds", "out of the group")),
    # Risks that cannot do what they should.
    ("only if what nothing exposes", change("exposes: [build, sell], ", ""), "14:49: tasks.rescue.only_if",
     ("'demand' exposes no task", "'rescue'", "exposes")),
    ("a stop on no work", change("sell: {duration: 9", "sell: {duration: 0"), "7:37: risks.law.exposes",
     ("'sell' may take no time", "above 0")),
    ("a stop on what may be no work", change("sell: {duration: 9",
     "sell: {duration: {discrete: {values: [0, 5], weights: [1, 9]}}"), "7:37", ("'sell' may take no time",)),
    ("a stop on work that once took no time", change("sell: {duration: 9", "sell: {duration: {empirical: [5, 0, 7]}"),
     "7:37", ("'sell'",)),
    ("a stop on work that shrinks to nothing", change("stretch: 1.2", "stretch: {uniform: [0, 0]}"), "7:37",
     ("'sell'",)),
    ("a stop revealed by no work", change("opinion: {duration: 4", "opinion: {duration: 0"),
     "11:36: tasks.opinion.reveals", ("'opinion' may take no time",)),
    # Orders.
    ("an order against a link", change("spike: {duration: 5", "spike: {after: [opinion], duration: 5"),
     "18:87: orderings.order", ("opinion -> spike, but the list has spike before opinion",)),
    ("an order against links through others", change("spike: {duration: 5", "spike: {after: [x], duration: 5").replace(
     "  rescue:", "  x: {duration: 1, after: [m2]}\n  rescue:").replace("risks:\n  d",
     "  m2: {after: [opinion SS]}\nrisks:\n  d"), "20:87: orderings.order",
     ("opinion -> m2 -> x -> spike, but the list has spike before opinion", "put opinion first")),
    ("knowledge in a circle", change("build: {duration: [20, 30, 60], after: [spike]",
     "build: {duration: [20, 30, 60], retires: {demand: 0.1, law: 0.1}, after: [spike]").replace(
     "exposes: [sell], stop", "exposes: [interviews], stop").replace("[build, sell], delay", "[build, rescue], delay"),
     "12:58: tasks.build.retires.law",
     ("build -> interviews (must be known: build retires law) -> build (must be known: interviews retires demand)",
      "take a retirement or a link of these out")),
    ("knowledge in a circle through links", change("[build, sell], delay", "[build], delay").replace(
     "sell: {duration: 9", "sell: {duration: 9, retires: {law: 0.2}").replace(
     "exposes: [sell], stop", "exposes: [interviews], stop"), "13:33: tasks.sell.retires.law",
     ("build -> sell -> interviews (must be known: sell retires law) -> build (must be known: interviews retires",)),
    ("knowledge in a circle through the list", change("exposes: [sell], stop", "exposes: [spike], stop").replace(
     "[build, sell], delay", "[build, talk], delay").replace(
     "  rescue:", "  talk: {duration: 1, retires: {law: 0.2}}\n  rescue:"),
     "9:49: tasks.interviews.retires.demand", ("interviews -> talk (must be known: interviews retires demand)"
     " -> spike (must be known: talk retires law) -> interviews (next in the list)",)),
    # Calendars.
    ("an unknown calendar", units("paint: {", "paint: {calendar: moon, "), "7:21: tasks.paint.calendar",
     ("'moon' is not a calendar", "define it under calendars")),
    ("an unknown calendar of a milestone", UNITS + "milestones: {m: {after: [set], calendar: everyday}}\n",
     "10:42: milestones.m.calendar", ("mean 'every_day'",)),
    ("an unknown calendar in a rule", UNITS + "apply: [{where: all, calendar: moon}]\n", "10:32: apply.calendar",
     ("'moon' is not a calendar",)),
    ("defining what is always there", UNITS + "calendars: {every_day: {workdays: Mon}}\n",
     "10:13: calendars.every_day", ("always there", "another name")),
    ("hours in one calendar alone", UNITS + "calendar: {hours: 07:00-15:00}\ncalendars: {site: {workdays: Sat}}\n",
     "11:13: calendars.site", ("calendar has hours, as '07:00-15:00', and calendars.site has none", "take them out")),
    ("hours in another calendar alone", UNITS + "calendars: {site: {hours: 07:00-15:00}}\ncalendar: {country: NL}\n",
     "11:1: calendar", ("calendars.site has hours, as '07:00-15:00', and calendar has none",)),
    # Resources.
    ("needing an unknown resource", units("needs: {crane: 1}", "needs: {crain: 1}"), "5:31: tasks.lift.needs.crain",
     ("'crain' is not a resource", "mean 'crane'")),
    ("needing more than there are", units("{crane: 1}}", "{crane: 3}}"), "5:38: tasks.lift.needs.crane",
     ("3 is more than the 2 that there are of 'crane'", "need at most 2, or raise the capacity of 'crane' to 3")),
    ("an unknown task in the list", units("[lift, set]", "[lift, sit]"), "9:27: levelling.order", ("mean 'set'",)),
    ("a task in the list that needs nothing", units("[lift, set]", "[lift, set, paint]"), "9:32: levelling.order",
     ("'paint' needs no units",)),
    ("a task with needs and no place in the list", units("[lift, set]", "[lift]"), "9:20: levelling.order",
     ("'set' with needs has no place",)),
    ("a task in the list twice", units("[lift, set]", "[lift, set, lift]"), "9:32", ("'lift' stands here twice",)),
    ("ordering by an unknown resource", units("resource: crane", "resource: crone"), "8:43: orderings.resource",
     ("'crone' is not a resource", "mean 'crane'")),
    ("ordering what does not need the resource", units("among: [set, lift]", "among: [set, paint]"),
     "8:26: orderings.among", ("'paint' does not need 'crane'",)),
    ("crews and a resource", units("resource: crane", "crews: 1, resource: crane"), "8:12: orderings",
     ("leave crews out, or resource",)),
    ("a resource of nothing", units("capacity: 2", "capacity: 0"), "3:30: resources.crane.capacity",
     ("0 is not a number of units",)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place", "words"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_problem_names_place_value_and_cure(tmp_path: Path, text: str, place: str, words: tuple[str, ...]) -> None:
    said = problems(tmp_path, text)
    assert any(line.startswith(f"{place}:") and all(word in line for word in words) for line in said), said
    assert all(len(line) < 300 for line in said), "a problem is a line for people"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{tasks: [build, sell], rho: 0.5}", "{tasks: build, rho: 0.5}"),  # a group whose members cannot be read
        ("among: [interviews, spike, opinion]", "among: spike"),  # a list that cannot be read
        ("[build, sell], delay", "[build, s l], delay"),  # an exposed task that cannot be read
        ("after: [spike]", "after: [s p]"),  # a link that cannot be read
        ("{demand: 0.5}", "{demnd: 0.5}"),  # an unknown name, with knowledge that depends on it
        ("only_if: demand", "only_if: [demand]"),
        ("opinion]}\n", "opinion], compare: {x: [spike, 5 5, opinion]}}\n"),  # an alternative that cannot be read
        ("opinion]}\n", "opinion], compare: {x: {hold: {spike: [o p]}}}}\n"),
        ("opinion]}\n", "opinion], compare: {x: {wihtout: [spike]}}}\n"),
        ("{probability: 0.5, impact: 0.3}", "{probability: 5, impact: 0.3}"),
    ],
)
def test_one_slip_is_one_problem(tmp_path: Path, old: str, new: str) -> None:
    """What stands in for a slip is not reported as another one."""
    assert len(problems(tmp_path, change(old, new))) == 1


def test_links_that_go_round_are_reported_without_what_they_do_to_the_list_and_to_knowledge(tmp_path: Path) -> None:
    """Of two circles, one of links alone, only that one is a fact; the other may come of it."""
    text = change("spike: {duration: 5", "spike: {after: [build], duration: 5")
    (said,) = problems(tmp_path, text.replace("exposes: [sell], stop", "exposes: [interviews], stop"))
    assert "a cycle, build -> spike -> build" in said


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{demand: 0.5}", "{demand: 1}"),  # all of it
        ("{demand: 0.5}", "{demand: 0}"),  # nothing
        ("{demand: 0.5}", "{demand: {}}"),  # nothing, at length
        ("rounds: {pass: 0.6, at_most: 4}", "rounds: {pass: 1, at_most: 1000}"),
        ("rounds: {pass: 0.6, at_most: 4}", "rounds: "),  # a key with nothing behind it
        ("stretch: 1.2, cost: 400", "stretch: , cost: "),
        ("stretch: 1.2", "stretch: [0.5, 0.8, 1]"),  # an opportunity
        ("cost: 400", "cost: {lognormal: {p50: 1e9, p90: 2e9}}"),  # above what a duration may be
        ("[build, sell], rho: 0.5", "[build, sell], rho: 1"),
        (", order: [spike, interviews, opinion]", ""),  # by early start
        ("order: [spike, interviews, opinion]", "order: []"),
        ("stop: true", "stop: False"),
        ("opinion]}", "opinion], compare: }"),  # nothing to compare
        ("opinion]}", "opinion], compare: {'../*<b>\\u00e9 : x': [opinion, spike, interviews]}}"),  # a name may be any
        ("opinion]}", "opinion], compare: {x: {order: [spike, opinion], without: [interviews]}}}"),
        ("opinion]}", "opinion], compare: {x: {order: [spike, opinion, interviews], without: [interviews]}}}"),
        ("opinion]}", "opinion], compare: {x: {without: [interviews, spike, opinion]}}}"),  # all
        ("opinion]}", "opinion], compare: {x: {hold: {build: [opinion], m: [rescue], sell: }}}}"),
        ("crews: 1", "crews: 1e1"),
    ],
)
def test_what_is_at_a_bound_or_left_empty_is_valid(tmp_path: Path, old: str, new: str) -> None:
    assert problems(tmp_path, change(old, new)) == []


def test_many_risks_and_retirements_are_checked_in_seconds(tmp_path: Path) -> None:
    """Two thousand tasks and five hundred risks, each exposing four tasks and retired by two before them."""
    dice = random.Random(1)
    n = 2_000
    exposes: dict[int, list[int]] = {}
    retires: dict[int, list[int]] = {k: [] for k in range(n)}
    for risk in range(500):
        first, second, *exposes[risk] = sorted(dice.sample(range(n), 6))
        retires[first].append(risk)
        retires[second].append(risk)
    lines = ["start: 2026-01-05", "tasks:"]
    for k in range(n):
        after = sorted({dice.randrange(max(0, k - 40), k) for _ in range(2)}) if k else []
        shares = ", ".join(f"r{risk}: 0.5" for risk in retires[k])
        lines.append(f"  t{k}: {{duration: 1, after: [{', '.join(f't{p}' for p in after)}], retires: {{{shares}}}}}")
    lines.append("risks:")
    for risk, tasks in exposes.items():
        lines.append(f"  r{risk}: {{probability: 0.5, exposes: [{', '.join(f't{k}' for k in tasks)}]}}")
    begun = time.process_time()
    assert problems(tmp_path, "\n".join(lines)) == []
    assert time.process_time() - begun < 10.0, "a bound against hangs, not a benchmark"
