"""What was found, for who sits at a terminal, and for programs."""

import json
import textwrap
from collections.abc import Callable, Iterator, Sequence

from mirrorapp import __version__
from mirrorapp.doctor.finding import FAIL, Finding, Verdict

_MARKS = {Verdict.FAIL: "✗", Verdict.WARN: "!", Verdict.UNKNOWN: "?", Verdict.OK: "✓"}
_KEY, _WIDTH = 12, 100


def tell(findings: Sequence[Finding], say: Callable[[str], None]) -> None:
    """A line each, with what to do beneath it; then how many are how.

    Names of files and of what is plugged in are anybody's: no sign of theirs steers the terminal.
    """
    for each in findings:
        for line in _lines(each):
            say("".join(sign if sign.isprintable() else "?" for sign in line))
    counts = {verdict: sum(each.verdict is verdict for each in findings) for verdict in Verdict}
    say(f"\n{counts[Verdict.FAIL]} to mend, {counts[Verdict.WARN]} to know of, "
        f"{counts[Verdict.UNKNOWN]} unclear, {counts[Verdict.OK]} fine")


def as_json(findings: Sequence[Finding]) -> str:
    """The same, all of it."""
    return json.dumps({
        "program": __version__, "works": works(findings),
        "findings": [{"key": each.key, "verdict": str(each.verdict), "what": each.what,
                      "remedy": each.remedy} for each in findings]}, indent=1, ensure_ascii=False)


def works(findings: Sequence[Finding]) -> bool:
    """Whether nothing fails."""
    return all(each.verdict is not FAIL for each in findings)


def _lines(finding: Finding) -> Iterator[str]:
    margin = " " * (_KEY + 3)
    yield from textwrap.wrap(f"{_MARKS[finding.verdict]} {finding.key:{_KEY}} {finding.what}",
                             _WIDTH, subsequent_indent=margin, break_on_hyphens=False)
    if finding.remedy:
        yield from textwrap.wrap(f"→ {finding.remedy}", _WIDTH, initial_indent=margin,
                                 subsequent_indent=f"{margin}  ", break_on_hyphens=False)
