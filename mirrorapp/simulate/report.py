"""What a simulated session looked like from outside, as JSON."""

from dataclasses import dataclass, field
from typing import Any

from mirrorapp.alignment.results import CheckResult
from mirrorapp.coach import ledger
from mirrorapp.coach.records import SessionRecord, SetRecord
from mirrorapp.coach.state import Phase
from mirrorapp.exercises.words import Step
from mirrorapp.simulate.play import Moment


@dataclass
class Watcher:
    """Feed it every moment of a play."""

    cues: list[dict[str, Any]] = field(default_factory=list)
    faults: list[dict[str, Any]] = field(default_factory=list)
    tones: list[dict[str, Any]] = field(default_factory=list)
    told: list[dict[str, Any]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    phases: list[dict[str, Any]] = field(default_factory=list)
    refused_s: dict[str, float] = field(default_factory=dict)
    cued_while_refused: int = 0
    hints: list[dict[str, Any]] = field(default_factory=list)
    record: SessionRecord | None = None
    _last: Moment | None = None

    def __call__(self, now: Moment) -> None:
        """Take in one moment."""
        last, self._last = self._last, now
        before = last.state if last is not None else None
        state, at = now.state, {"at_s": round(now.time_s, 1), "part": now.state.part}
        self.record = state.session or self.record
        if before is None or (before.phase, before.part) != (state.phase, state.part):
            self.phases.append(at | {"phase": state.phase.value, "exercise": state.exercise,
                                     "side": state.side and state.side.value})
        if state.cue is not None and (before is None or before.cue is not state.cue):
            self.cues.append(at | {"cue": state.cue.value})
        if state.fault is not None and (before is None or before.fault != state.fault):
            self.faults.append(at | {"fault": _words(state.fault)})
        if state.words is not None and (before is None or before.words != state.words):
            self.told.append(at | {"words": _words(state.words)})
        if state.wrong is not None and (before is None or before.wrong != state.wrong):
            self.hints.append(at | {"wrong": state.wrong.value})
        if state.tone is not None and (before is None or before.tones != state.tones):
            self.tones.append(at | {"tone": state.tone.value})
        self._questions(now, at)
        step_s = now.time_s - last.time_s if last is not None else 0.0
        if now.reading.refusal is not None:
            why = now.reading.refusal.value
            self.refused_s[why] = self.refused_s.get(why, 0.0) + step_s
            self.cued_while_refused += state.cue is not None or state.fault is not None

    def _questions(self, now: Moment, at: dict[str, Any]) -> None:
        for intent, value in now.act.touches:
            self.asked.append(at | {"touch": intent.value, "value": value})
        question = now.state.question
        if question is not None and now.state.phase is Phase.ASK and (
                not self.asked or self.asked[-1].get("question") != (question.id or question.ask)):
            self.asked.append(at | {"question": question.id or question.ask.value})

    def report(self, name: str, how: str) -> dict[str, Any]:
        """All of it."""
        record = self.record
        return {
            "id": name, "how": how,
            "duration_s": round(self._last.time_s, 1) if self._last is not None else 0.0,
            "outcome": record.outcome.value if record and record.outcome else None,
            "sets": [_set(each) for each in record.sets] if record else [],
            "owed_s": {side.value: round(seconds, 1) for side, seconds in
                       (ledger.owed_in(record) if record else {}).items()},
            "checks": [_check(each) for each in record.checks] if record else [],
            "cues": self.cues, "faults": self.faults, "announced": self.told,
            "wrong": self.hints, "tones": self.tones, "asked": self.asked, "phases": self.phases,
            "refusals_s": {name: round(s, 1) for name, s in self.refused_s.items()},
            "cued_while_refused": self.cued_while_refused}


def _words(step: Step) -> str:
    return step.en.text


def _check(found: CheckResult) -> dict[str, Any]:
    return {"check": found.check, "unit": found.unit, "reason": found.reason and found.reason.value,
            "judged_fraction": found.judged_fraction,
            "values": {name: {"value": round(each.value, 3), "uncertainty": each.uncertainty,
                              "judged": each.judged} for name, each in found.values.items()}}


def _set(each: SetRecord) -> dict[str, Any]:
    found: dict[str, Any] = {"exercise": each.exercise, "side": each.side and each.side.value,
                             "complete": each.complete}
    if each.hold is not None:
        return found | {"asked_s": round(each.hold.asked_s, 1),
                        "held_s": round(each.hold.held_s, 1), "eased": each.hold.eased,
                        "judged": each.hold.judged} | (
                            {"reps": len(each.reps)} if each.reps else {})
    return found | {"planned": each.planned_reps, "reps": len(each.reps), "touched": each.touched,
                    "judged": sum(rep.judged for rep in each.reps),
                    "verdicts": [[rep.left.verdict.value, rep.right.verdict.value]
                                 for rep in each.reps]}
