"""XML schemas for the packages that cursus writes, generated from the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packager.model import Edition, Standard


def schema_files(standard: Standard, edition: Edition | None = None) -> dict[str, bytes]:
    """Return the schemas of a standard by the file names that packages have them under."""
    raise NotImplementedError(standard, edition)
