"""What is wrong is read on every screen, in the language of the glass, however long it is."""

import errno
import os

import pytest

from mirrorapp.coach.state import Phase
from mirrorapp.events import Notice
from tests.ui.doubles import picture, session, squat
from tests.ui.fitting import ALL_LANGUAGES, ALL_SIZES, check_words
from tests.ui.states import STAYS, at_home

pytestmark = [pytest.mark.ui, pytest.mark.usefixtures("without_a_figure")]


def test_notices_are_read_on_every_screen(glass):
    it = glass()
    for phase in Phase:
        coach = squat(phase, session=session())
        it.show(coach=coach, frame=picture(1280, 720, shade=255))
        before = it.pixels()[:100].copy()
        it.show(coach=coach, frame=picture(1280, 720, shade=255),
                notices=(Notice("hub", "The hub can't be reached.", "Results are kept."),
                         Notice("camera", "The camera is gone.", "Check its cable.")))
        strip = it.pixels()[:100]
        assert it.app._notices.what == "The camera is gone. (+1)", phase
        assert it.app._notices.remedy == "Check its cable.", phase
        assert (strip != before).any(), phase
        check_words(it)
        it.show(coach=coach)
        assert it.app._notices.what == "", phase


def test_notices_speak_the_language_of_the_glass(glass):
    it = glass(language="de")
    it.show(notices=(Notice("camera", "The webcam HD Pro is unplugged.", "Plug it in again."),))
    assert it.app._notices.what == "Die Webcam HD Pro ist nicht angesteckt."
    assert it.app._notices.remedy == "Steck sie wieder an."
    check_words(it)


LONG = "/home/mirror/.local/share/mirrorapp/packs/at-home/exercises/half-kneeling-hip-flexor.toml"


@ALL_LANGUAGES
@ALL_SIZES
@pytest.mark.parametrize("notice", [
    Notice("journal", f"The journal {LONG} can't be kept: {os.strerror(errno.EROFS)}.",
           "Give it another place, or make room."),
    Notice("exercises", f"The exercise {LONG} can't be read: lists or tables in it lie too deep "
           "in one another.", f"Mend {LONG}. `mirrorapp check` tells what else is wrong."),
    Notice("hub", "The hub can't be reached.", "Results are kept.")], ids=lambda each: each.key)
def test_a_notice_stays_legible_however_long_its_paths_are(glass, language, size, notice):
    it = glass(language=language, size=size)
    it.show(coach=squat(Phase.HOME), notices=(notice,))
    check_words(it)
    bar = it.app._notices
    assert bar.tall is (notice.key != "hub")
    assert bar.height < 0.22 * size[1]
    assert bool(it.screen.ids.clock.text) is not bar.tall, "half a clock can't be read"
    it.show(coach=at_home(advice=(STAYS,)), notices=(notice,))
    check_words(it)
    assert it.screen.ids.referral.text
    assert not bar.tall, "what safety says would lie beneath it"
    it.show(coach=squat(Phase.HOME), notices=(notice,))
    it.show(coach=squat(Phase.HOME))
    assert not bar.tall
