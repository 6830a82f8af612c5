"""Somebody who does what the mirror says: gets into place, trains, answers, well or badly.

What they know is what the screen shows, and they take a moment to react to it.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from mirrorapp.coach.state import Ask, CoachState, Cue, Intent, Phase, Question
from mirrorapp.events import Side
from mirrorapp.exercises import catalogue
from mirrorapp.exercises.catalogue import Catalogue
from mirrorapp.exercises.guide import Frame, Guide
from mirrorapp.exercises.schema import Exercise
from mirrorapp.figure.motion import BOTH_FEET
from mirrorapp.figure.stick import Size
from mirrorapp.simulate.act import Act, How, disturbed
from mirrorapp.simulate.seen import SeenMotion
from mirrorapp.simulate.stage import Spot, Stage
from mirrorapp.vision.pose import Floats

REACTION_S = 0.5
_AWAY_S = 8.0
_PAUSE_S = 5.0
_ROOM_M = 0.45
_FURTHER_M = 0.4
_WORDS_S = 2.0
_TROUBLE_S, _SOON_S = 8.0, 1.5
"""When in a set something comes between; soon in a check's hold, which is short."""
_INTO_S = 3.0
_STILL_S = 3.0
_STANDING = Guide(base="standing", seconds=4, loop=False,
                  frames=(Frame(at=0, contacts=BOTH_FEET),))
ANSWERS: Mapping[Ask, str] = {Ask.SCREENING: "no", Ask.PAIN_BEFORE: "2", Ask.BREATH: "yes",
                              Ask.PAIN_AFTER: "2"}


