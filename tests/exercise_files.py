"""Exercises made for tests: the smallest file that says what a test needs."""

from typing import Any

from mirrorapp.exercises.schema import Exercise

HOLD = {"kind": "hold", "seconds": 60, "source": "app"}
REPS = {"kind": "reps", "reps": 8, "source": "app"}


def exercise(signal: str = "depth", limits: tuple[float, float, float] = (0.05, 0.03, 0.06),
             **said: Any) -> Exercise:
    """One exercise; `limits` are enter, leave and least, `said` whatever else is in its file."""
    enter, leave, least = limits
    counting = {"signal": signal, "enter": enter, "leave": leave, "least": least,
                **said.pop("counting", {})}
    return Exercise.model_validate({
        "id": "tried", "view": "F", "name": {"en": "Tried", "de": "Versuch"}, "dose": REPS,
        "counting": counting, **said})


def words(text: str) -> dict[str, dict[str, str]]:
    """The same words in both languages."""
    return {"en": {"text": text}, "de": {"text": text}}
