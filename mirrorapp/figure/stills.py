"""Where the still pictures of the guide are (`make figures` draws them)."""

from pathlib import Path

from mirrorapp.exercises.checks import Check
from mirrorapp.exercises.schema import Exercise

FOLDER = Path(__file__).parent / "stills"


def path_of(known: Exercise | Check) -> Path | None:
    """The still of an exercise or a check; None where there is none.

    A check that has no guide of its own is shown by the exercise it asks for.
    """
    names = (known.id, *known.exercises) if isinstance(known, Check) else (known.id,)
    return next((path for name in names if (path := FOLDER / f"{name}.jpg").is_file()), None)
