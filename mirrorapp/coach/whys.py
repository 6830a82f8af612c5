"""What keeps the knees from being judged, kept for as long as a repetition may last."""

from collections import deque
from dataclasses import replace

from mirrorapp.alignment.reading import Reading
from mirrorapp.coach.records import RepKnee
from mirrorapp.coach.verdicts import why_unsaid
from mirrorapp.events import SIDES, Side, Unsaid, Verdict, Why


class Whys:
    """Feed it every reading, those that no counter takes too; it remembers `keep_s` seconds."""

    def __init__(self, keep_s: float) -> None:
        self._keep_s = keep_s
        self._seen: deque[tuple[float, dict[Side, Why | None]]] = deque()

    def watch(self, reading: Reading) -> None:
        """Take in one reading."""
        now_s = reading.time_s
        while self._seen and not now_s - self._keep_s <= self._seen[0][0] <= now_s:
            self._seen.popleft()
        self._seen.append((now_s, {side: _why(reading, side) for side in SIDES}))

    def told(self, knee: RepKnee, side: Side, start_s: float, end_s: float) -> RepKnee:
        """The knee, with why it could not be judged between these two times, if it could not."""
        if knee.verdict is not Verdict.CANNOT_JUDGE or knee.why is not None:
            return knee
        return replace(knee, why=why_unsaid([
            (time_s, why[side]) for time_s, why in self._seen if start_s <= time_s <= end_s]))


def _why(reading: Reading, side: Side) -> Why | None:
    if reading.refusal is not None:
        return reading.refusal
    knee = reading.knees.get(side)
    if knee is not None and knee.verdict is not Verdict.CANNOT_JUDGE:
        return None
    return Unsaid.UNSURE if reading.stood else Unsaid.NOT_STOOD
