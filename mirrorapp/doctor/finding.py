"""What one check has found."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How it is; the worst comes first."""

    FAIL = "fail"
    """The mirror does not work, or not as it should, until that is mended."""
    WARN = "warn"
    """It works, and would do so better."""
    UNKNOWN = "unknown"
    """It can't be told."""
    OK = "ok"


FAIL, WARN, UNKNOWN, OK = Verdict.FAIL, Verdict.WARN, Verdict.UNKNOWN, Verdict.OK
_ORDER = {verdict: place for place, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True)
class Finding:
    """`key` names the check, as docs/doctor.md has it; `what` and `remedy` are as in `MirrorError`,
    and `remedy` is empty where there is nothing to do.
    """

    key: str
    verdict: Verdict
    what: str
    remedy: str = ""


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those alike stay in their order."""
    return tuple(sorted(findings, key=lambda each: _ORDER[each.verdict]))
