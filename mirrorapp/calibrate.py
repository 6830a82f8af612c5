"""`mirrorapp calibrate`: finds out where the camera is, with words on the terminal."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

from mirrorapp.alignment import station_file
from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.station_file import Record
from mirrorapp.camera import choose as cameras
from mirrorapp.camera.base import Camera, EndOfRecording, Frame
from mirrorapp.clock import SystemClock
from mirrorapp.coach.calibration_state import CalibrationState, Stage
from mirrorapp.coach.state import Intent, Phase
from mirrorapp.coach.surveyor import Surveyor
from mirrorapp.config import Config
from mirrorapp.events import MirrorError, NoticeBoard, Refusal
from mirrorapp.ui import i18n
from mirrorapp.ui.i18n import Texts
from mirrorapp.vision import model
from mirrorapp.vision.pose import Sighting
from mirrorapp.vision.sandbox import SandboxedEstimator

PATIENCE_S = 120.0
_HOLDING = "Hold still, arms down."
_REMEDIES = {
    Refusal.NO_PERSON: "Stand on the mark, where the camera sees you from head to toe.",
    Refusal.FEET_OUT: "The picture cuts your feet on the mark: tilt the camera down, hang it "
                      "so that its long side stands, or use a wider lens.",
    Refusal.HEAD_OUT: "The picture cuts your head on the mark: tilt the camera up, hang it "
                      "so that its long side stands, or use a wider lens.",
    Refusal.TOO_NEAR: "The picture cuts head and feet: hang the camera so that its long side "
                      "stands, use a wider lens, or move the mark further away.",
    Refusal.LOW_VISIBILITY: "Make more light, and wear something that parts you from the wall.",
}
_CUT = (Refusal.FEET_OUT, Refusal.HEAD_OUT, Refusal.TOO_NEAR)
_REMEDY = "Stand still, upright and facing the mirror on the mark for three seconds."
Say = Callable[[str], None]


def run(config: Config, height_cm: int | None, say: Say) -> dict[str, Any]:
    """Calibrate the configured camera and keep the result; returns it. Raises `MirrorError`."""
    if height_cm is not None and height_cm != station_file.valid_height_cm(height_cm):
        raise MirrorError(f"--height-cm {height_cm} is no adult's height.", "Allowed: 120 to 220.")
    clock, board = SystemClock(), NoticeBoard()
    model_path = model.ensure(config.vision.size, config.vision.model_dir)
    with ExitStack() as open_:
        camera = cameras.choose(config.camera, clock, realtime=False, loop=False)
        open_.callback(camera.close)
        eyes = SandboxedEstimator.of(config.vision, model_path, standby=False)
        open_.callback(eyes.close)
        eyes.open()
        path = station_file.path_beside(config.journal.place, recording=camera.recording)
        record = _record(path, height_cm, say)
        kept: list[Record] = []

        def keep(changed: Record) -> None:
            station_file.write(path, changed)
            kept.append(changed)

        surveyor = Surveyor(config.camera, lambda: camera.name, board, now=clock.now,
                            record=record, save=keep)
        say(f"camera    {camera.name}")
        state = watch(_seen(camera, eyes), surveyor, say, i18n.load("en"))
    return _tell(state, board, path if kept else None, say)


def watch(seen: Iterable[tuple[Frame, Sighting]], surveyor: Surveyor, say: Say, texts: Texts
          ) -> CalibrationState:
    """Wait for a standing body; says what keeps it waiting. Raises `MirrorError` in the end."""
    surveyor.send(Intent.CALIBRATE, Phase.HOME)
    aligner, said, begun_s = Aligner(), "", None
    state = CalibrationState()
    for frame, sighting in seen:
        surveyor.update(frame, aligner.read(sighting), Phase.HOME)
        state = surveyor.state or state
        if state.stage in (Stage.DONE, Stage.FAILED):
            return state
        begun_s = sighting.time_s if begun_s is None else begun_s
        if sighting.time_s - begun_s > PATIENCE_S or surveyor.state is None:
            raise _gave_up(state, "Nobody stood still on the mark for long enough.")
        line = _wait(state, texts)
        if line != said:
            say(line)
            said = line
    raise _gave_up(state, "The film is over, and nobody stood still in it for long enough.")


def _wait(state: CalibrationState, texts: Texts) -> str:
    if state.hint in _CUT:
        return _REMEDIES[state.hint]
    if state.hint is not None:
        why = texts.refusal(state.hint)
        return f"{why.text}. {why.more}."
    if state.square_up is not None:
        return f"Turn a little to your {state.square_up.value}, until you face the mirror."
    if state.stage is Stage.HOLD:
        return _HOLDING
    return f"{texts.say('calibrate.stand')}. {texts.say('calibrate.stand_more')}."


def _gave_up(state: CalibrationState, what: str) -> MirrorError:
    return MirrorError(what, _REMEDY if state.hint is None else _REMEDIES.get(state.hint, _REMEDY))


def _seen(camera: Camera, eyes: SandboxedEstimator) -> Iterator[tuple[Frame, Sighting]]:
    while True:
        try:
            frame = camera.read()
        except EndOfRecording:
            return
        yield frame, eyes.estimate(frame)


def _record(path: Path, height_cm: int | None, say: Say) -> Record:
    """What is kept, with the height that was told; a damaged file is said and written anew."""
    try:
        record = station_file.read(path)
    except MirrorError as error:
        say(f"{error.what} It is made anew.")
        record = Record()
    return Record(height_cm or record.height_cm, record.calibrated)


def _tell(state: CalibrationState, board: NoticeBoard, kept: Path | None, say: Say
          ) -> dict[str, Any]:
    texts, found = i18n.load("en"), state.found
    todo = [texts.say(f"calibrate.advice.{each.todo}", n=each.amount) for each in state.advice]
    if state.stage is Stage.FAILED or found is None:
        raise MirrorError("What was seen does not fit somebody who stands on the mark.",
                          " ".join(todo) or _REMEDY)
    here = found.station
    say(f"height    {here.height_m:.2f} m ± {100 * here.height_m_u:.0f} cm")
    say(f"tilt      {here.tilt_deg:.1f}° ± {here.tilt_deg_u:.1f}°, + looks down")
    say(f"roll      {here.roll_deg:+.1f}° ± {here.roll_deg_u:.1f}°, "
        "+ is clockwise seen from behind")
    say(f"lens      {here.vfov_deg:.1f}° ± {here.vfov_deg_u:.1f}° from top to bottom")
    say(f"distance  {here.distance_m:.2f} m ± {100 * here.distance_m_u:.0f} cm")
    say(f"you       {100 * found.stature_m:.0f} cm ± {100 * found.stature_m_u:.0f} cm tall")
    for line in todo or ["Nothing is surely wrong with the camera's place."]:
        say(line)
    if state.height_cm is None:
        say("With --height-cm, your height, it is more exact.")
    for notice in board.read():
        say(f"{notice.what} {notice.remedy}")
    if kept is not None:
        say(f"kept in   {kept}")
    return {"station": asdict(here), "stature_m": found.stature_m,
            "stature_m_u": found.stature_m_u, "height_cm": state.height_cm,
            "lens_sigmas": found.lens_sigmas, "misfit": found.misfit, "advice": todo,
            "kept": kept is not None}
