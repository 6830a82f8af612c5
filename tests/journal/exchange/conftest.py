"""A journal that has something of everything, and what it exports to."""

from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.journal import schema
from mirrorapp.journal.exchange import outwards
from mirrorapp.journal.exchange.outwards import Selection
from mirrorapp.journal.store import Journal
from tests.journal.made_up import STARTED, a_calibration
from tests.journal.test_layouts import ANNA, whole

EVERYBODY = Selection()


def fill(path: Path) -> None:
    """Something in every table, and one session in the middle."""
    clock = ManualClock(epoch=STARTED)
    with closing(Journal.open(path, clock)) as journal:
        journal.keep_profile(ANNA)
        journal.keep_profile(replace(ANNA, id="p2", name="Börge", screening=None))
        journal.skip_day("p1", date(2026, 11, 23))
        one = whole(len(schema.STEPS))
        journal.finish(one)
        clock.sleep(86400)
        journal.finish(replace(
            one, uuid="two", profile="p2", started=one.started + timedelta(days=1), demo=True,
            measured=replace(one.measured, calibrations=(a_calibration(1.2),)),
            ended=one.started + timedelta(days=1, minutes=3)))
        journal.begin(replace(one, uuid="open", started=one.started + timedelta(days=2),
                              ended=None, outcome=None))


@pytest.fixture
def filled(path: Path) -> Path:
    fill(path)
    return path


@pytest.fixture
def exported(filled: Path, tmp_path: Path) -> Path:
    """What `filled` comes to, as JSON. Opening ends what was open."""
    return export(filled, tmp_path / "all.json")


def export(path: Path, out: Path, selection: Selection = EVERYBODY) -> Path:
    clock = ManualClock(epoch=STARTED)
    with closing(Journal.open(path, clock)) as journal:
        outwards.to_json(journal, selection, out, clock)
    return out
