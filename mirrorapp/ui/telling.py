"""What a check found, in words: one line a knee, what became of it, and a hint where there is one.
"""

from dataclasses import dataclass

from mirrorapp.alignment.ankles import centimetres
from mirrorapp.alignment.checks import ANKLES
from mirrorapp.alignment.results import Change, Trend, Value, beyond_noise
from mirrorapp.coach.checking import Finding
from mirrorapp.events import Side
from mirrorapp.ui.i18n import Texts


@dataclass(frozen=True, slots=True)
class Told:
    """A value and what became of it."""

    value: str
    change: str


class Teller:
    """Tells findings to somebody so tall, or of whom that is not known."""

    def __init__(self, texts: Texts, height_cm: float | None) -> None:
        self._texts = texts
        self._height_cm = height_cm

    def ankles(self, finding: Finding) -> Told | None:
        """The gap between the ankles; None where the check is another one."""
        if finding.check.measure != "ankle_gap":
            return None
        value = finding.result.values.get(ANKLES)
        if value is None:
            return self._none(finding)
        if self._height_cm:
            gap = self._texts.say("checks.gap_cm", n=self._texts.number(self._cm(value.value)),
                                  error=self._texts.number(self._cm(value.uncertainty)))
        else:
            gap = self._of_shin(value.value)
        return Told(gap, self._change(finding, ANKLES))

    def knee(self, finding: Finding, side: Side) -> Told:
        """One leg's value, without saying which leg."""
        value = finding.result.values.get(side.value)
        if value is None:
            return self._none(finding)
        if finding.check.measure == "band_effect":
            return Told(*self._band(finding, value))
        return Told(self._angle(value), self._change(finding, side.value))

    def named_knee(self, finding: Finding, side: Side) -> Told:
        """One leg's value, and which leg it is."""
        told = self.knee(finding, side)
        return Told(self._texts.say(f"checks.{side.value}", told=told.value), told.change)

    def sentences(self, finding: Finding) -> list[str]:
        """For a terminal: a line a value, with the check's name and what became of it."""
        ankles = self.ankles(finding)
        told = ([self.named_knee(finding, side) for side in Side] if ankles is None
                else [ankles])
        name = self._texts.name(finding.check)
        return [". ".join((name, *filter(None, (each.value, each.change)))) + "." for each in told]

    def hint(self, finding: Finding) -> str:
        """What is to be said beyond the number, and who says so; mostly nothing."""
        hint, value = finding.check.hint, finding.result.values.get(ANKLES)
        if hint is None or value is None or not self._height_cm:
            return ""
        if self._cm(value.value - value.uncertainty) <= hint.beyond_cm:
            return ""
        said = hint.de if self._texts.language == "de" else hint.en
        return f"{said} {self._texts.source(hint.source)}."

    def _none(self, finding: Finding) -> Told:
        reason = finding.result.reason
        return Told(self._texts.say("checks.none"),
                    self._texts.untold(reason).more if reason is not None else "")

    def _angle(self, value: Value) -> str:
        """Within its uncertainty a knee counts as straight."""
        if abs(value.value) <= value.uncertainty:
            return self._texts.say("checks.straight")
        key = "inwards" if value.value > 0 else "outwards"
        return self._texts.say(f"checks.{key}", n=round(abs(value.value)))

    def _band(self, finding: Finding, value: Value) -> tuple[str, str]:
        """What the band does, if it is more than noise: it is to keep the knee out."""
        key = "same"
        if beyond_noise(value, finding.check.noise.sem):
            key = "helps" if value.value < 0 else "harms"
        return (self._texts.say(f"checks.band.{key}", n=round(abs(value.value))),
                self._texts.say(f"checks.band.{key}_more"))

    def _change(self, finding: Finding, name: str) -> str:
        change = finding.changes.get(name)
        if change is None or finding.since is None:
            return self._texts.say("checks.first")
        if change.why is not None:
            return self._texts.say(f"checks.not_comparable.{change.why.value}")
        amount = self._amount(finding, abs(change.difference or 0.0))
        return self._texts.say(f"checks.{_key(finding, change)}", n=amount,
                               date=self._texts.date(finding.since))

    def _amount(self, finding: Finding, value: float) -> str:
        if finding.check.unit == "deg":
            return f"{round(value)}°"
        if self._height_cm:
            return f"{self._texts.number(self._cm(value))} cm"
        return self._of_shin(value)

    def _of_shin(self, shanks: float) -> str:
        return self._texts.say("checks.shanks", n=max(0, round(100 * shanks)))

    def _cm(self, shanks: float) -> float:
        return max(0.0, centimetres(shanks, self._height_cm or 0.0))


def _key(finding: Finding, change: Change) -> str:
    if change.trend is Trend.SAME:
        return "same"
    if finding.check.measure == "band_effect" or change.better is None:
        return change.trend.value
    return "better" if change.better else "worse"
