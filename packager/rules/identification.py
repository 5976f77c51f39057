"""The descriptor: finding it, parsing it, deciding what standard the package follows."""

from __future__ import annotations

from cursus.texts import Text
from packager.findings import Rule

TITLE = Text(
    "The descriptor: finding and reading it, telling the standard",
    "Дескриптор: где он, читается ли, какой это стандарт",
)
_FOR_LMS = Text(
    "Export the course for an LMS as SCORM 1.2 or SCORM 2004 and upload that archive.",
    "Экспортируйте курс для СДО в формате SCORM 1.2 или SCORM 2004 и загрузите этот архив.",
)
_XML = Text(
    "Correct the manifest at that place, or export the package again.",
    "Исправьте манифест в этом месте или экспортируйте пакет заново.",
)
_PACK_INSIDE = Text(
    "Open the folder and pack what is in it, so that imsmanifest.xml lies at the top.",
    "Откройте папку и упакуйте её содержимое, чтобы imsmanifest.xml лежал на верхнем уровне.",
)

MANIFEST_MISSING = Rule(
    "manifest.missing",
    "error",
    Text(
        "The archive has no imsmanifest.xml and no other descriptor. At its top lie: {names}.",
        "В архиве нет ни imsmanifest.xml, ни другого описания. На верхнем уровне лежат: {names}.",
    ),
    _FOR_LMS,
    clause="SCORM12-CAM-2.3-MANIFEST",
    also=("CMI5-14.1.0.0-2", "TINCAN-PACKAGE"),
)
MANIFEST_DEEP = Rule(
    "manifest.not-at-root",
    "error",
    Text(
        "The manifest does not lie at the top of the archive, and other files lie beside its"
        " folder.",
        "Манифест лежит не на верхнем уровне архива, а рядом с его папкой есть другие файлы.",
    ),
    _PACK_INSIDE,
    clause="SCORM12-CAM-2.3-MANIFEST",
)
MANIFEST_WRAPPED = Rule(
    "manifest.wrapped",
    "warning",
    Text(
        "The whole package lies in the folder {folder}; the manifest has to lie at the top.",
        "Весь пакет лежит в папке {folder}; манифест должен лежать на верхнем уровне.",
    ),
    _PACK_INSIDE,
    clause="SCORM12-CAM-2.3-MANIFEST",
    mended=True,
)
MANIFEST_CASE = Rule(
    "manifest.name-case",
    "warning",
    Text(
        "The manifest has to be called imsmanifest.xml, in small letters.",
        "Манифест должен называться imsmanifest.xml, строчными буквами.",
    ),
    Text(
        "Rename the file; some LMSs do not find it otherwise.",
        "Переименуйте файл: иначе некоторые СДО его не найдут.",
    ),
    clause="SCORM12-CAM-2.3-MANIFEST",
    mended=True,
)
MANIFEST_SEVERAL = Rule(
    "manifest.several",
    "error",
    Text(
        "Several manifests lie equally deep: {names}. Which of them is the course is unclear.",
        "Несколько манифестов лежат на одной глубине: {names}. Непонятно, какой из них — курс.",
    ),
    Text("Pack each course alone.", "Упакуйте каждый курс отдельно."),
    clause="SCORM12-CAM-2.3-MANIFEST",
)
MANIFEST_NESTED = Rule(
    "manifest.nested",
    "info",
    Text(
        "Another manifest lies deeper in the package; it is not read.",
        "Глубже в пакете лежит ещё один манифест; он не читается.",
    ),
    Text(
        "If that is a course of its own, upload it alone.",
        "Если это отдельный курс, загрузите его отдельно.",
    ),
)
MANIFEST_LARGE = Rule(
    "manifest.too-large",
    "error",
    Text(
        "The manifest has {size} bytes; this installation takes {limit}.",
        "В манифесте {size} байт; установка принимает {limit}.",
    ),
    Text(
        "Split the course, or ask the operator of this installation to raise the limit.",
        "Разделите курс или попросите администратора установки поднять предел.",
    ),
)
VALUE_LONG = Rule(
    "manifest.value-too-long",
    "error",
    Text(
        "The value of {name} has {count} characters; this installation takes {limit}.",
        "Значение {name} — {count} символов; установка принимает {limit}.",
    ),
    _XML,
)
MANIFEST_XML = Rule(
    "manifest.not-well-formed",
    "error",
    Text("The manifest cannot be read. {what}", "Манифест не читается. {what}"),
    _XML,
    clause="XML10-2.1",
)
MANIFEST_DOCTYPE = Rule(
    "manifest.doctype",
    "error",
    Text(
        "The manifest has a DOCTYPE declaration; for safety such files are not read.",
        "В манифесте есть объявление DOCTYPE; ради безопасности такие файлы не читаются.",
    ),
    Text(
        "Remove the DOCTYPE line: no standard of packages asks for one.",
        "Удалите строку DOCTYPE: ни один стандарт пакетов её не требует.",
    ),
)
MANIFEST_ROOT = Rule(
    "manifest.wrong-root",
    "error",
    Text(
        "The manifest's root element is {name}, not manifest.",
        "Корневой элемент манифеста — {name}, а не manifest.",
    ),
    _FOR_LMS,
    clause="SCORM12-CAM-2.3-MANIFEST",
)
SUB_MANIFEST = Rule(
    "manifest.sub-manifest",
    "warning",
    Text(
        "A manifest stands inside the manifest; such parts are not read.",
        "Внутри манифеста стоит другой манифест; такие части не читаются.",
    ),
    Text(
        "Export the course without inner manifests; SCORM 2004 advises against them.",
        "Экспортируйте курс без вложенных манифестов; SCORM 2004 их не рекомендует.",
    ),
    clause="SCORM2004-CAM-3.4.1-MANIFEST",
)
XML_ALONE = Rule(
    "package.xml-alone",
    "error",
    Text(
        "This is an XML file with the root element {name}; alone, only a cmi5 course structure is a"
        " course.",
        "Это XML-файл с корневым элементом {name}; отдельным файлом курсом бывает только структура"
        " курса cmi5.",
    ),
    Text(
        "Upload the whole package as one .zip file, as the authoring tool exports it for an LMS.",
        "Загрузите весь пакет одним файлом .zip — так, как его экспортирует редактор для СДО.",
    ),
    also=("CMI5-14.1.0.0-1",),
)
AICC_WRAPPED = Rule(
    "aicc.wrapped",
    "info",
    Text(
        "The whole package lies in the folder {folder}; some LMSs look for the files of AICC at the"
        " top only.",
        "Весь пакет лежит в папке {folder}; некоторые СДО ищут файлы AICC только наверху.",
    ),
    Text(
        "Open the folder and pack what is in it.",
        "Откройте папку и упакуйте её содержимое.",
    ),
    mended=True,
)
ALSO = Rule(
    "package.also",
    "info",
    Text(
        "The package also describes itself by {name}; {used} is used.",
        "Пакет описан ещё и файлом {name}; используется {used}.",
    ),
    Text("Nothing to do.", "Делать ничего не нужно."),
)
VERSION_CONFLICT = Rule(
    "scorm.version-conflict",
    "warning",
    Text(
        "The manifest's namespaces say {namespaces} but its schemaversion says {text};"
        " played as {played}.",
        "Пространства имён манифеста говорят {namespaces}, а schemaversion — {text};"
        " воспроизводится как {played}.",
    ),
    Text(
        "Correct schemaversion, or export for the version that is meant: other LMSs may decide"
        " otherwise.",
        "Исправьте schemaversion или экспортируйте под нужную версию: другие СДО могут решить"
        " иначе.",
    ),
    clause="SCORM2004-CAM-3.4.1-SCHEMAVERSION",
)
VERSION_UNCLEAR = Rule(
    "scorm.version-unclear",
    "warning",
    Text(
        "The schemaversion is {text}, which is none of the standard's; played as {played}.",
        "schemaversion — {text}, в стандарте такого значения нет; воспроизводится как {played}.",
    ),
    Text(
        "Write 1.2, CAM 1.3, 2004 3rd Edition or 2004 4th Edition.",
        "Напишите 1.2, CAM 1.3, 2004 3rd Edition или 2004 4th Edition.",
    ),
    clause="SCORM2004-CAM-3.4.1-SCHEMAVERSION",
)
VERSION_ABSENT = Rule(
    "scorm.version-absent",
    "warning",
    Text(
        "The manifest has no schemaversion; played as {played}.",
        "В манифесте нет schemaversion; воспроизводится как {played}.",
    ),
    Text(
        "Add metadata with schema and schemaversion: Moodle, for one, goes by it.",
        "Добавьте metadata с schema и schemaversion: на неё опирается, например, Moodle.",
    ),
    clause="SCORM12-CAM-2.3-SCHEMAVERSION",
)
