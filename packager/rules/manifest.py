"""The manifest as a whole: its version as it is written, its namespaces and prefixes."""

from __future__ import annotations

from cursus.texts import Text
from packager.findings import Rule

TITLE = Text(
    "The manifest as a whole: version, namespaces, prefixes",
    "Манифест в целом: версия, пространства имён, префиксы",
)

IMUMK = Rule(
    "package.imumk",
    "error",
    Text(
        "This is an IMUMK module (of the unified collection of digital resources): its manifest"
        " looks like SCORM 2004, but its pages are XML for a player of their own.",
        "Это модуль ИМУМК (единой коллекции цифровых образовательных ресурсов): его манифест похож"
        " на SCORM 2004, но страницы — XML для отдельного плеера.",
    ),
    Text(
        "Play it in that player, or make a SCORM course of its content by an authoring tool.",
        "Откройте модуль в том плеере или соберите из его содержания курс SCORM в редакторе.",
    ),
)
VERSION_SPELLING = Rule(
    "scorm.version-spelling",
    "warning",
    Text(
        "The schemaversion {text} is read as {wanted}; other LMSs compare it letter for letter.",
        "schemaversion {text} прочитан как {wanted}; другие СДО сравнивают его буква в букву.",
    ),
    Text("Write {wanted}.", "Напишите {wanted}."),
    clause="SCORM2004-CAM-3.4.1-SCHEMAVERSION",
    also=("SCORM12-CAM-2.3-SCHEMAVERSION",),
    mended=True,
)
NAMESPACE_WRONG = Rule(
    "scorm.namespace-wrong",
    "warning",
    Text(
        "The element {name} stands in the namespace {found}; this version of SCORM has {wanted}."
        " It is read all the same.",
        "Элемент {name} стоит в пространстве имён {found}; в этой версии SCORM — {wanted}. Он всё"
        " равно прочитан.",
    ),
    Text(
        "Correct xmlns: other LMSs find nothing in a namespace that they do not know.",
        "Исправьте xmlns: другие СДО ничего не найдут в незнакомом пространстве имён.",
    ),
    clause="SCORM12-CAM-2.3-NAMESPACE",
    also=("SCORM2004-CAM-3.4.1-NAMESPACE",),
    mended=True,
)
PREFIXES = Rule(
    "scorm.prefixes",
    "info",
    Text(
        "The manifest uses prefixes of its own ({prefixes}). That is right, but some LMSs, Moodle"
        " among them, look for the usual ones.",
        "В манифесте свои префиксы ({prefixes}). Это правильно, но некоторые СДО, например Moodle,"
        " ищут обычные.",
    ),
    Text(
        "Write the usual prefixes; a package that is converted or repaired here has them.",
        "Пишите обычные префиксы; в пакете, преобразованном или исправленном здесь, они есть.",
    ),
    mended=True,
)
TYPE_NAMESPACE = Rule(
    "scorm.type-namespace",
    "warning",
    Text(
        "The attribute {name} stands in the namespace {space}; it belongs to {wanted}. It is read"
        " all the same.",
        "Атрибут {name} стоит в пространстве имён {space}, а его место — {wanted}. Он всё равно"
        " прочитан.",
    ),
    Text(
        "Write it with the prefix adlcp, bound to that namespace: other LMSs take the resource for"
        " an asset and track nothing.",
        "Запишите его с префиксом adlcp для этого пространства имён: другие СДО примут ресурс за"
        " asset и не будут учитывать результаты.",
    ),
    clause="SCORM12-CAM-2.3-SCORMTYPE",
    mended=True,
)
