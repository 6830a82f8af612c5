"""With what something was measured, and whether that compares: the one place that decides it.

Any other calibration parts what was before it from what comes after it: in a deep squat a degree of
its roll alone, which is uncertain by half of one, moves a knee by 1.8 (docs/programme.md, "Measured
anew").
"""

from mirrorapp.alignment.results import Change, Hindrance, Trend, compare
from mirrorapp.coach.records import AND, Found, Measured


def hindrance(then: Measured, now: Measured) -> Hindrance | None:
    """Why what was measured with the one does not compare with what was with the other; None: it
    does. Another version of the program is none: what matters of it is the method.
    """
    if not (known(then) and known(now)):
        return Hindrance.UNKNOWN
    if then.method != now.method:
        return Hindrance.METHOD
    if then.model != now.model or AND in now.model:
        return Hindrance.MODEL
    if then.camera != now.camera:
        return Hindrance.CAMERA
    if then.calibrations != now.calibrations or changed_meanwhile(now):
        return Hindrance.CALIBRATION
    return None


def known(measured: Measured) -> bool:
    """Whether it was written down: not before layout 5 of the journal."""
    return measured.method is not None


def changed_meanwhile(measured: Measured) -> bool:
    """Whether calibration or model was another at the end than at first: of nothing in between is
    known with which it was measured.
    """
    return len(measured.calibrations) > 1 or AND in measured.model


def compared(now: Found, before: Found, sem: float) -> dict[str, Change]:
    """Each value of a check against the same of an earlier one, as `results.compare`."""
    changes = compare(now[0], before[0], sem)
    why = hindrance(before[1], now[1])
    if why is None:
        return changes
    return {name: each if each.why is not None else Change(Trend.NOT_COMPARABLE, why=why)
            for name, each in changes.items()}
