"""Inspecting packages that tests build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from packager.inspection import Inspection, inspect
from packager.limits import ArchiveLimits

if TYPE_CHECKING:
    from pathlib import Path


class Look(Protocol):
    """Inspects the bytes of a package."""

    def __call__(self, data: bytes) -> Inspection: ...


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """Inspects bytes, with room for an overlay beside them."""

    def look(data: bytes) -> Inspection:
        path = tmp_path / "package.zip"
        path.write_bytes(data)
        return inspect(path, ArchiveLimits(), overlay_path=tmp_path / "overlay.zip")

    return look
