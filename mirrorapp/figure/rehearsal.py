"""Make the rehearsal clip: a rendered person squats, and twice a knee falls in.

The demo plays this clip where there is no camera; it goes through the same pose estimation as any
camera's picture. Beside it a JSON file of the same name says what is truly done, repetition by
repetition, taken from the joints of the posed body.

    python -m mirrorapp.figure.bake -o body.npz
    python -m mirrorapp.figure.rehearsal --body body.npz -o mirrorapp/camera/rehearsal.mp4

Needs the extra ``author``. The same body and versions give the same clip.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from mirrorapp.figure.choreography import DURATION_S, REPETITIONS, Repetition, shape_at
from mirrorapp.figure.outfit import dress
from mirrorapp.figure.render import Picture, Renderer
from mirrorapp.figure.scene import Camera
from mirrorapp.figure.skeleton import Array, Body, Skeleton, skin
from mirrorapp.figure.squat import Squat, pose_squat

FPS = 15
CAMERA = Camera(
    width_px=540, height_px=960, height_m=1.40, distance_m=2.3, tilt_deg=12.0, vfov_deg=51.0
)

NOISE_LUMA, NOISE_CHROMA = 1.5, 0.5  # standard deviations, of 255
NOISE_SEED = 20
# x264's settings: a quality (smaller is better and larger), and bits for the flat wall, which
# would come out blotchy.
ENCODER = {"crf": "25", "preset": "veryslow", "tune": "film", "x264-params": "aq-mode=3"}
KEYFRAME_S = 3


def frame_times_s() -> Array:
    """Return the times (N,) of the clip's frames."""
    return np.asarray(np.arange(round(DURATION_S * FPS)) / FPS)


def pictures(body: Body) -> Iterator[Picture]:
    """Yield the clip's pictures (height_px, width_px, 3), with a camera's noise on them."""
    layers = dress(body)
    random = np.random.default_rng(NOISE_SEED)
    with Renderer(CAMERA) as renderer:
        for time_s in frame_times_s():
            squat = pose_squat(body.skeleton, shape_at(float(time_s)))
            picture = renderer.render(skin(body, squat.posed), layers, soles_m(squat))
            yield add_noise(picture, random)


def soles_m(squat: Squat) -> Array:
    """Return the middles (2, 3) of the soles, on the ground."""
    middles_m = [(leg.ankle_m + leg.second_toe_m) / 2 for leg in (squat.left, squat.right)]
    return np.asarray(np.stack(middles_m) * np.array([1.0, 1.0, 0.0]))


def add_noise(picture: Picture, random: np.random.Generator) -> Picture:
    """Return the picture with a sensor's noise: the same in all colours, and a little in each."""
    luma = random.normal(0.0, NOISE_LUMA, (*picture.shape[:2], 1))
    chroma = random.normal(0.0, NOISE_CHROMA, picture.shape)
    return np.asarray(np.clip(picture + luma + chroma + 0.5, 0, 255).astype(np.uint8))


def encode(path: Path, frames: Iterable[Picture]) -> int:
    """Write pictures as H.264 and return how many there were.

    4:2:0 and the index at the front, which every player and OpenCV read.
    """
    import av

    count = 0
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        stream: Any = container.add_stream("libx264", rate=Fraction(FPS))
        stream.width, stream.height, stream.pix_fmt = CAMERA.width_px, CAMERA.height_px, "yuv420p"
        stream.options = {**ENCODER, "g": str(KEYFRAME_S * FPS)}
        for picture in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
            count += 1
        container.mux(stream.encode(None))
    return count


def describe(skeleton: Skeleton, name: str, frames: int) -> dict[str, Any]:
    """Return what the JSON file says: the picture, the camera, and the truth of each repetition.

    "left" is the person's own left. `valgus_deg` is the frontal-plane angle hip-knee-ankle seen
    without perspective, + = the knee falls in; both angles are at `bottom_s`.
    """
    return {
        "file": name,
        "exercise": "squat",
        "fps": FPS,
        "frames": frames,
        "duration_s": round(frames / FPS, 3),
        "camera": asdict(CAMERA),
        "repetitions": [_truth(skeleton, repetition) for repetition in REPETITIONS],
    }


def _truth(skeleton: Skeleton, repetition: Repetition) -> dict[str, Any]:
    squat = pose_squat(skeleton, shape_at(repetition.bottom_s))
    return {
        "start_s": round(repetition.start_s, 3),
        "bottom_s": round(repetition.bottom_s, 3),
        "end_s": round(repetition.end_s, 3),
    } | {
        name: {
            "valgus_deg": round(leg.valgus_deg, 2) + 0.0,  # + 0.0 makes -0.0 plain 0.0
            "flexion_deg": round(leg.flexion_deg, 1),
        }
        for name, leg in (("left", squat.left), ("right", squat.right))
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line described at the top of this module."""
    parser = argparse.ArgumentParser(prog="mirrorapp.figure.rehearsal")
    parser.add_argument("--body", type=Path, required=True, help="what mirrorapp.figure.bake wrote")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the .mp4 to write")
    options = parser.parse_args(arguments)
    body = Body.load(options.body)
    frames = encode(options.output, pictures(body))
    truth = describe(body.skeleton, options.output.name, frames)
    text = json.dumps(truth, indent=2) + "\n"
    options.output.with_suffix(".json").write_text(text, encoding="utf-8")
    size_kb = options.output.stat().st_size // 1000
    sys.stdout.write(f"{options.output}: {frames} frames, {size_kb} kB\n")


if __name__ == "__main__":
    main()
