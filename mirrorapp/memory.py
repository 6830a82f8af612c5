"""What the coach remembers, kept in the journal: profiles and their sessions."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TypeVar

from pydantic import TypeAdapter

from mirrorapp.coach.past import Past
from mirrorapp.coach.profile import Profile
from mirrorapp.coach.records import SessionRecord
from mirrorapp.config import PersonConfig
from mirrorapp.events import MirrorError, Notice, NoticeBoard
from mirrorapp.journal.store import Journal

_log = logging.getLogger(__name__)
_Found = TypeVar("_Found")


class JournalMemory:
    """A `coach.memory.Memory`: a journal that fails is told of on the glass.

    What could not be written is known all the same, and is tried again with whatever is kept or
    done next. `people`: everybody who trains here by profile id, at least one. What settings say of
    somebody (name, height, consent, what to avoid) is taken from them alone: what is taken out of
    them is withdrawn.

    All of it is for one thread, but for `follow`.
    """

    def __init__(self, journal: Journal, board: NoticeBoard,
                 people: Mapping[str, PersonConfig]) -> None:
        self._journal = journal
        self._board = board
        self._people = people
        self._unsaved: dict[str, Profile] = {}
        self._skipped: dict[str, frozenset[date]] = {}
        self._histories: dict[str, list[SessionRecord]] = {}
        self._added: dict[str, dict[str, SessionRecord]] = {}
        self._pasts: dict[str, Past | None] = {}

    def follow(self, people: Mapping[str, PersonConfig]) -> None:
        """From now on the settings say this; from any thread."""
        self._people = people

    def shares(self, profile: str) -> bool:
        """Whether somebody wants the hub to hear of their health; from any thread."""
        return profile in self._people and self._people[profile].share_health

    def profiles(self) -> tuple[Profile, ...]:
        """Whoever is named in the settings, as far as the journal knows them."""
        found: list[Profile] = self._ask(self._journal.profiles, [])
        kept = {each.id: each for each in found} | self._unsaved
        return tuple(as_set(kept.get(who) or Profile(who), told)
                     for who, told in self._people.items())

    def keep(self, profile: Profile) -> None:
        """Keep a profile in the journal."""
        self._unsaved[profile.id] = profile
        self._catch_up()

    def history(self, profile: str) -> list[SessionRecord]:
        """The real sessions of one profile that have ended, in the order written; those after its
        `past`.
        """
        if profile not in self._histories:
            past = self.past(profile)
            added = self._added.setdefault(profile, {})
            try:
                kept = self._journal.history(profile, past.last if past else "")
            except MirrorError as error:
                self._complain(error)
                return list(added.values())
            for each in kept:
                added.pop(each.uuid, None)
            self._histories[profile] = [*kept, *added.values()]
        return list(self._histories[profile])

    def past(self, profile: str) -> Past | None:
        """What was laid aside of them; one that can't be read is made again."""
        if profile not in self._pasts:
            text: str | None = self._ask(lambda: self._journal.laid_aside(profile), None)
            self._pasts[profile] = None if text is None else _past(text)
        return self._pasts[profile]

    def settle(self, profile: str, past: Past | None) -> None:
        """Lay this aside in its place; None takes all of them again."""
        self._pasts[profile] = past
        if past is None:
            self._histories.pop(profile, None)
            return
        known = self._histories[profile]
        last = next(number for number, each in enumerate(known) if each.uuid == past.last)
        self._histories[profile] = known[last + 1:]
        for each in known[:last + 1]:
            self._added.get(profile, {}).pop(each.uuid, None)
        text = _pasts().dump_json(past).decode()
        self._ask(lambda: self._journal.lay_aside(profile, past.last, text), None)

    def trained(self) -> bool:
        """Whether anybody ever trained here; true where the journal can't tell."""
        return self._ask(lambda: self._journal.last() is not None, True)

    def skipped(self, profile: str) -> frozenset[date]:
        """Days that were made rest days."""
        kept: frozenset[date] = self._ask(lambda: self._journal.skipped_days(profile), frozenset())
        return kept | self._skipped.get(profile, frozenset())

    def skip(self, profile: str, day: date) -> None:
        """Make a day a rest day; known all the same where the journal can't be written."""
        self._skipped[profile] = self._skipped.get(profile, frozenset()) | {day}
        self._catch_up()

    def add(self, record: SessionRecord) -> None:
        """A session has ended; it is known from now on, be it written or not."""
        if not record.demo:
            self._added.setdefault(record.profile, {})[record.uuid] = record
        if not record.demo and record.profile in self._histories:
            known = [each for each in self._histories[record.profile]
                     if each.uuid != record.uuid]
            self._histories[record.profile] = [*known, record]
        self._catch_up()

    def _catch_up(self) -> None:
        """Write what has not been written yet."""
        try:
            for profile in list(self._unsaved.values()):
                self._journal.keep_profile(profile)
                del self._unsaved[profile.id]
            for who in list(self._skipped):
                for day in self._skipped[who]:
                    self._journal.skip_day(who, day)
                del self._skipped[who]
        except MirrorError as error:
            self._complain(error)

    def _ask(self, ask: Callable[[], _Found], otherwise: _Found) -> _Found:
        try:
            return ask()
        except MirrorError as error:
            self._complain(error)
            return otherwise

    def _complain(self, error: MirrorError) -> None:
        _log.error("%s %s", error.what, error.remedy)
        self._board.post(Notice("journal", error.what, error.remedy))


@cache
def _pasts() -> TypeAdapter[Past]:
    return TypeAdapter(Past)


def _past(text: str) -> Past | None:
    try:
        return _pasts().validate_json(text)
    except ValueError as error:
        _log.warning("What was laid aside can't be read, and is made again: %s", error)
        return None


def as_set(profile: Profile, told: PersonConfig) -> Profile:
    """Somebody with what the settings say of them."""
    return replace(profile, name=told.name, height_cm=told.height_cm, depth_most=told.depth_most,
                   flags=frozenset(told.avoid), share_health=told.share_health)
