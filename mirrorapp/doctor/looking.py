"""How a mirror that runs looks just now, and why: told by itself, in a small file.

It lies beside the journal while the mirror runs, so that whoever asks, in the terminal too, hears
of what is chosen, and not of what a second pair of eyes would manage beside the first.
"""

import json
import logging
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from pydantic import TypeAdapter

from mirrorapp import whole
from mirrorapp.doctor.eyes import FASTER
from mirrorapp.doctor.finding import FAIL, OK, WARN, Finding
from mirrorapp.doctor.heat import AIR, POWER, SUPPLY
from mirrorapp.doctor.patient import Patient
from mirrorapp.events import Notice, NoticeBoard
from mirrorapp.vision.governed import Looking
from mirrorapp.vision.governor import RATES_HZ, Why

_log = logging.getLogger(__name__)
_KEY = "looking"
_LOOKING = TypeAdapter(Looking)
_ON_GLASS = {Why.HEAT: 3, Why.POWER: 0}
"""The bit whose words the glass has for it."""


def place(journal: Path) -> Path:
    """Where it is told."""
    return journal.with_name("looking.json")


class Teller:
    """Tells the log and that file whenever the mirror looks otherwise, and the glass where somebody
    should do something. `auto`: the model is chosen by the mirror.
    """

    def __init__(self, file: Path, board: NoticeBoard, *, auto: bool) -> None:
        self._file, self._board, self._auto = file, board, auto

    def told(self, looking: Looking) -> None:
        """It looks like this from now on."""
        found = finding(looking, auto=self._auto)
        _log.log(logging.INFO if found.verdict is OK else logging.WARNING, "%s %s", found.what,
                 found.remedy)
        notice = _notice(looking, found)
        if notice is None:
            self._board.clear(_KEY)
        else:
            self._board.post(notice)
        try:
            whole.write(self._file, json.dumps({**asdict(looking), "auto": self._auto}))
        except OSError as error:
            _log.warning("The doctor can't be told how the mirror looks: %s.", error.strerror)

    def close(self) -> None:
        """Nobody looks any more."""
        with suppress(OSError):
            self._file.unlink()


def looking(patient: Patient) -> Finding:
    """With which model the mirror looks, how often, and why."""
    told = patient.machine.read(place(patient.config.journal.place)) if patient.runs else ""
    try:
        table = json.loads(told)
        return finding(_LOOKING.validate_python(table), auto=table["auto"])
    except (ValueError, KeyError):
        return Finding(_KEY, OK, "No mirror runs that could tell how it looks.")


def finding(looks: Looking, *, auto: bool) -> Finding:
    """That in words, the worst of it alone."""
    rate = f"{looks.rate_hz:.0f}"
    if looks.too_slow:
        return Finding(_KEY, FAIL, "Too slow: knees may be read wrong.", FASTER)
    if auto and looks.model == "lite":
        return Finding(_KEY, WARN, "The mirror looks with lite, for full is too slow here: less is "
                       "told of the knees.", FASTER)
    match looks.why:
        case Why.HEAT:
            return Finding(_KEY, WARN, f"At most {rate} looks a second, with {looks.model}: the "
                           "board is hot.", AIR)
        case Why.POWER:
            return Finding(_KEY, WARN, f"At most {rate} looks a second, with {looks.model}: the "
                           "board gets too little power.", SUPPLY)
        case Why.SCREENS:
            return Finding(_KEY, OK, f"At most {rate} looks a second, with {looks.model}, so that "
                           "the screen keeps up.")
    return Finding(_KEY, OK, f"The mirror looks with {looks.model}, at every picture.")


def _notice(looks: Looking, found: Finding) -> Notice | None:
    """What somebody before the glass should do something about."""
    if looks.too_slow:
        return Notice(_KEY, found.what, found.remedy)
    bit = _ON_GLASS.get(looks.why) if looks.why and looks.rate_hz <= RATES_HZ[-1] else None
    if bit is None:
        return None
    words = next(each for number, each in POWER if number == bit)
    return Notice(_KEY, words.what, words.remedy)
