"""The same picture as another camera, place or light would have taken it."""

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
SEED = 7
NOISE = 8.0


def pictures(picture: Picture) -> dict[str, Picture]:
    """The picture (h, w, 3) as it is, cropped, smaller, darker, brighter and noisy."""
    import cv2

    height, width = picture.shape[:2]
    fifth, tenth = width // 20, width // 10
    noise = np.random.default_rng(SEED).normal(0.0, NOISE, picture.shape)
    smaller = cv2.resize(picture, None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA)
    found = {
        "as it is": picture,
        "5 % off all sides": picture[height // 20:-(height // 20), fifth:-fifth],
        "10 % off the left": picture[:, tenth:],
        "10 % off the right": picture[:, :-tenth],
        "scaled by 0.75": np.asarray(smaller, np.uint8),
        "brightness 0.5": _brightened(picture, 0.5),
        "brightness 1.4": _brightened(picture, 1.4),
        "noise": np.clip(picture + noise, 0, 255).astype(np.uint8),
    }
    return {name: np.ascontiguousarray(each) for name, each in found.items()}


def _brightened(picture: Picture, by: float) -> Picture:
    return np.clip(picture * by, 0, 255).astype(np.uint8)
