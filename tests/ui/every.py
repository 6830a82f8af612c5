"""Every state of the coach's screens and of the calibration that says something else."""

from dataclasses import replace

from mirrorapp.alignment.advice import Advice, Todo
from mirrorapp.alignment.calibration import Estimate
from mirrorapp.alignment.station import Station
from mirrorapp.coach.calibration_state import CalibrationState, Stage
from mirrorapp.coach.records import Outcome
from mirrorapp.coach.state import Cue, Phase
from mirrorapp.events import Refusal, Side, Verdict
from tests.ui.doubles import session, squat

V = Verdict


def states() -> list[dict[str, object]]:
    """Every state that puts different words on the glass."""
    done = session((V.GOOD, V.DRIFTING), (V.CAVING_IN, V.FALLING_OUT),
                   (V.CANNOT_JUDGE, V.CANNOT_JUDGE))
    coaches = [squat(phase, session=done) for phase in Phase]
    coaches += [squat(Phase.ACTIVE, cue=cue, reps=88, target=100) for cue in Cue]
    coaches += [squat(Phase.GET_READY, hint=hint) for hint in Refusal]
    coaches += [squat(Phase.ACTIVE, lost=True, hint=Refusal.SEVERAL_PEOPLE)]
    coaches += [squat(Phase.ACTIVE, reps=0), squat(Phase.GET_READY, ready=0.5)]
    coaches += [squat(Phase.SUMMARY, session=replace(done, pain=True, outcome=Outcome.ABORTED)),
                squat(Phase.SUMMARY, session=replace(done, outcome=Outcome.ABORTED)),
                squat(Phase.HOME, exercise="single-leg-squat", target=12)]
    coaches += [squat(Phase.CALIBRATE, calibration=each) for each in calibrations()]
    return [{"coach": coach, "demo": True} for coach in coaches] + [
        {"coach": squat(Phase.HOME), "camera": "Raspberry Pi Camera Module 3 Wide"}]


FOUND = Estimate(Station(1.38, -12.2, -11.8, 67, 2.02, 0.25, 2.3, 10.6, 1, 0.03), 1.72, 0.02, 0,
                 67, 0.3)


def calibrations() -> list[CalibrationState]:
    """Every state of the calibration screen that says something else."""
    waiting = [CalibrationState(), CalibrationState(Stage.HOLD, portion=0.5, height_cm=172)]
    waiting += [CalibrationState(hint=hint) for hint in Refusal]
    waiting += [CalibrationState(square_up=side) for side in Side]
    most = (Todo.TURN_ANTICLOCKWISE, Todo.RAISE, Todo.TILT_DOWN)
    over = [CalibrationState(Stage.DONE, portion=1.0, height_cm=188, found=FOUND,
                             advice=tuple(Advice(todo, 88) for todo in advice))
            for advice in ((), most, (Todo.LOWER, Todo.TILT_UP), (Todo.TURN_CLOCKWISE,))]
    wrong = (Advice(Todo.CHECK_LENS, 102),)
    return [*waiting, *over, CalibrationState(Stage.FAILED, found=FOUND, advice=wrong),
            CalibrationState(Stage.FAILED, found=FOUND)]
