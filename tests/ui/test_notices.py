"""Whatever may be wrong is said in German, too: the catalogue `notices` has every sentence."""

import errno
import os
from functools import cache

import pytest

from mirrorapp.alignment.station_file import StationFileError
from mirrorapp.events import MirrorError, Notice
from mirrorapp.exercises.catalogue import NoPlanError
from mirrorapp.exercises.mistakes import ExerciseError
from mirrorapp.ui import catalogue, i18n, notices
from mirrorapp.vision import child
from tests.ui.sentences import sentences
from tests.ui.test_catalogue import placeholders

SYSTEM = {os.strerror(each) for each in (
    errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EROFS, errno.EIO, errno.EISDIR, errno.ENOTDIR)}
"""Why a file can't be had, most of the time: put in by the system."""


@cache
def german() -> dict[str, str]:
    return {str(each.id): str(each.string)
            for each in catalogue.read("de", domain=notices.DOMAIN) if each.id}


@pytest.fixture(scope="module")
def told() -> notices.Sentences:
    return notices.load("de")


def sample(template: str) -> tuple[str, ...]:
    return tuple(f"/var/lib/x{n}.toml" for n in range(template.count("{}")))


def test_every_sentence_of_the_code_is_there_and_none_is_left_over():
    assert set(sentences()) - set(german()) == set()
    assert set(german()) - set(sentences()) - SYSTEM == set()


def test_the_code_is_read_whole():
    """What the reader of the code must find in a few places that word it in their own ways."""
    assert {
        "There is no webcam number {}.",
        "{} `mirrorapp check` tells what else is wrong.",  # an error that words itself
        "it has been cut off",  # handed to another module's function
        "it has said nothing for {} s",
        "Make it with `{}`.",  # returned by a function
        "{} Check that it has room.",  # a constant within
        "an exercise",  # a table's entry
        "The broker can't be reached at {}.",  # a local name, by cases
    } <= set(sentences())


def test_each_comes_back_in_german_with_what_was_put_in(told):
    for template, text in german().items():
        put_in = sample(template)
        assert told.told(template.format(*put_in)) == text.format(*put_in)


def test_no_two_fit_the_same_sentence_equally_well():
    patterns = {each: notices._pattern(each) for each in german()}
    for template in german():
        sentence = template.format(*sample(template))
        own = {each: notices._own_length(each) for each, pattern in patterns.items()
               if pattern.fullmatch(sentence)}
        assert [each for each in own if own[each] == max(own.values())] == [template]


def test_german_puts_in_the_same():
    for template, text in german().items():
        count = template.count("{}")
        assert text.strip(), template
        assert text.count("{}") == count or placeholders(text) == {
            str(n) for n in range(count)}, template


def test_what_is_put_in_is_told_too(told):
    assert told.told(child._lost("its process ended").what) == (
        "Das Körpermodell ist weg: sein Prozess ist beendet.")
    assert told.told("The password file /etc/pw can't be read: Permission denied.") == (
        "Die Passwortdatei /etc/pw ist nicht lesbar: keine Erlaubnis.")
    assert told.told("The video /media/My films/a: b.mp4 is empty.") == (
        "Der Film /media/My films/a: b.mp4 ist leer.")
    mistake = ExerciseError("There is no exercise 'dip'.", "Mend the file.")
    assert told.told(NoPlanError([mistake, mistake]).remedy) == (
        "Berichtige die Datei. `mirrorapp check` sagt, was sonst noch fehlt.")


def test_an_unknown_sentence_stays_as_it_is(told):
    assert told.told("Something else {} is amiss.") == "Something else {} is amiss."
    assert notices.load("en").told("The camera has moved.") == "The camera has moved."


@pytest.mark.parametrize("wrong", [
    Notice("calibration", "The camera has moved.", "Plug it in again."),
    MirrorError("The camera has moved.", "Plug it in again."),
    StationFileError("The camera has moved.", "Plug it in again.")])
def test_notices_and_errors_are_told_in_the_language_of_the_glass(wrong):
    said = i18n.load("de").wrong(wrong)
    assert (said.text, said.more) == ("Die Kamera hat sich bewegt.", "Steck sie wieder an.")
    assert i18n.load("en").wrong(wrong) == i18n.Line(wrong.what, wrong.remedy)


@pytest.mark.ui
def test_every_sentence_fits_both_lines_of_a_notice(glass):
    it = glass(language="de")
    for template in sorted(each for each, module in sentences().items()
                           if not module.startswith("doctor/")):  # they have a page of their own
        sentence = template.format(*sample(template))
        it.app._notices.show((Notice("x", sentence, sentence),))
        lines = [each for each in it.app._notices.children if each.text]
        assert {each.text for each in lines} == {it.app._texts.wrong(
            Notice("x", sentence, "")).text}
        for words in lines:
            words.texture_update()
            assert words.texture_size[0] <= words.width, words.text
            assert words.texture_size[1] <= words.height, words.text