@dataclass
class User:
    """One person with one intention.

    `choice`: the id of what is touched at first; "" for today's session. `answers`: what is said
    to which question. `known`: what can be trained.
    """

    how: How = How.WELL
    choice: str = ""
    known: Catalogue = field(default_factory=catalogue.read)
    size: Size = field(default_factory=Size)
    answers: Mapping[Ask, str] = field(default_factory=lambda: dict(ANSWERS))
    reaction_s: float = REACTION_S

    def __post_init__(self) -> None:
        self._stage = Stage()
        self._seen: deque[tuple[float, CoachState]] = deque()
        self._motions: dict[tuple[str, bool, frozenset[str]], SeenMotion] = {}
        self._phase: tuple[Phase, int, float] = (Phase.HOME, -1, 0.0)
        self._flipped = False
        self._cycle_s = 0.0
        self._last_s = 0.0
        self._touched_s = -10.0
        self._heard_s = np.inf
        self._left_s: float | None = None
        self._told_wrong = False
        self._done_early: set[int] = set()
        self._interrupted: set[int] = set()
        self._trouble_s: float | None = None
        self._still_s = -np.inf

    def act(self, state: CoachState, time_s: float) -> Act:
        """What the user does now that the screen shows `state`; times grow."""
        self._seen.append((time_s, state))
        while len(self._seen) > 1 and self._seen[1][0] <= time_s - self.reaction_s:
            self._seen.popleft()
        seen = self._seen[0][1]
        step_s, self._last_s = time_s - self._last_s, time_s
        if (seen.phase, seen.part) != self._phase[:2]:
            if seen.part != self._phase[1] or seen.phase is not Phase.PAUSED:
                self._turn_to(seen, time_s)
            self._phase = (seen.phase, seen.part, time_s)
        touches = tuple(self._touches(seen, time_s))
        marks = self._body(seen, time_s, step_s)
        return self._trouble(seen, marks, touches, time_s)

    def _turn_to(self, seen: CoachState, time_s: float) -> None:
        """Another phase, or another set."""
        self._cycle_s = 0.0
        self._left_s = None
        if seen.part != self._phase[1]:
            self._told_wrong = False
            self._heard_s = np.inf

    # --- touches ---

    def _touches(self, seen: CoachState, time_s: float) -> list[tuple[Intent, str]]:
        if time_s - self._touched_s < max(1.0, 2 * self.reaction_s):
            return []
        touch = self._wanted(seen, time_s - self._phase[2])
        if touch is None:
            return []
        self._touched_s = time_s
        return [touch]

    def _wanted(self, seen: CoachState, for_s: float) -> tuple[Intent, str] | None:
        phase = seen.phase
        if phase is Phase.HOME and seen.session is None:
            return (Intent.CHOOSE, self.choice) if self.choice else (Intent.START, "")
        if phase is Phase.ASK and seen.question is not None:
            return Intent.ANSWER, self.answer(seen.question)
        if phase is Phase.ACTIVE:
            return self._leave_early(seen)
        if seen.away:
            return None
        calm = {Phase.ADVISED: (Intent.ANSWER, "yes"), Phase.PAUSED: (Intent.RESUME, ""),
                Phase.HURTS: (Intent.REST, "")}
        return calm.get(phase) if for_s > _PAUSE_S else None

    def answer(self, question: Question) -> str:
        """What is said to a question."""
        return self.answers.get(question.ask, "no")

    def _leave_early(self, seen: CoachState) -> tuple[Intent, str] | None:
        """Repetitions: a pause half-way through each set, and no more from the last one on."""
        if self.how is not How.EARLY or seen.part in self._done_early:
            return None
        if seen.target and seen.reps >= max(1, seen.target // 2):
            self._done_early.add(seen.part)
            return (Intent.PAUSE, "") if seen.following or seen.part == 0 else (Intent.STOP, "")
        return None

    # --- the body ---

    def _body(self, seen: CoachState, time_s: float, step_s: float) -> Floats:
        guide, exercise = self._task(seen)
        active = seen.phase in (Phase.COUNT_IN, Phase.ACTIVE)
        spot = self._spot(seen, exercise)
        if guide is None or not (active or self._lies(exercise)):
            kneels = exercise is not None and exercise.dose.kind == "hold" and exercise.judged
            if guide is not None and kneels and seen.phase is Phase.GET_READY:
                motion = self._motion(seen, guide, exercise)
                return self._stage.move(f"{seen.exercise}.{self._flip(seen, exercise)}.begin",
                                        spot.place(motion.marks(0.0)), time_s)
            on_step = guide is not None and _begins_on_step(guide)
            return self._stage.move(f"stand {spot.turn_deg} {on_step}", spot.place(
                self._standing(on_step=on_step)), time_s)
        if self._away(seen, exercise, time_s):
            return self._stage.move("away", spot.place(self._standing()), time_s)
        if self._stands_still(seen, time_s):
            self._cycle_s = 0.0
            on_step = _begins_on_step(guide)
            return self._stage.move(f"still {on_step}", spot.place(
                self._standing(on_step=on_step)), time_s)
        motion = self._motion(seen, guide, exercise)
        doing = f"{seen.exercise} {motion.flip} {sorted(motion.wrong) if not guide.loop else ''}"
        if not guide.loop:
            if seen.phase is Phase.ACTIVE:
                self._cycle_s = min(self._cycle_s + step_s, guide.seconds)
            return self._stage.move(doing, spot.place(motion.marks(self._cycle_s / guide.seconds)),
                                    time_s)
        if seen.phase is Phase.ACTIVE and self._stage.settled(time_s):
            self._cycle_s += step_s
        marks, walked = self._looped(motion)
        return self._stage.move(doing + walked, spot.place(marks), time_s)

    def _standing(self, *, on_step: bool = False) -> Floats:
        """Standing on both feet."""
        key = ("step" if on_step else "floor", False, frozenset[str]())
        if key not in self._motions:
            guide = _on_step(_STANDING) if on_step else _STANDING
            self._motions[key] = SeenMotion(guide, self.size)
        return self._motions[key].marks(0.0)

    def _looped(self, motion: SeenMotion) -> tuple[Floats, str]:
        """A repetition at its place; what leads aside starts anew when the room is used up."""
        cycles, into_s = divmod(self._cycle_s, motion.guide.seconds)
        marks = motion.marks(into_s / motion.guide.seconds)
        aside_m = float(motion.travelled[0])
        if not aside_m:
            return marks, ""
        steps = max(1, int(2 * _ROOM_M / abs(aside_m)))
        aside = np.array([aside_m * (cycles % steps - steps / 2), 0.0, 0.0])
        return np.asarray(marks + aside), f" {cycles // steps}"

    def _task(self, seen: CoachState) -> tuple[Guide | None, Exercise | None]:
        """What is to be done just now, and how it moves."""
        exercise = self.known.exercises.get(seen.exercise)
        if exercise is not None:
            return exercise.guide, exercise
        check = self.known.checks.get(seen.exercise)
        return (check.guide if check is not None else None), None

    def _motion(self, seen: CoachState, guide: Guide, exercise: Exercise | None) -> SeenMotion:
        flip = self._flip(seen, exercise)
        if flip is not self._flipped:
            self._flipped, self._cycle_s = flip, 0.0  # whoever changes sides begins anew
        wrong = self._wrong(seen, guide)
        key = (seen.exercise, flip, wrong)
        if key not in self._motions:
            self._motions[key] = SeenMotion(guide, self.size, flip, wrong)
        return self._motions[key]

    def _flip(self, seen: CoachState, exercise: Exercise | None) -> bool:
        """Whether it is done on the other side than the guide is written for."""
        side = seen.side
        if exercise is None or side is None:
            return False
        if self.how is How.WRONG_SIDE and not self._told(seen):
            side = side.other
        return side is not exercise.sides.first

    def _told(self, seen: CoachState) -> bool:
        """Whether the mirror has said that this is the wrong side, or the wrong way."""
        missed = (seen.words is not None or seen.fault is not None or seen.wrong is not None)
        said = seen.cue is Cue.OTHER_SIDE or (missed and not seen.timed)
        into = self._cycle_s >= _INTO_S or seen.reps > 0
        if seen.phase is Phase.ACTIVE and said and into:
            self._heard_s = min(self._heard_s, self._last_s)
        self._told_wrong = self._told_wrong or self._last_s - self._heard_s > _WORDS_S
        return self._told_wrong

    def _wrong(self, seen: CoachState, guide: Guide) -> frozenset[str]:
        """What is done badly: one fault after the other; a hold's is mended once it is told."""
        if self.how is not How.BADLY or not guide.wrong or seen.phase is not Phase.ACTIVE:
            return frozenset()
        if not guide.loop and self._told(seen):
            return frozenset()
        nth = int(self._cycle_s // guide.seconds) if guide.loop else 0
        return frozenset({guide.wrong[nth % len(guide.wrong)].id})

    def _spot(self, seen: CoachState, exercise: Exercise | None) -> Spot:
        """Side-on where that is how it is best seen: the working leg towards the mirror. On the
        floor further back, so that a foot towards the mirror is in the picture.
        """
        if exercise is not None and exercise.guide and exercise.guide.base == "floor_sitting":
            return Spot(ahead_m=-_FURTHER_M)
        if exercise is None or exercise.view != "S":
            return Spot()
        return Spot(turn_deg=90.0 if seen.side is not Side.LEFT else -90.0)

    @staticmethod
    def _lies(exercise: Exercise | None) -> bool:
        return exercise is not None and exercise.lying

    def _away(self, seen: CoachState, exercise: Exercise | None, time_s: float) -> bool:
        """Whether the pose of a hold is left for a while, in the middle of it."""
        held = (seen.phase is Phase.ACTIVE and seen.held is not None) or seen.away
        if self.how is not How.EARLY or not held or (
                exercise is not None and exercise.dose.kind == "reps"):
            return False
        if self._left_s is None and (seen.held or 0) >= 0.4 and seen.part not in self._done_early:
            self._done_early.add(seen.part)
            self._left_s = time_s
        stays_away = exercise is not None and seen.side in (Side.LEFT, None)
        return self._left_s is not None and (stays_away or time_s - self._left_s < _AWAY_S)

    def _stands_still(self, seen: CoachState, time_s: float) -> bool:
        """For a moment, whenever the mirror asks for it."""
        if seen.cue is Cue.STAND_STILL:
            self._still_s = time_s
        return time_s - self._still_s < _STILL_S

    def _gone(self, seen: CoachState, time_s: float) -> bool:
        """What is timed is left by walking out, for who stands beside it is still there; and so is
        a check's hold, which is just standing.
        """
        _, exercise = self._task(seen)
        return (exercise is None or not exercise.judged) and self._away(seen, exercise, time_s)

    # --- what others do ---

    def _trouble(self, seen: CoachState, marks: Floats, touches: tuple[tuple[Intent, str], ...],
                 time_s: float) -> Act:
        """Once in each set: walks out, a stranger trains instead, somebody joins, a cut."""
        if self._gone(seen, time_s):
            return Act(None, touches)
        act = Act(marks, touches)
        if self.how is not How.INTERRUPTED or seen.phase is not Phase.ACTIVE:
            self._trouble_s = None
            return act
        in_check = seen.held is not None and self._task(seen)[1] is None
        after_s = _SOON_S if in_check else _TROUBLE_S
        if seen.part not in self._interrupted and time_s - self._phase[2] > after_s:
            self._interrupted.add(seen.part)
            self._trouble_s = time_s
        return act if self._trouble_s is None else disturbed(act, time_s - self._trouble_s)


def _begins_on_step(guide: Guide) -> bool:
    """Whether both feet are on the step before it begins: none that matters is on the floor."""
    feet = [each for each in guide.frames[0].contacts if each.place.endswith("_foot")]
    return bool(feet) and all(each.on == "step" for each in feet)


def _on_step(guide: Guide) -> Guide:
    frames = tuple(frame.model_copy(update={"contacts": tuple(
        each.model_copy(update={"on": "step"}) for each in frame.contacts)})
        for frame in guide.frames)
    return guide.model_copy(update={"frames": frames})
