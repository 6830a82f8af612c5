"""`mirrorapp check`: whether all that can be trained is whole, packs included, and what it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from mirrorapp.coach import minutes
from mirrorapp.coach.tasks import of_checks, of_exercise
from mirrorapp.events import MirrorError
from mirrorapp.exercises import catalogue, complete, pacing, rules, why
from mirrorapp.exercises.catalogue import Catalogue
from mirrorapp.exercises.checks import Check
from mirrorapp.exercises.routines import Routine
from mirrorapp.exercises.schema import Exercise
from mirrorapp.figure import mesh
from mirrorapp.figure.audit import audit


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found: one line for each problem, and each entry's facts by its id."""

    problems: tuple[str, ...]
    entries: dict[str, dict[str, Any]]

    def report(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"problems": list(self.problems), "entries": self.entries}


def examine(places: Sequence[Path]) -> Examined:
    """Whatever is packaged or in packs: what can be trained, the pages, safety's table."""
    problems: list[str] = []
    entries: dict[str, dict[str, Any]] = {}
    try:
        found = catalogue.read(places)
    except catalogue.NoPlanError as error:
        problems += [_line(each) for each in error.problems]
    else:
        problems += [_line(each) for each in found.problems]
        problems += _incomplete(found)
        problems += _impossible(found)
        entries = table(found)
    for part in (_pages, _safety, why.sources, pacing.load):
        try:
            told = part()
        except MirrorError as error:
            problems.append(_line(error))
        else:
            entries |= told if isinstance(told, dict) else {}
    return Examined(tuple(problems), entries)


def place(told: Path) -> tuple[Path, ...]:
    """The one that --packs names. Raises `MirrorError`."""
    if not told.is_dir():
        raise MirrorError(f"There is no folder {told}.", "Name the folder that the packs are in.")
    return (told,)


def table(found: Catalogue) -> dict[str, dict[str, Any]]:
    """The facts of each exercise, check and routine, and of the plan, by id."""
    rows = ({name: _exercise(each) for name, each in found.exercises.items()}
            | {name: _check(each, found) for name, each in found.checks.items()}
            | {name: _routine(each, found) for name, each in found.routines.items()})
    for name, row in rows.items():
        at = found.found[name]
        row |= {"pack": at.pack or None, "replaces": at.instead is not None}
    plan = {"kind": "plan", "source": found.plan.source, "pack": found.found["plan"].pack or None,
            "days": [list(day.routines) for day in found.plan.days]}
    return {**rows, "plan": plan}


def as_markdown(found: Catalogue) -> str:
    """The table of exercises in docs/exercises.md."""
    rows = ["| id | what | whose | seen from | sides | dose | who says so | minutes | kit |",
            "|---|---|---|---|---|---|---|---|---|"]
    groups = list(get_args(Exercise.model_fields["group"].annotation))
    for each in sorted(found.exercises.values(), key=lambda one: (groups.index(one.group), one.id)):
        kit = ", ".join(each.kit) or "–"
        rows.append(f"| {each.id} | {each.name.en} | {each.source} | {' '.join(each.views)} | "
                    f"{each.sides.kind} | {dose(each)} | {each.dose.source} | "
                    f"{minutes.of_tasks(of_exercise(each)):.0f} | {kit} |")
    return "\n".join(rows)


def dose(exercise: Exercise) -> str:
    """An exercise's dose in a few signs: "2 × 10", "120–150 s"."""
    said = exercise.dose
    sets = f"{said.sets} × " if said.sets > 1 else ""
    if said.kind == "reps":
        return f"{sets}{said.reps}"
    if said.kind == "hold":
        most = f"–{said.seconds_most:g}" if said.seconds_most else ""
        return f"{sets}{said.seconds:g}{most} s"
    rounds = f"{said.rounds} × " if said.rounds > 1 else ""
    return f"{sets}{rounds}({' + '.join(f'{phase.seconds:g}' for phase in exercise.phases)}) s"


def _line(error: MirrorError) -> str:
    return f"{error.what} {error.remedy}".replace("\n", " ")


