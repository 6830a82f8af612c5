"""The page as it is read: one A4 page in either language, whatever there is to tell."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

import mirrorapp
from mirrorapp.alignment.results import CheckResult, Hindrance, Untold, Value
from mirrorapp.coach.profile import Profile, Screening
from mirrorapp.coach.records import Asked, Planned
from mirrorapp.events import Side
from mirrorapp.exercises import checks
from mirrorapp.exercises.rules import AskRule, packaged
from mirrorapp.report import accuracy, looking_back, page, words
from mirrorapp.report.handover import Handover, Kept, handover
from mirrorapp.report.sheet import Sheet
from mirrorapp.report.wording import sheet
from mirrorapp.simulate.weeks import NO_BETTER
from mirrorapp.ui import catalogue
from tests.journal.made_up import any_session
from tests.report.lives import CATALOGUE, anna, handed_over
from tests.report.test_handover import session
from tests.tiers import examples

MADE = datetime(2026, 5, 11, 9, tzinfo=UTC)
LANGUAGES = ("en", "de")
ALL_YES = frozenset(each.id for each in packaged().rules if isinstance(each, AskRule))
DOCS = Path(mirrorapp.__file__).parents[1] / "docs"


def sheeted(told: Handover, language: str = "en") -> Sheet:
    said = words.load(language, lambda slug: (
        CATALOGUE.exercises[slug].name if slug in CATALOGUE.exercises else None))
    return sheet(told, said, CATALOGUE, MADE.date())


def printed(told: Handover, language: str = "en") -> tuple[str, Any]:
    """The text of the one page there is, each stretch of blanks as one; and the page."""
    said = sheeted(told, language)
    fitted_of(said)
    found = PdfReader(io.BytesIO(page.pdf(said, MADE))).pages
    assert len(found) == 1
    assert [round(float(each)) for each in found[0].mediabox[2:]] == [595, 842]
    return " ".join(found[0].extract_text().split()), found[0]


def fitted_of(said: Sheet) -> Sheet:
    """As much of it as fits, and that it does."""
    with page.pen(said) as pen:
        found = page.fit(said, pen)
        assert page.height(found, pen) <= page.ROOM_MM
        return found


def places(of: Any) -> list[tuple[float, float]]:
    """Where each stretch of text begins, in points from the lower left corner."""
    found: list[tuple[float, float]] = []

    def visit(text: str, _cm: Sequence[float], tm: Sequence[float], *_: object) -> None:
        if text.strip():
            found.append((tm[4], tm[5]))
    of.extract_text(visitor_text=visit)
    return found


def inside(of: Any) -> bool:
    """Whether every text begins within the margins, and no two lie on each other."""
    margin = page.MARGIN_MM / 25.4 * 72 - 1
    columns: dict[int, list[float]] = {}
    for x, y in places(of):
        columns.setdefault(round(x), []).append(y)
    apart = (high - low for each in columns.values() for low, high in pairwise(sorted(each)))
    return all(each > 5.0 for each in apart) and all(
        margin <= x <= 595 - margin and margin <= y <= 842 - margin for x, y in places(of))


def everything() -> Handover:
    """More than any page holds: all red flags, 18 exercises and 30 of old packs, a long name."""
    kept = anna(10, NO_BETTER)
    last = kept.history[-1]
    packs = tuple(Planned(f"an-exercise-of-a-pack-that-is-no-more-{n}", n) for n in range(1, 31))
    untold = tuple(CheckResult(f"c{n}", "deg", reason=each) for n, each in enumerate(Untold))
    history = (*kept.history[:-1], replace(
        last, planned=(*last.planned, *packs), checks=(*last.checks, *untold),
        asked=Asked(3, 9, sore=True, breath=False)))
    begun = history[0].started
    told = handed_over(replace(
        kept, history=history, damaged=3,
        person=replace(kept.person, name="Anna-Katharina Wilhelmine " * 9,
                       flags=frozenset(("kneeling_hurts", "kneecap_pain", "floor_is_hard",
                                        "balance")),
                       screening=Screening(begun, ALL_YES | {"of-old"})),
        read=tuple(("alignment-not-better", begun + timedelta(days=n)) for n in range(60))))
    return replace(told, unjudged=replace(told.unjudged, undated=4, set_ups=3))


@pytest.mark.parametrize("language", LANGUAGES)
def test_red_flags_come_before_all_that_was_measured(language):
    told = handed_over(anna())
    text, _ = printed(told, language)
    said = sheeted(told, language)
    begin = [text.index(each) for each in (
        said.flags.title, said.charts[0].title, said.work.head.title, said.checks.rows[0][0])]
    assert begin == sorted(begin)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_numbers_of_the_handover_are_on_the_page(language):
    told = handed_over(anna())
    text, drawn = printed(told, language)
    said = sheeted(told, language)
    assert "Anna Beispiel" in text
    assert "168 cm" in text
    assert {"en": "Observation, not diagnosis",
            "de": "Beobachtung, keine Diagnose"}[language] in text
    for tile in said.tiles:
        assert tile.number in text
    for chart in said.charts:
        assert all(each in text for each in chart.said)
    for row in (*said.checks.rows, *said.work.rows[:6]):
        assert all(each in text for each in row), row
    for lines in (said.flags, said.unjudged, said.how):
        assert all(each in text for each in lines.said)
    change = told.progress.knees["left"].change
    number = f"{abs(change.difference):.1f}".replace(".", "," if language == "de" else ".")
    assert f"−{number}°" in text
    assert all(f"{each}:" in text for each in ("LB", "TA", "KV", "app"))
    assert inside(drawn)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_tells_when_nobody_has_trained(language):
    told = handover(Kept(Profile("p")), date(2026, 3, 1), date(2026, 3, 31), MADE, CATALOGUE)
    text, drawn = printed(told, language)
    assert {"en": "Nothing was trained in this time.",
            "de": "In dieser Zeit wurde nicht trainiert."}[language] in text
    assert {"en": "not diagnosis", "de": "keine Diagnose"}[language] in text
    assert inside(drawn)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_does_not_fit_is_counted_and_nothing_is_cut_off(language):
    told = everything()
    text, drawn = printed(told, language)
    assert inside(drawn)
    assert "Anna-Katharina" in text
    fitted = fitted_of(sheeted(told, language))
    kept = len(fitted.work.rows) - 1
    left_out = len(told.work) - kept
    assert 0 <= kept < len(told.work)
    assert fitted.work.rows[-1][0].startswith({"en": "and", "de": "und"}[language])
    assert str(left_out) in fitted.work.rows[-1][0]
    assert fitted.work.rows[-1][0] in text
    whole = sheeted(told, language)
    for before, after in ((whole.flags, fitted.flags), (whole.unjudged, fitted.unjudged)):
        gone = len(before.said) - len(after.said) + 1
        assert after.said == before.said or after.said[-1] == before.cut[gone - 1]
        assert all(each in text for each in after.said)
    assert len(fitted.unjudged.said) > 4, "there is room for it beside so many red flags"
    assert fitted.flags.said[:2] == whole.flags.said[:2], "who may not train stays in any case"


def test_exercises_go_before_anything_else():
    whole = sheeted(handed_over(anna()), "de")
    rows = whole.work.rows * 3
    long = replace(whole, work=replace(
        whole.work, rows=rows, more=tuple(f"{n} more" for n in range(1, len(rows) + 1))))
    fitted = fitted_of(long)
    assert fitted.work.rows[-1][0] == f"{len(rows) - len(fitted.work.rows) + 1} more"
    assert (fitted.flags, fitted.unjudged, fitted.walks) == (
        whole.flags, whole.unjudged, whole.walks)


@pytest.mark.parametrize("count", [1, 400])
def test_one_session_or_very_many_are_one_page(count):
    template = anna(4).history
    history = [replace(template[n % len(template)], uuid=f"u{n}",
                       started=template[0].started + timedelta(days=n)) for n in range(count)]
    told = handed_over(Kept(Profile("p", "Bo"), history))
    assert told.sessions == count
    assert inside(printed(told)[1])


@pytest.mark.parametrize("language", [  # the longer words
    pytest.param(each, marks=() if each == "de" else pytest.mark.full) for each in LANGUAGES])
@settings(max_examples=examples(48), deadline=None,
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(records=st.lists(any_session, max_size=6), name=st.text(max_size=60))
def test_whatever_a_journal_holds_makes_one_page(language, records, name):
    day = datetime(2026, 4, 1, 18, tzinfo=UTC)
    history = [replace(each, uuid=str(n), demo=False, started=day + timedelta(days=n))
               for n, each in enumerate(records)]
    told = handover(Kept(Profile("p", name), history), day.date(), day.date() + timedelta(days=30),
                    MADE, CATALOGUE)
    assert inside(printed(told, language)[1])


def test_the_fonts_are_in_the_file_and_only_the_letters_that_are_written():
    made = page.pdf(sheeted(handed_over(anna())), MADE)
    assert len(made) < 120_000
    found = PdfReader(io.BytesIO(made))
    fonts = found.pages[0]["/Resources"]["/Font"]
    names = set()
    for each in fonts.values():
        below = each.get_object()["/DescendantFonts"][0].get_object()
        names.add(str(below["/BaseFont"]).split("+")[1])
        assert below["/Subtype"] == "/CIDFontType2"
        assert "/FontFile2" in below["/FontDescriptor"].get_object()
    assert names == {"Inter", "InterSemiBold"}
    assert found.metadata is not None
    assert found.metadata.title == "Handover to physiotherapy"
    assert found.root_object["/Lang"] == "en"


def test_both_languages_have_the_same_words():
    english, german = (catalogue.read(each, domain=words.DOMAIN) for each in LANGUAGES)
    assert {each.id for each in english} == {each.id for each in german}


def test_every_word_is_said_somewhere():
    code = "".join(path.read_text() for path in Path(page.__file__).parent.glob("*.py"))
    built = ("flag.", "untold.", "hindrance.", "knees.", "pain.", "anew.", "work.", "checks.",
             "balance.", "flags.", "tile.")
    for each in catalogue.read("en", domain=words.DOMAIN):
        key = each.id if isinstance(each.id, str) else each.id[0]
        if key and not key.startswith(built):
            assert f'"{key}"' in code, key


def test_the_accuracy_it_tells_is_that_of_the_document():
    text = (DOCS / "accuracy.md").read_text()
    row = next(line for line in text.splitlines() if line.startswith("| all ten bodies | 112 |"))
    cells = [each.strip() for each in row.strip("|").split("|")]
    assert cells[4] == f"{accuracy.REP_MAE_DEG:.2f}"
    assert cells[6] == f"{accuracy.REP_RMSE_DEG:.2f}"
    assert (f"mean error {accuracy.AXIS_MEAN_DEG}°, largest {accuracy.AXIS_LARGEST_DEG}°"
            in text)
    told = (DOCS / "repeatability.md").read_text()
    for check in ("standing-axis", "squat-check", "single-leg-check"):
        assert f"| {check} | {checks.packaged(check).noise.sem}° |" in told


def test_a_gap_is_told_in_what_is_known_of_the_body():
    gap = CheckResult("ankle-gap", "shank", {"ankles": Value(0.2, 0.02, 0.0, 1)})
    kept = Kept(Profile("p"), [session(1, checks=(gap,))])
    day = kept.history[0].started
    for height, told in ((None, "20 ± 2 % of the shank"), (170, "8.4 ± 0.8 cm")):
        person = replace(kept.person, height_cm=height)
        found = handover(replace(kept, person=person), day.date(), day.date(), day, CATALOGUE)
        assert sheeted(found).checks.rows[0][1] == told




@pytest.mark.parametrize(("language", "said"), [
    ("en", "Standing axis since"), ("de", "Achse im Stehen seit")])
def test_a_standing_axis_that_begins_anew_is_told_on_its_own(language, said):
    told = handed_over(anna())
    stands = {side: replace(knee, stretches=(*knee.stretches, replace(
        knee.stretches[-1], days=knee.stretches[-1].days[-1:], why=Hindrance.CAMERA)))
        for side, knee in told.progress.stands.items()}
    day = stands[Side.LEFT].since
    texts = words.load(language, lambda slug: CATALOGUE.exercises[slug].name)
    alone = replace(told, progress=replace(told.progress, stands=stands))
    assert f"{said} {texts.date(day)}: {texts.say(f'anew.{Hindrance.CAMERA}')}." in (
        looking_back.note(alone, texts))
    with_squats = replace(told, progress=replace(told.progress, knees=stands, stands=stands))
    assert said not in looking_back.note(with_squats, texts), "the dashed line says it"
    assert said not in looking_back.note(told, texts)
