"""Build the sample packages: `python samples/build.py` writes samples/built/<name>.zip.

Each folder beside this file that has an imsmanifest.xml is the source of one package; what the
courses share (kit/) is put into each of them, for a package must stand alone. The same sources
give the same bytes: names are sorted, dates are fixed. Media is stored, as a deflated film plays
but cannot seek; the rest is deflated.
"""

from __future__ import annotations

import io
import math
import struct
import sys
import wave
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

HERE = Path(__file__).parent
DATE = (2025, 1, 1, 0, 0, 0)
REGULAR_FILE = 0o100644 << 16
STORED_TYPES = frozenset({".wav", ".mp3", ".mp4", ".webm", ".pdf", ".png", ".jpg"})
BREATHING = "звук/дыхание.wav"  # made below for the package that plays it, rather than kept


def sample_names() -> list[str]:
    """Return the names of the samples that can be built, sorted."""
    return sorted(manifest.parent.name for manifest in HERE.glob("*/imsmanifest.xml"))


def breathing_tone(rate: int = 11025) -> bytes:
    """Return a WAV file: two breaths of eight seconds, in and out, as a tone rising and falling."""
    seconds, phase, frames = 16, 0.0, bytearray()
    for n in range(seconds * rate):
        breath = math.sin(math.pi * (n / rate % 8) / 8)
        phase += 2 * math.pi * (150 + 110 * breath) / rate
        frames += struct.pack(
            "<h", round(9000 * breath * (math.sin(phase) + 0.3 * math.sin(phase / 2)))
        )
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(bytes(frames))
    return file.getvalue()


def files_of(name: str) -> dict[str, bytes]:
    """Return the files of a package: name inside it → bytes, the manifest first."""
    source = HERE / name
    files = {
        p.relative_to(source).as_posix(): p.read_bytes() for p in source.rglob("*") if p.is_file()
    }
    manifest = files.pop("imsmanifest.xml")
    if b"kit/" in manifest:
        files |= {f"kit/{p.name}": p.read_bytes() for p in (HERE / "kit").iterdir()}
    if BREATHING.encode() in manifest:
        files[BREATHING] = breathing_tone()
    return {"imsmanifest.xml": manifest} | dict(sorted(files.items()))


def build(name: str, folder: Path) -> Path:
    """Write the package of a sample into the folder and return its path."""
    target = folder / f"{name}.zip"
    with ZipFile(target, "w") as package:
        for path, data in files_of(name).items():
            entry = ZipInfo(path, DATE)  # a name beyond ASCII gets the UTF-8 flag by itself
            entry.external_attr = REGULAR_FILE
            stored = Path(path).suffix in STORED_TYPES
            package.writestr(entry, data, ZIP_STORED if stored else ZIP_DEFLATED)
    return target


def build_all(folder: Path = HERE / "built") -> list[Path]:
    """Build every sample into the folder and return where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    return [build(name, folder) for name in sample_names()]


if __name__ == "__main__":
    for built in build_all(*map(Path, sys.argv[1:2])):
        print(built)