def _incomplete(found: Catalogue) -> list[str]:
    said = [(found.found[each.id], what) for each in found.exercises.values()
            for what in complete.lacks(each)]
    said += [(found.found[each.id], what) for each in found.checks.values()
             for what in complete.untranslated(each)]
    said += [(found.found[each.id], what) for each in found.routines.values()
             for what in minutes.far_off(each, found)]
    return [f"{file.path} {what}." for file, what in said]


def _impossible(found: Catalogue) -> Iterator[str]:
    """What no body could do in the guides of packs; those that are packaged are tested so."""
    guides = {each.id: each.guide for each in found.exercises.values()}
    guides |= {each.id: each.guide for each in found.checks.values()}
    for name, guide in guides.items():
        file = found.found[name]
        if guide is not None and file.pack:
            for finding in audit(guide, mesh.person("woman")):
                yield f"{file.path} {finding}."


def _exercise(each: Exercise) -> dict[str, Any]:
    return {
        "kind": "exercise", "group": each.group, "view": each.view, "also": list(each.also),
        "judged": each.judged, "trend": each.trend, "source": each.source,
        "dose": each.dose.model_dump(exclude_none=True), "dose_source": each.dose.source,
        "kit": list(each.kit), "minutes": round(minutes.of_tasks(of_exercise(each)), 1),
        "sides": each.sides.kind, "first": each.sides.first if each.sides.kind != "both" else None,
        "languages": list(complete.languages(each)),
        "cautions": [{"source": one.source, "flag": one.flag} for one in each.cautions],
        "ladder": {"easier": each.easier, "harder": each.harder}, "guide": _guide(each)}


def _check(each: Check, found: Catalogue) -> dict[str, Any]:
    return {
        "kind": "check", "view": each.view, "judged": True, "source": each.source,
        "dose_source": each.dose_source,
        "minutes": round(minutes.of_tasks(of_checks((each,), found.exercise)), 1),
        "exercises": list(each.exercises), "languages": list(complete.languages(each)),
        "guide": _guide(each, *(found.exercises[name] for name in each.exercises))}


def _guide(*known: Exercise | Check) -> dict[str, Any]:
    """Keyframes and contacts of all that moves the figure, and what it does not show."""
    guides = [each.guide for each in known if each.guide is not None]
    frames = [frame for guide in guides for frame in guide.frames]
    return {"keyframes": len(frames), "contacts": sum(len(frame.contacts) for frame in frames),
            "wrong": [wrong.id for guide in guides for wrong in guide.wrong],
            "missing": list(dict.fromkeys(what for each in known for what in _unshown(each)))
            if guides else ["guide"]}


def _unshown(each: Exercise | Check) -> Iterator[str]:
    """What the figure of one thing does not show that could be shown."""
    guide = each.guide
    if guide is None:
        return
    if not guide.muscles and isinstance(each, Exercise):
        yield "guide.muscles"
    if len(guide.frames) < 2 and isinstance(each, Exercise):
        yield "guide.frames: one pose is no movement"
    if isinstance(each, Exercise) and each.judges_knees and not any(
            wrong.id == "knee-in" for wrong in guide.wrong):
        yield "guide.wrong: knee-in"


def _routine(each: Routine, found: Catalogue) -> dict[str, Any]:
    members = found.members(each)
    kit = dict.fromkeys(kit for one in members if isinstance(one, Exercise) for kit in one.kit)
    return {
        "kind": "routine", "source": each.source, "minutes": each.minutes,
        "takes": round(minutes.of_routine(each, found), 1), "kit": list(kit),
        "exercises": list(each.exercises), "later": list(each.later), "checks": list(each.checks),
        "languages": list(complete.languages(each))}


def _pages() -> dict[str, dict[str, Any]]:
    return {f"why/{page.id}": {
        "kind": "page", "sources": sorted({fact.source for fact in page.facts}),
        "facts": len(page.facts), "languages": list(complete.languages(page))}
        for page in why.load()}


def _safety() -> dict[str, dict[str, Any]]:
    return {"safety": {"kind": "safety",
                       "rules": {rule.id: rule.source for rule in rules.load().rules}}}
