"""Metadata: what a manifest says about itself, and LOM records in it and beside it."""

from __future__ import annotations

from cursus.texts import Text
from packager.findings import Rule

TITLE = Text("Metadata: in the manifest and beside it", "Метаданные: в манифесте и рядом с ним")
_RECORD = Text(
    "Put the record into the package, or remove adlcp:location: the course plays without it.",
    "Положите запись в пакет или удалите adlcp:location: курс работает и без неё.",
)

SCHEMA_WRONG = Rule(
    "scorm.schema-wrong",
    "warning",
    Text(
        "The metadata of the manifest says schema {schema}; SCORM wants {wanted}.",
        "В метаданных манифеста schema — {schema}; в SCORM должно быть {wanted}.",
    ),
    Text(
        "Write <schema>ADL SCORM</schema> in front of schemaversion.",
        "Напишите перед schemaversion: <schema>ADL SCORM</schema>.",
    ),
    clause="SCORM12-CAM-2.3-SCHEMAVERSION",
    also=("SCORM2004-CAM-3.4.1-SCHEMAVERSION",),
)
MISSING = Rule(
    "metadata.file-missing",
    "warning",
    Text(
        "The metadata record {href} is not in the package.",
        "Записи метаданных {href} в пакете нет.",
    ),
    _RECORD,
    clause="SCORM12-CAM-2.3-METADATA",
    also=("SCORM2004-CAM-3.4.1-METADATA",),
)
ELSEWHERE = Rule(
    "metadata.elsewhere",
    "info",
    Text(
        "The metadata record {href} is no file of the package; it is not read.",
        "Запись метаданных {href} — не файл пакета; она не читается.",
    ),
    Text(
        "Put the record into the package if it is to be kept with the course.",
        "Положите запись в пакет, если она должна храниться вместе с курсом.",
    ),
)
NOT_WELL_FORMED = Rule(
    "metadata.not-well-formed",
    "warning",
    Text(
        "The metadata record cannot be read. {what}",
        "Запись метаданных не читается. {what}",
    ),
    Text("Correct it at that place, or remove it.", "Исправьте её в этом месте или удалите."),
    clause="XML10-2.1",
)
NOT_LOM = Rule(
    "metadata.not-lom",
    "warning",
    Text(
        "The metadata record has the root element {name}, not lom; it is not kept.",
        "Корневой элемент записи метаданных — {name}, а не lom; она не хранится.",
    ),
    Text("Write the record as IEEE LOM.", "Составьте запись по IEEE LOM."),
    clause="SCORM12-CAM-2.3-METADATA",
    also=("SCORM2004-CAM-3.4.1-METADATA",),
)
TOO_LARGE = Rule(
    "metadata.too-large",
    "info",
    Text(
        "This metadata record is not kept: those of one course may have {limit} bytes together.",
        "Эта запись метаданных не хранится: все записи одного курса — не больше {limit} байт.",
    ),
    Text(
        "Nothing to do for playing; shorten the records if they are to be searched.",
        "Для работы курса делать ничего не нужно; сократите записи, если по ним будут искать.",
    ),
)
