"""How it has gone, as a picture for the hub and for whoever is shown it: knees, how the legs stand,
and pain, by day.

The same as the charts on the glass (`ui.widgets.charts`), dark on white. Never a camera's picture.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from mirrorapp.coach.knees import Knee, chart_edges_deg
from mirrorapp.coach.progress import Progress
from mirrorapp.events import Side
from mirrorapp.ui.i18n import Texts
from mirrorapp.ui.looking_back import Of, said_of_knee, said_of_pain, said_of_parting

_PARTS: tuple[Of, ...] = ("knees", "stands")
_INCHES, _DPI = (8.0, 9.0), 100
_INK, _BAND, _LINE = "#14212b", "#e3e8ec", "#0b6e99"
_TITLE_PT, _NOTE_PT = 11, 9
_LEAST, _AIR = timedelta(weeks=2), timedelta(days=1)


def png(progress: Progress, texts: Texts) -> bytes:
    """A PNG of 800 × 900 pixels; safe on any thread."""
    # Only who shares their health needs it, and it takes a second and 40 MB to load.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.dates import AutoDateLocator, num2date
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=_INCHES, dpi=_DPI, layout="constrained")
    FigureCanvasAgg(figure)
    rows: list[Any] = [[f"{part}-{side}" for side in Side] for part in _PARTS]
    grid: dict[str, Any] = figure.subplot_mosaic([*rows, ["pain", "pain"]])
    first = min(progress.since, progress.today - _LEAST)
    ends = first - _AIR, progress.today + _AIR
    for part in _PARTS:
        knees: Mapping[Side, Knee] = getattr(progress, part)
        low, high = chart_edges_deg(knees)
        for side, knee in knees.items():
            axes = grid[f"{part}-{side}"]
            _head(axes, texts.say(f"chart.{part}.{side}"), said_of_knee(knee, texts, part))
            axes.set_ylim(low - 1.0, high + 1.0)
            _knee(axes, knee, ends)
    _pain(grid["pain"], progress, texts)
    for axes in grid.values():
        axes.set_xlim(*ends)
        locator = AutoDateLocator(minticks=2, maxticks=4)  # type: ignore[no-untyped-call]
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(lambda day, _: texts.date(num2date(day)))  # type: ignore[no-untyped-call]
        axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.spines[["top", "right"]].set_visible(False)
    figure.supxlabel(_how_to_read(progress, texts), fontsize=_NOTE_PT, color=_INK, x=0.01,
                     ha="left")
    out = BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()


def _how_to_read(progress: Progress, texts: Texts) -> str:
    """What the grey is, and the dashes where there are any."""
    knees = [getattr(progress, part) for part in _PARTS]
    told = [texts.say("chart.noise")] if any(each.days for part in knees
                                             for each in part.values()) else []
    why = next(filter(None, (said_of_parting(part, texts) for part in knees)), "")
    return "\n".join([*told, texts.say("chart.anew", why=why)] if why else told)


def _head(axes: Any, title: str, said: str) -> None:
    axes.set_title(f"{title}\n{said}", loc="left", color=_INK, fontsize=_TITLE_PT)


def _knee(axes: Any, knee: Knee, ends: tuple[date, date]) -> None:
    axes.axhline(0.0, color=_INK, linewidth=0.8)
    for first, last, stretch in knee.spans(*ends):
        if stretch.noise_deg is not None:
            axes.fill_between([first, last], *stretch.noise_deg, color=_BAND, linewidth=0)
        if stretch.why is not None:
            axes.axvline(first, color=_INK, linewidth=1.0, linestyle=(0, (4, 3)))
        axes.plot([each.day for each in stretch.days], [each.in_deg for each in stretch.days], "o-",
                  color=_LINE)


def _pain(axes: Any, progress: Progress, texts: Texts) -> None:
    days = progress.pain
    _head(axes, texts.say("progress.pain.title"), said_of_pain(progress, texts))
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
