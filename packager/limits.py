"""What an installation takes: bounds far above every real course, far below what hurts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cursus.settings import Settings


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """Bounds of one package. Sizes are bytes."""

    upload: int = 2 << 30
    entries: int = 20_000
    unpacked: int = 8 << 30
    ratio: int = 100  # of the whole of more than RATIO_FROM bytes, plain to packed
    entry_ratio: int = 1000  # of one file of more than ENTRY_RATIO_FROM bytes
    descriptor: int = 10 << 20
    name: int = 512
    depth: int = 32

    @classmethod
    def of(cls, settings: Settings) -> ArchiveLimits:
        """Return the limits that an installation's settings say."""
        return cls(
            upload=int(settings.upload_limit),
            entries=settings.entries_limit,
            unpacked=int(settings.unpacked_limit),
            ratio=settings.unpacked_ratio_limit,
            entry_ratio=settings.entry_ratio_limit,
            descriptor=int(settings.descriptor_limit),
            name=settings.name_limit,
            depth=settings.depth_limit,
        )


RATIO_FROM = 10 << 20  # bytes unpacked from which the ratio counts: small archives hurt nobody
ENTRY_RATIO_FROM = 10 << 20  # small files of one repeated byte are honest
VALUE_CHARACTERS = 8_192  # of one attribute of a descriptor
TEXT_CHARACTERS = 65_536  # of one element's text
TITLE_CHARACTERS = 1_000  # of a title; what follows is cut
ITEMS = 5_000  # of all organizations; every launch reads them
SEQUENCING_ELEMENTS = 100_000  # of the sequencing collection, counted at each reference to them
TEXTS_BYTES = 4 << 20  # of all files together that a descriptor has read beside itself
METADATA_BYTES = 256 << 10  # of all metadata records of a course, as JSON
DIRECTORY_BYTES = 64 << 20  # of the archive's list of files: 20,000 long names take 12 MB
