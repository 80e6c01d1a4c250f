"""Synonyms: the words of other programs for what a scenario file has a key for."""

from collections.abc import Iterable, Mapping
from typing import Final

from milepost.models.spelling import Spelling

_WORDS: Final[Mapping[str, str]] = {
    "after": (
        "predecessor predecessors depends depends_on dependency dependencies requires follows needs waits_for "
        "links pred"
    ),
    "due": (
        "deadline target target_date due_date finish finish_date end end_date must_finish_by baseline "
        "baseline_finish by date"
    ),
    "not_before": (
        "start start_date earliest earliest_start begin start_no_earlier_than snet constraint_date "
        "start_on_or_after release_date"
    ),
    "finish_not_before": (
        "earliest_finish finish_no_earlier_than fnet finish_on_or_after end_no_earlier_than not_finished_before"
    ),
    "latest_start": "start_no_later_than snlt must_start_by start_by late_start",
    "start": "start_date project_start data_date begin from",
    "duration": ("durations estimate length days work effort original_duration remaining_duration time three_point"),
    "name": "title label task_name activity_name summary project",
    "notes": "description comment comments remarks details note text",
    "owner": "resource resources resource_names assignee assigned_to responsible who lead person team",
    "wbs": "wbs_code wbs_id outline_number outline_level wbs_number",
    "fields": "field custom_fields custom udf udfs user_defined_fields extended_attributes",
    "group": "wbs_path wbs_name work_package outline phase section area summary_task parent",
    "codes": "code activity_codes tags labels categories",
    "cost": "costs price fixed_cost total_cost expense cost_impact budget",
    "daily": "rate daily_cost cost_per_day day_rate per_day",
    "tasks": "task activities activity work jobs steps wbs work_packages schedule",
    "milestones": "milestone goals gates deliverables events",
    "risks": "risk risk_register threats uncertainties hazards",
    "correlations": "correlation correlation_matrix corrmat",
    "calendar": "calendars working_time task_calendar base_calendar shift",
    "calendars": "calendar base_calendars working_times shifts",
    "progress": "scheduling_options out_of_sequence progress_logic",
    "logic": "progress_override retained_logic override retained",
    "ss_lag": "start_lag start_to_start_lag",
    "lags": "lag lag_calendar relationship_lag_calendar",
    "probability": "likelihood chance prob p odds",
    "acceptable": "tolerable tolerated threshold target_probability residual_probability appetite",
    "exposes": "affects affected tasks activities impacts targets hits",
    "delay": "schedule_impact impact impact_days time_impact days",
    "stretch": "factor multiplier impact_factor duration_factor",
    "category": "type kind class area",
    "rho": "correlation coefficient r factor",
    "hit": "probability floor confidence likelihood p",
    "workdays": "working_days workweek week weekdays work_days days",
    "holidays": "exceptions nonworking non_working_days days_off vacations free_days closures",
    "hours": "working_hours work_hours shifts shift times working_times office_hours",
    "day": "hours_per_day hours_a_day day_hours day_length hpd",
    "region": "state province subdivision subdiv",
    "total": "amount bac budget limit",
    "burn": "daily burn_rate rate per_day overhead",
    "amount": "total sum price value worth",
    "per_day_late": "penalty penalty_per_day liquidated_damages per_day",
    "as_of": "status_date data_date today time_now progress_date report_date",
    "actual": "actuals progress done status",
    "remaining": "remaining_duration left to_go rest",
    "reached": "achieved met done actual_date",
    "state": "status",
    "spent": "actual_cost acwp paid cost_to_date",
    "terms": "payment_terms days net",
    "crews": "capacity teams units",
    "resources": "resource people machines equipment pool pools roles labor labour",
    "capacity": "units available max_units limit number count availability",
    "needs": "assignments requires units uses demand",
    "levelling": "leveling resource_leveling resource_levelling priorities",
    "among": "tasks activities members",
    "decisions": "decision decision_log choices resolutions minutes log",
    "what": "decision choice resolution title text name description",
    "why": "reason reasons rationale because grounds motivation notes",
    "touches": "affects about concerns impacts tasks milestones risks ids",
    "order": "sequence list priority",
    "level": "type importance priority",
    "pass": "chance probability success",
    "at_most": "max maximum rounds limit cap ceiling",
    "per": "day days unit basis counted_in",
    "pert": "beta betapert beta_pert riskpert three_point betarisk modified_pert",
    "triangular": "triangle triang tri risktriang",
    "trigen": "risktrigen triangular_percentiles",
    "uniform": "riskuniform rectangular flat even",
    "normal": "gaussian gauss risknormal bell",
    "lognormal": "lognorm risklognorm risklognorm2 log_normal",
    "weibull": "riskweibull",
    "exponential": "expon riskexpon",
    "discrete": "riskdiscrete categorical",
    "empirical": "data observations history histogram samples riskduniform",
}
"""By key, what else it is called by MS Project, Primavera P6, @RISK and people, with spaces between the words."""
_KEYS: Final[dict[str, list[str]]] = {}
for _key, _words in _WORDS.items():
    for _word in _words.split():
        _KEYS.setdefault(_word, []).append(_key)
_SPELLING: Final = Spelling(_KEYS)


def key_near(word: str, known: Iterable[str]) -> str | None:
    """Return the one of some keys that a word is a slip or another name of; None where there is none."""
    keys = tuple(known)
    bare = word.strip().casefold().replace(" ", "_").replace("-", "_")
    near = Spelling(keys).near(word.strip())
    if near is not None:
        return near
    return next((key for key in _KEYS.get(_SPELLING.near(bare) or "", ()) if key in keys), None)


def key_hint(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'this'?`, or nothing where no key is near."""
    near = key_near(word, known)
    return "" if near is None else f"; did you mean {near!r}?"
