"""How the demo's four plans came to stand as they do: each step on its day, by its person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from store import evidence, plans
from store.codes import ActionStatus, EvidenceKind
from store.demo.content import content
from store.demo.telling import Step
from store.journal import Journal
from store.plans import ProposedArea, ProposedCommitment, ProposedPlan

# How long after its beginning an earlier plan's promises were closed.
_CLOSED_AFTER = timedelta(days=430)


class PlanStory:
    """The steps of all plans; `files` is a folder for the evidence file while it is sealed."""

    def __init__(self, files: Path) -> None:
        self.files = files
        # Where things came to lie: "2019/7" an area, "SW/1/2" and "SW/1/2/1" what lies below.
        self.ids: dict[str, str] = {}

    def steps(self) -> Iterator[Step]:
        """Every step, not yet in the order of time."""
        for told in content("plans_earlier")["plan"]:
            yield from self._earlier(told)
        yield from self._current()

    # --- the plans of 2012, 2018 and 2019 ---

    def _earlier(self, told: dict[str, Any]) -> Iterator[Step]:
        areas = list(_areas_of(told))
        begun = told["begun"]

        def add(journal: Journal) -> None:
            proposed = [
                ProposedArea(
                    service=told["service"],
                    number=number,
                    text=title,
                    commitments=tuple(
                        ProposedCommitment(position, text)
                        for position, (text, _) in enumerate(commitments, 1)
                    ),
                )
                for number, title, commitments, _ in areas
            ]
            plan = _add_plan(journal, told, tuple(proposed))
            for number, _, _, earlier in areas:
                self.ids[f"{told['key']}/{number}"] = plans.area_id(plan, told["service"], number)
                if earlier:
                    plans.link_earlier(
                        journal, self.ids[f"{told['key']}/{number}"], self.ids[earlier]
                    )

        def split(journal: Journal) -> None:
            for number, _, commitments, _ in areas:
                area = self.ids[f"{told['key']}/{number}"]
                for position, (text, _) in enumerate(commitments, 1):
                    made = plans.split_commitment(
                        journal, plans.commitment_id(area, position), [(text, None, None)]
                    )
                    self.ids[f"{told['key']}/{number}/{position}"] = made[0]

        def close(journal: Journal) -> None:
            kept = content("plans_earlier")["kept"]
            for number, _, commitments, _ in areas:
                for position, (_, status) in enumerate(commitments, 1):
                    if status == "not_started":
                        continue
                    action = self.ids[f"{told['key']}/{number}/{position}"]
                    plans.change_action(
                        journal, action, reason=kept["reason"], status=ActionStatus(status)
                    )
                    if status == "complete":
                        evidence.add_evidence(
                            journal,
                            action,
                            EvidenceKind.MINUTES,
                            on=begun + _CLOSED_AFTER,
                            held_at=kept["held_at"],
                            shows=kept["shows"],
                        )

        yield Step(begun, "Maple", add)
        yield Step(begun + timedelta(days=1), "Maple", split)
        yield Step(begun + _CLOSED_AFTER, "Maple", close)

    # --- the plan of 2023 ---

    def _current(self) -> Iterator[Step]:
        told = content("plan_2023")
        begun, author = told["begun"], told["author"]

        def add(journal: Journal) -> None:
            areas = tuple(
                ProposedArea(
                    service=area["service"],
                    number=area["number"],
                    text=area["text"],
                    title=area["title"],
                    standard=area["standard"],
                    deadline=told["deadline"],
                    due=told["due"],
                    due_rule=told["due_rule"],
                    commitments=tuple(
                        ProposedCommitment(position, one["text"], tuple(one.get("items", ())))
                        for position, one in enumerate(area["commitment"], 1)
                    ),
                )
                for area in told["area"]
            )
            plan = _add_plan(journal, told, areas)
            for area in told["area"]:
                made = plans.area_id(plan, area["service"], area["number"])
                self.ids[_place(area)] = made
                for earlier in area["earlier"]:
                    plans.link_earlier(journal, made, self.ids[earlier])
                for position, _ in enumerate(area["commitment"], 1):
                    self.ids[_place(area, position)] = plans.commitment_id(made, position)

        yield Step(begun, author, add)
        moved = {row[0]: row[1:] for row in told["moved"]["rows"]}
        for count, area in enumerate(told["area"]):
            yield Step(begun + timedelta(days=1 + count // 3), author, self._splitting(area, moved))
            for position, one in enumerate(area["commitment"], 1):
                for number, action in enumerate(one["actions"], 1):
                    yield from self._worked_on(_place(area, position, number), action)
        for place, (_, on, by) in moved.items():
            due = date.fromisoformat(self._action_told(place)[2])
            yield Step(date.fromisoformat(on), by, self._moving(place, due))
        for row in told["evidence"]:
            for place, kind, on, held_at, checked, shows, file in row["rows"]:
                day = date.fromisoformat(on)
                adding = self._evidencing(place, kind, day, held_at, checked, shows, file)
                yield Step(day, checked, adding)

    def _action_told(self, place: str) -> list[str]:
        service, number, position, action = place.split("/")
        for area in content("plan_2023")["area"]:
            if _place(area) == f"{service}/{number}":
                told: list[str] = area["commitment"][int(position) - 1]["actions"][int(action) - 1]
                return told
        raise KeyError(place)

    def _splitting(self, area: dict[str, Any], moved: Mapping[str, list[str]]) -> Any:
        def split(journal: Journal) -> None:
            for position, one in enumerate(area["commitment"], 1):
                pieces = []
                for number, (title, owner, due, _, _) in enumerate(one["actions"], 1):
                    first = moved.get(_place(area, position, number), [due])[0]
                    pieces.append(
                        (title, owner or None, date.fromisoformat(first) if first else None)
                    )
                made = plans.split_commitment(journal, self.ids[_place(area, position)], pieces)
                for number, action in enumerate(made, 1):
                    self.ids[_place(area, position, number)] = action

        return split

    def _worked_on(self, place: str, told: list[str]) -> Iterator[Step]:
        _, owner, _, status, touched = told
        if not touched:
            return
        day = date.fromisoformat(touched)
        by = owner or content("plan_2023")["author"]
        if status != "in_progress":
            begun = content("plan_2023")["begun"]
            half_way = begun + timedelta(days=max(4, (day - begun).days // 2))
            if half_way < day:
                yield Step(half_way, by, self._setting(place, "in_progress"))
        yield Step(day, by, self._setting(place, status))

    def _setting(self, place: str, status: str) -> Any:
        def change(journal: Journal) -> None:
            reason = content("plan_2023")["reasons"][status]
            plans.change_action(
                journal, self.ids[place], reason=reason, status=ActionStatus(status)
            )

        return change

    def _moving(self, place: str, due: date) -> Any:
        def move(journal: Journal) -> None:
            plans.change_action(journal, self.ids[place], due=due)

        return move

    def _evidencing(
        self, place: str, kind: str, on: date, held_at: str, checked: str, shows: str, file: str
    ) -> Any:
        def add(journal: Journal) -> None:
            path = None
            if file:
                path = self.files / file
                path.write_text(content("plan_2023")["files"][file].lstrip(), "utf-8")
            evidence.add_evidence(
                journal,
                self.ids[place],
                EvidenceKind(kind),
                on=on,
                held_at=held_at,
                checked_by=checked,
                shows=shows,
                file=path,
            )

        return add


def _add_plan(journal: Journal, told: dict[str, Any], areas: tuple[ProposedArea, ...]) -> str:
    return plans.add_plan(
        journal,
        ProposedPlan(
            title=told["title"],
            regulator=told["regulator"],
            inspected_from=told["inspected_from"],
            inspected_to=told["inspected_to"],
            areas=areas,
        ),
    ).plan_id


def _areas_of(told: dict[str, Any]) -> Iterator[tuple[int, str, list[tuple[str, str]], str]]:
    """The areas of an earlier plan: number, title, commitments with status, what came before."""
    for number, title, status, earlier in told.get("recommendations", []):
        yield number, title, [(title, status)], earlier
    for area in told.get("area", []):
        promised = [(text, status) for text, status in area["commitments"]]
        yield area["number"], area["title"], promised, area["earlier"]


def _place(area: dict[str, Any], *below: int) -> str:
    service = "IRO" if "IRO" in area["service"] else "SW"
    return "/".join([service, str(area["number"]), *map(str, below)])
