"""Who trains here, as far as that is changed on the glass."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from mirrorapp.config import PersonConfig
from mirrorapp.settings import Settings
from mirrorapp.ui.i18n import Texts

HEIGHTS_CM = (80, 250)
FIRST_CM = 170
"""Where a height that was not told begins."""
DEPTHS = {"little": 0.08, "half": 0.18, "deep": 0.29, "any": None}
"""How deep squats may go: knees bent by 45, 70 and 90 degrees, or as far as one likes."""


def called(names: Mapping[str, str], texts: Texts) -> dict[str, str]:
    """What to call everybody, by id; those without a name are told apart by a number."""
    nameless = sorted(who for who, name in names.items() if not name)
    if len(nameless) == 1:
        somebody = {nameless[0]: texts.say("people.nameless")}
    else:
        somebody = {who: texts.say("people.nameless_of_many", n=n)
                    for n, who in enumerate(nameless, start=1)}
    return {who: name or somebody[who] for who, name in names.items()}


class People:
    """Everybody who trains here, by id: the one of the settings first."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def first(self) -> str:
        """Who trains until somebody else is chosen."""
        return self._settings.config.session.profile

    @property
    def all(self) -> dict[str, PersonConfig]:
        """What is known of everybody."""
        return self._settings.config.everybody

    def called(self, texts: Texts) -> dict[str, str]:
        """What to call everybody, by id."""
        return called({who: person.name for who, person in self.all.items()}, texts)

    def add(self, name: str) -> str:
        """Somebody new; gives the id. One that was in use once would bring another's history."""
        new = f"p{uuid4().hex[:8]}"
        self._write(new, PersonConfig(name=name))
        return new

    def change(self, who: str, **values: Any) -> None:
        """Set what is known of somebody, as in `PersonConfig`."""
        self._write(who, self._person(who).model_copy(update=values))

    def grow(self, who: str, by_cm: int) -> None:
        """Somebody is taller or smaller than was told."""
        known = self._person(who).height_cm
        least, most = HEIGHTS_CM
        self.change(who, height_cm=FIRST_CM if known is None
                    else min(max(known + by_cm, least), most))

    def toggle(self, who: str, flag: str) -> None:
        """Something is to be avoided, or no longer."""
        avoid = self._person(who).avoid
        self.change(who, avoid=tuple(each for each in avoid if each != flag) if flag in avoid
                    else (*avoid, flag))

    def share(self, who: str) -> None:
        """Somebody wants the hub to hear of their health, or no longer."""
        self.change(who, share_health=not self._person(who).share_health)

    def firm(self, who: str) -> bool:
        """Whether somebody is named by a file that is none of the glass's."""
        return who in self._settings.given.people

    def removable(self, who: str) -> bool:
        """Whether somebody can be removed: the last one can't."""
        people = self.all
        return who in people and len(people) > 1 and not self.firm(who)

    def remove(self, who: str) -> None:
        """Forget somebody; what they did stays in the journal. After the first comes the next."""
        if not self.removable(who):
            return
        if who == self.first:
            others = [each for each in self.all if each != who]
            if not self._settings.try_change("session", profile=others[0]):
                return
        self._settings.try_remove("people", who)

    def _person(self, who: str) -> PersonConfig:
        return self._settings.config.people.get(who, PersonConfig())

    def _write(self, who: str, person: PersonConfig) -> None:
        told = person.model_dump(mode="json", exclude_defaults=True)
        self._settings.try_change("people", **{who: told})
