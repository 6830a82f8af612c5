"""How it has gone, as a picture for the hub and for whoever is shown it: knees and pain, by day.

The same as the charts on the glass (`ui.widgets.charts`), dark on white. Never a camera's picture.
"""

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO
from typing import Any

from mirrorapp.coach.progress import Knee, Pain, Progress
from mirrorapp.events import Side
from mirrorapp.ui.i18n import Texts

_TITLES = {Side.LEFT: "chart.left", Side.RIGHT: "chart.right"}
_INCHES, _DPI = (8.0, 9.0), 100
_INK, _BAND, _LINE = "#14212b", "#e3e8ec", "#0b6e99"
_DEGREES_LEAST = (-4.0, 12.0)
"""Less is not spread over the whole chart: it would look like much."""
_LEAST, _AIR = timedelta(weeks=2), timedelta(days=1)


def png(progress: Progress, texts: Texts) -> bytes:
    """A PNG of 800 × 900 pixels; safe on any thread."""
    # Only who shares their health needs it, and it takes a second and 40 MB to load.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
    from matplotlib.figure import Figure

    figure = Figure(figsize=_INCHES, dpi=_DPI, layout="constrained")
    FigureCanvasAgg(figure)
    *knees, pain = figure.subplots(3, 1, sharex=True)
    low, high = _degrees(progress)
    for axes, side in zip(knees, Side, strict=True):
        _knee(axes, progress.knees[side], texts, texts.say(_TITLES[side]))
        axes.set_ylim(low, high)
    _pain(pain, progress.pain, texts)
    first = min(progress.since, progress.today - _LEAST)
    pain.set_xlim(first - _AIR, progress.today + _AIR)
    locator = AutoDateLocator(maxticks=7)  # type: ignore[no-untyped-call]
    pain.xaxis.set_major_locator(locator)
    formatter = ConciseDateFormatter(locator)  # type: ignore[no-untyped-call]
    pain.xaxis.set_major_formatter(formatter)
    for axes in (*knees, pain):
        axes.spines[["top", "right"]].set_visible(False)
    out = BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()


def _title(axes: Any, title: str, texts: Texts, *, empty: bool) -> None:
    if empty:
        title = f"{title}: {texts.say('chart.nothing')}"
    axes.set_title(title, loc="left", color=_INK)


def _degrees(progress: Progress) -> tuple[float, float]:
    """One scale for both knees, so that they compare."""
    values = [*_DEGREES_LEAST, *(value for knee in progress.knees.values()
                                 for value in (*(each.in_deg for each in knee.days),
                                               *(knee.noise_deg or ())))]
    return min(values) - 1.0, max(values) + 1.0


def _knee(axes: Any, knee: Knee, texts: Texts, title: str) -> None:
    if knee.noise_deg is not None:
        axes.axhspan(*knee.noise_deg, color=_BAND)
        title = f"{title} ({texts.say('chart.noise')})"
    _title(axes, title, texts, empty=not knee.days)
    axes.axhline(0.0, color=_INK, linewidth=0.8)
    axes.plot([each.day for each in knee.days], [each.in_deg for each in knee.days], "o-",
              color=_LINE)


def _pain(axes: Any, days: Sequence[Pain], texts: Texts) -> None:
    _title(axes, texts.say("progress.pain.title"), texts, empty=not days)
    axes.set_ylim(-0.5, 10.5)
    for name, label, style in (("before", texts.say("progress.pain.before"), "o"),
                               ("after", texts.say("progress.pain.after"), ".")):
        told = [(each.day, getattr(each, name)) for each in days
                if getattr(each, name) is not None]
        axes.plot([day for day, _ in told], [value for _, value in told], style, color=_LINE,
                  markerfacecolor="none" if name == "before" else _LINE, markersize=9,
                  label=label)
    if days:
        axes.legend(loc="upper right", frameon=False, ncols=2)
