"""Who trains here, changed by touches; and what of that the settings keep."""

import tomllib

import pytest

from mirrorapp.coach.profile import Profile
from mirrorapp.config import PersonConfig
from mirrorapp.ui import i18n
from mirrorapp.ui.people import DEPTHS, People, called
from tests.ui.fitting import check_words
from tests.ui.own import settings_in
from tests.ui.states import SHELF, at_home

MINE = '[people]\np1 = { name = "Anna", height_cm = 168, avoid = ["balance"] }\n'


def test_a_house_without_people_has_one_without_a_name(tmp_path):
    settings = settings_in(tmp_path)
    people = People(settings)
    assert [(who, each.name) for who, each in people.all.items()] == [("p1", "")]
    assert not people.removable("p1")
    people.grow("p1", 2)
    people.change("p1", name="Anna")
    assert settings.config.people["p1"].height_cm == 170


def test_somebody_new_never_gets_an_id_that_was_in_use(tmp_path):
    people = People(settings_in(tmp_path))
    first = people.add("Ben")
    people.remove(first)
    assert people.add("Ben") != first
    assert [each.name for each in people.all.values()] == ["", "Ben"]


def test_heights_begin_at_a_usual_one_and_end_where_nobody_is(tmp_path):
    people = People(settings_in(tmp_path))
    people.grow("p1", -10)
    assert people.all["p1"].height_cm == 170
    for by, end in ((10, 250), (-10, 80)):
        for _ in range(20):
            people.grow("p1", by)
        assert people.all["p1"].height_cm == end


def test_what_the_tinkerer_wrote_is_changed_but_not_removed(tmp_path):
    settings = settings_in(tmp_path, MINE)
    people = People(settings)
    ben = people.add("Ben")
    people.toggle("p1", "balance")
    people.toggle("p1", "kneeling_hurts")
    assert people.all["p1"].avoid == ("kneeling_hurts",)
    assert people.all["p1"].height_cm == 168
    assert people.firm("p1")
    people.remove("p1")
    assert set(people.all) == {"p1", ben}
    people.remove(ben)
    assert set(people.all) == {"p1"}


def test_who_comes_first_after_one_who_left_has_nothing_of_theirs(tmp_path):
    settings = settings_in(tmp_path)
    people = People(settings)
    people.share("p1")
    people.grow("p1", 2)
    ben, cleo = people.add("Ben"), people.add("Cleo")
    people.remove("p1")
    assert (people.first, list(people.all)) == (ben, [ben, cleo])
    assert settings.config.everybody[ben] == PersonConfig(name="Ben")


def test_who_has_no_name_is_somebody_and_told_apart_by_number():
    english, german = i18n.load("en"), i18n.load("de")
    assert called({"p1": "", "p2": "Ben"}, english) == {"p1": "Somebody", "p2": "Ben"}
    assert called({"p3": "", "p2": "Ben", "p1": ""}, german) == {
        "p3": "Jemand 2", "p2": "Ben", "p1": "Jemand 1"}


class House:
    """A hand before a mirror whose people are kept in a folder."""

    def __init__(self, glass, tmp_path, file=MINE, language="en") -> None:
        self.settings = settings_in(tmp_path, file, screen={"language": language})
        self.people = People(self.settings)
        self.it = glass(language=language, options={"settings": self.settings, "shelf": SHELF})
        self.it.show(coach=at_home())

    def open(self, page):
        self.it.app._browsing.open(page)
        self.it.settle()

    def touch(self, name):
        self.it.touch(*self.it.screen.ids[name].center)
        self.it.settle()

    def pick(self, name):
        row, = (each for each in self.it.screen.rows if each.name == name)
        self.it.touch(*row.center)
        self.it.settle()

    def type(self, *keys):
        for key in keys:
            self.it.touch(*self.it.screen.ids.board.keys[key].center)
        self.touch("done")


@pytest.mark.ui
@pytest.mark.parametrize(("language", "told"), [
    ("en", ["Shared: knees and pain too", "Not shared: only that you train"]),
    ("de", ["Geteilt: auch Knie und Schmerz", "Nicht geteilt: nur, dass du trainierst"])])
def test_each_says_whether_their_health_is_shared(glass, tmp_path, language, told):
    house = House(glass, tmp_path, language=language)
    ben = house.people.add("Ben")
    house.open("sharing")
    house.pick("Ben")
    assert [row.more for row in house.it.screen.rows[:2]] == told[::-1]
    check_words(house.it)
    house.pick("Ben")
    assert not house.settings.config.people[ben].share_health
    house.pick("Ben")
    house.touch("back")
    assert house.it.screen.title == house.it.app._texts.line("settings.row.hub").text
    house.settings.close()  # what was set is written by then
    assert settings_in(tmp_path, MINE).config.people[ben].share_health


