"""Fills a store with the demo's story, step by step in the order of time."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from datetime import time as time_of_day
from pathlib import Path

from store import people
from store.codes import Role
from store.demo.around_story import around_steps
from store.demo.clock import DemoClock
from store.demo.content import content
from store.demo.disagreement import disagreement
from store.demo.folder import prefix
from store.demo.plan_story import PlanStory
from store.demo.review_story import keep_draft, review_steps
from store.demo.sending import told_to_the_centre
from store.demo.single_stories import single_steps
from store.journal import Journal

# The steps of a day are spread over its working hours; the draft is begun after the last of them.
_FIRST, _LAST, _APART = 9 * 60, 16 * 60 + 30, 7


def build(journal: Journal, clock: DemoClock) -> None:
    """Writes the whole story through the subjects' verbs; the clock ends at 08:58 on the last day.

    One transaction: history has its days, and the disk is waited for once.
    """
    told = content("caseload")
    roles = {name: role for name, role, _ in told["people"]}
    author = journal.author
    with tempfile.TemporaryDirectory(prefix=prefix()) as folder:
        steps = [*PlanStory(Path(folder)).steps(), *review_steps(), *disagreement()]
        steps += [*around_steps(), *single_steps()]
        # Stable: steps of one day keep the order in which they are told.
        steps.sort(key=lambda step: step.on)
        steps = told_to_the_centre(steps, Path(folder))
        with journal.together():
            for name, role, team in told["people"]:
                people.add_person(journal, name, Role(role), team)
            told_today: dict[date, int] = {}
            for step in steps:
                count = told_today.get(step.on, 0)
                told_today[step.on] = count + 1
                clock.move_to(step.on, _hour(count))
                journal.author = replace(author, person=step.by, role=roles[step.by])
                step.act(journal)
    journal.author = author
    keep_draft(journal, clock)


def _hour(count: int) -> time_of_day:
    minutes = min(_FIRST + count * _APART, _LAST)
    return time_of_day(minutes // 60, minutes % 60)
