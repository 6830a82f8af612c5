"""Draws a made-up person's report: `python -m tests.report.sample LANGUAGE FILE.pdf`."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from mirrorapp.report import page, words
from mirrorapp.report.wording import sheet
from tests.report.lives import CATALOGUE, anna, handed_over

MADE = datetime(2026, 5, 11, 9, tzinfo=UTC)

if __name__ == "__main__":
    said = words.load(sys.argv[1], lambda slug: CATALOGUE.exercises[slug].name)
    told = sheet(handed_over(anna()), said, CATALOGUE, MADE.date())
    Path(sys.argv[2]).write_bytes(page.pdf(told, MADE))