@pytest.mark.ui
def test_somebody_is_added_described_and_removed(glass, tmp_path):
    house = House(glass, tmp_path)
    house.open("people")
    house.pick("+ Add somebody")
    house.type("B", "e", "n")
    assert (house.it.screen.title, house.it.screen.name) == ("Ben", "person-")
    ben = house.it.screen.who
    height = house.it.screen.ids.height.ids
    for name in ("more_10", "more_10", "less_1"):  # the first touch says that it is told at all
        house.it.touch(*height[name].center)
    for name in ("kneecap_pain", "floor_is_hard", "floor_is_hard", "half"):
        house.touch(name)
    told = house.people.all[ben]
    assert (told.height_cm, told.avoid, told.depth_most) == (179, ("kneecap_pain",), 0.18)
    assert house.it.screen.height_told == "179 cm"
    house.touch("remove")
    assert house.it.screen.question == "Remove Ben?"
    house.touch("back")
    assert ben in house.people.all
    house.touch("remove")
    house.touch("yes")
    assert (ben in house.people.all, house.it.screen.name) == (False, "people")
    house.settings.close()
    assert tomllib.loads(house.settings.path.read_text()) == {"people": {}}


@pytest.mark.ui
def test_somebody_is_renamed(glass, tmp_path):
    house = House(glass, tmp_path)
    house.open("person-p1")
    house.touch("name")
    house.type(*"⌫⌫⌫", "n", "n", "e")
    assert (house.it.screen.name, house.it.screen.title) == ("person-", "Anne")
    assert house.people.all["p1"].height_cm == 168


@pytest.mark.ui
def test_every_depth_and_everything_to_avoid_is_set_by_its_own_touch(glass, tmp_path):
    house = House(glass, tmp_path, "")
    house.open("person-p1")
    for name, depth in DEPTHS.items():
        house.touch(name)
        assert house.people.all["p1"].depth_most == depth
        assert [each for each in DEPTHS if house.it.screen.ids[each].chosen] == [name]
    for flag in ("kneeling_hurts", "kneecap_pain", "floor_is_hard", "balance"):
        house.touch(flag)
        assert house.people.all["p1"].avoid == (flag,)
        house.touch(flag)
    house.people.change("p1", depth_most=0.12)  # somebody else's own number
    house.it.settle()
    assert not any(house.it.screen.ids[each].chosen for each in DEPTHS)


@pytest.mark.ui
def test_who_can_not_be_removed_is_not_offered_it(glass, tmp_path):
    house = House(glass, tmp_path)
    house.open("person-p1")
    assert not house.it.screen.removable
    assert "mirror.toml" in house.it.screen.kept
    house.touch("remove")
    assert house.it.screen.name == "person-"


@pytest.mark.ui
def test_who_is_removed_while_shown_is_shown_no_longer(glass, tmp_path):
    house = House(glass, tmp_path)
    for page in ("person-", "remove-"):
        ben = house.people.add("Ben")
        house.open(f"{page}{ben}")
        house.people.remove(ben)
        house.it.settle()
        assert house.it.screen.name == "people"


@pytest.mark.ui
def test_who_has_no_name_is_called_alike_everywhere(glass, tmp_path):
    house = House(glass, tmp_path, "")
    ben, other = house.people.add("Ben"), house.people.add("")
    people = tuple(Profile(who, person.name) for who, person in house.people.all.items())
    house.it.show(coach=at_home(profile=people[0], profiles=people))
    first, second = ("Somebody 1", "Somebody 2") if other > "p1" else ("Somebody 2", "Somebody 1")

    def told(page):
        house.open(page)
        return [(row.name, row.more) for row in house.it.screen.rows if row.shown]

    assert dict(told("menu"))["Who trains?"] == first
    assert [name for name, _ in told("who")[:3]] == [first, "Ben", second]
    assert told("who")[3][1] == f"{first}: answer the questions again"
    assert [name for name, _ in told("people")[:3]] == [first, "Ben", second]
    house.open(f"person-{other}")
    assert house.it.screen.title == second
    house.open(f"remove-{other}")
    assert house.it.screen.question == f"Remove {second}?"
    house.people.remove(other)
    house.people.remove(ben)
    assert [name for name, _ in told("people")] == ["Somebody", "+ Add somebody"]


@pytest.mark.ui
@pytest.mark.parametrize("language", ["en", "de"])
def test_touches_are_large_enough_and_words_fit(glass, tmp_path, window, language):
    house = House(glass, tmp_path, language=language)
    ben = house.people.add("Maximilian-Alexander-Ben")
    for page in ("who", "people", "person-p1", f"person-{ben}", f"remove-{ben}"):
        house.open(page)
        check_words(house.it)
    house.open(f"person-{ben}")
    steps = house.it.screen.ids.height.ids.values()
    shown = [*steps, *house.it.screen.ids.values()]
    for touch in (each for each in shown if getattr(each, "shown", False)):
        assert touch.width >= 0.09 * window.width, touch.text
        assert touch.height >= 0.05 * window.height, touch.text
        assert touch.right <= window.width, touch.text
