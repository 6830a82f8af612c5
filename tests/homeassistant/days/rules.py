"""What the reminder promises (docs/home-assistant.md), as a model that knows of no blueprint.

Everything happens 20 s past a minute, but what the clock itself brings about: that on the minute.
"""

from dataclasses import dataclass, field
from random import Random
from typing import Literal

What = Literal["due", "not due", "begins", "ends", "comes", "goes", "off", "on", "Start", "Snooze",
               "Skip today"]
"""`begins` and `ends`: a session; `comes` and `goes`: somebody at the mirror; `off` and `on`: the
mirror's reminders; the last three are pressed on the phone. A Start finds nobody there."""
LAST_MIN = 24 * 60
_SNOOZE_MIN, _SESSION_MIN = 30, 15


@dataclass(frozen=True)
class Rules:
    """No reminder from `quiet_from` to `quiet_to` (minutes of the day; the same: never quiet), at
    most `most` a day, and another `again_s` after one that nobody answered.
    """

    quiet_from: int = 21 * 60
    quiet_to: int = 8 * 60
    most: int = 2
    again_s: int = 59 * 60 + 30

    def quiet(self, minute: int) -> bool:
        """Whether nobody wants to hear of anything."""
        since, until = self.quiet_from, self.quiet_to
        return since <= minute < until if since <= until else not until <= minute < since


@dataclass(frozen=True)
class Day:
    """What happens by itself, and what the phone's owner does about the first notes of a day: so
    many minutes later that button, or nothing.
    """

    happens: tuple[tuple[int, What], ...] = ()
    answers: tuple[tuple[int, What] | None, ...] = ()


@dataclass
class Lived:
    """A day as it goes by the rules: `told` at these minutes; `happened`: all that did."""

    told: list[int] = field(default_factory=list)
    happened: list[tuple[int, What]] = field(default_factory=list)


class _State:
    def __init__(self) -> None:
        self.due = self.running = self.somebody = self.off = False
        self.was_due = self.over = self.shown = False
        self.earliest_s = 0

    def change(self, what: What) -> None:
        match what:
            case "due" | "not due":
                self.due = what == "due"
            case "begins" | "ends":
                self.running = what == "begins"
            case "comes" | "goes":
                self.somebody = what == "comes"
            case "off" | "on":
                self.off = what == "off"
        self.was_due |= self.due
        self.over |= self.was_due and self.running
        if not self.due:
            self.earliest_s = 0
        self.shown &= self.due and not self.over


def live(day: Day, rules: Rules) -> Lived:
    """What comes of `day`."""
    state, lived = _State(), Lived()
    coming: dict[int, list[What]] = {}
    for minute, what in day.happens:
        coming.setdefault(minute, []).append(what)

    def tell(second: int) -> None:
        minute = second // 60
        if (state.over or not state.due or state.somebody or state.off or rules.quiet(minute)
                or second < state.earliest_s or len(lived.told) >= rules.most):
            return
        number = len(lived.told)
        lived.told.append(minute)
        state.earliest_s, state.shown = second + rules.again_s, True
        answer = day.answers[number] if number < len(day.answers) else None
        if answer is not None:
            answers[minute + answer[0]] = number, answer[1]

    answers: dict[int, tuple[int, What]] = {}
    for minute in range(LAST_MIN):
        tell(60 * minute)
        number, button = answers.pop(minute, (-1, "Start"))
        if state.shown and number == len(lived.told) - 1:
            now: list[What] = [button] if button == "Start" else [button, "not due"]
            coming[minute] = [*now, *coming.get(minute, [])]
            if button == "Snooze" and minute + _SNOOZE_MIN < LAST_MIN:
                coming.setdefault(minute + _SNOOZE_MIN, []).append("due")
        for what in coming.get(minute, []):
            lived.happened.append((minute, what))
            state.change(what)
            tell(60 * minute + 20)
    return lived


def a_day(random: Random) -> Day:
    """Any day: mostly one with a session, often disturbed."""
    happens: list[tuple[int, What]] = []

    def between(first: int, last: int, what: What, then: What) -> None:
        since = random.randint(max(1, first), min(LAST_MIN - 2, last))
        until = min(LAST_MIN - 1, since + random.randint(1, 150))
        happens.extend([(since, what), (until, then)])

    due = random.randint(1, 23 * 60)
    if random.random() < 0.85:
        happens.append((due, "due"))
    for _ in range(random.choice((0, 0, 1, 2))):
        between(due - 120, due + 240, "comes", "goes")
    if random.random() < 0.25:
        between(due - 120, due + 180, "off", "on")
    if random.random() < 0.4:
        since = random.randint(max(1, due - 60), min(LAST_MIN - 20, due + 240))
        happens += [(since, "begins"), (since + _SESSION_MIN, "ends")]
        if random.random() < 0.6:
            happens.append((since + _SESSION_MIN, "not due"))
    buttons: tuple[What, ...] = ("Start", "Snooze", "Snooze", "Skip today")
    answers = tuple(None if random.random() < 0.4 else
                    (random.randint(1, 58), random.choice(buttons)) for _ in range(5))
    return Day(tuple(sorted(happens, key=lambda each: each[0])), answers)
