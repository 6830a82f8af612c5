"""What is said of knees and pain over the weeks: no more than is sure."""

from collections.abc import Callable, Mapping
from typing import Literal

from mirrorapp.alignment.results import Change, Trend
from mirrorapp.coach import balance
from mirrorapp.coach.knees import Knee
from mirrorapp.coach.progress import Progress
from mirrorapp.events import Side
from mirrorapp.ui.i18n import Texts

Of = Literal["knees", "stands", "walks"]
"""Of squats, of how the legs stand, of walks: as `Progress` has them."""


def said_of_knee(knee: Knee, texts: Texts, of: Of = "knees") -> str:
    """One plain sentence."""
    if not knee.days:
        return texts.say(f"progress.{of}.none")
    if knee.since is None:
        return _said(knee.change, lambda how, n: texts.say(f"progress.knees.{how}", n=n), texts)
    since = texts.date(knee.since)
    if knee.change is None:
        return texts.say("progress.since.early", date=since)
    if knee.change.trend is Trend.SAME:
        return texts.say("progress.since.same", date=since)
    return _said(knee.change,
                 lambda how, n: texts.say(f"progress.since.{how}", n=n, date=since), texts)


def said_of_parting(knees: Mapping[Side, Knee], texts: Texts) -> str:
    """Why days don't compare with those before them, the last time that was so; else nothing."""
    found = [each for knee in knees.values() for each in knee.anew]
    return texts.say(f"progress.anew.{max(found)[1]}") if found else ""


def said_of_both(knees: Mapping[Side, Knee], texts: Texts) -> str:
    """One knee against the other; nothing where that can't be told."""
    told = balance.of_knees(knees)
    if told is None:
        return ""
    if told.further is None:
        return texts.say("progress.balance.alike")
    return texts.say(f"progress.balance.{told.further}", n=round(abs(told.left_more_deg)))


def said_of_pain(progress: Progress, texts: Texts) -> str:
    """The same of pain."""
    if not progress.pain:
        return texts.say("progress.pain.none")
    return _said(progress.pain_change, lambda how, n: texts.say(f"progress.pain.{how}", n=n), texts)


def _said(change: Change | None, told: Callable[[str, int], str], texts: Texts) -> str:
    if change is None:
        return texts.say("progress.early")
    if change.why is not None:
        return texts.say(f"checks.not_comparable.{change.why}")
    if change.better is None:
        return texts.say("progress.same")
    return told("better" if change.better else "worse", round(abs(change.difference or 0.0)))
