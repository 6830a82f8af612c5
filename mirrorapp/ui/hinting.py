"""How a hint is said: why nothing can be judged, and what to do about it.

While the camera's picture is the wrong way up it is silent: the notice says what to do, and who
stands well in such a picture would be told to turn or to step back.
"""

from mirrorapp.alignment.way_up import NOTICE_KEY
from mirrorapp.events import Refusal
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.i18n import Line, Texts

_CUT = (Refusal.FEET_OUT, Refusal.HEAD_OUT, Refusal.TOO_NEAR)


def is_turned(snapshot: Snapshot) -> bool:
    """Whether the picture is known to be the wrong way up."""
    return any(each.key == NOTICE_KEY for each in snapshot.notices)


def hinted(hint: Refusal, texts: Texts, *, turned: bool) -> Line:
    """What who trains is told."""
    return Line("") if turned else texts.refusal(hint)


def hinted_on_mark(hint: Refusal, texts: Texts, *, turned: bool) -> Line:
    """What who stands on the mark is told: not to step back, for the camera has to look elsewhere.
    """
    if hint in _CUT and not turned:
        return texts.line(f"calibrate.cut.{hint}")
    return hinted(hint, texts, turned=turned)
