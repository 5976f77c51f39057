"""Structure and vocabulary: what stands where in a descriptor, and which values are allowed.

What is allowed is in the tables of `packager.structure`, one set per standard and edition. Real
tools publish manifests that deviate and play nevertheless: all are warnings about SCORM, and
cmi5, which wants such course structures refused, says them under a rule of its own.
"""

from __future__ import annotations

from cursus.texts import Text
from packager.findings import Rule

TITLE = Text(
    "Structure and vocabulary: what may stand where",
    "Структура и словари: что где может стоять",
)
TITLE = Text(
    "Structure and vocabulary of the descriptor: what stands where, which values are allowed",
    "Структура и словарь дескриптора: что где стоит и какие значения допустимы",
)

_EXPORT = Text(
    "Correct the descriptor, or export the course again with a newer version of the tool: strict"
    " systems refuse what does not follow the standard.",
    "Исправьте дескриптор или экспортируйте курс заново в более новой версии редактора: строгие"
    " системы не примут то, что отступает от стандарта.",
)
_VALUE = Text(
    "Write one of the values that the standard has, capitals and spaces included.",
    "Напишите одно из значений стандарта в точности, с теми же заглавными буквами и пробелами.",
)

WRONG_ROOT = Rule(
    "structure.wrong-root",
    "warning",
    Text(
        "The root element {name} is not one of {standard}; the standard begins with {expected}.",
        "Корневой элемент {name} не из {standard}; по стандарту файл начинается с {expected}.",
    ),
    Text(
        "Check the name and the xmlns of the root element; without them other systems recognise"
        " nothing in the file.",
        "Проверьте имя и xmlns корневого элемента: без них другие системы не узнают в файле"
        " ничего.",
    ),
    clause="SCORM2004-CAM-3.4",
    also=("SCORM12-CAM-2.3",),
)
UNEXPECTED_ELEMENT = Rule(
    "structure.unexpected-element",
    "warning",
    Text(
        "{name} does not belong into {parent}; the standard allows there: {expected}.",
        "{name} не бывает внутри {parent}; по стандарту там допустимо: {expected}.",
    ),
    _EXPORT,
    clause="SCORM2004-CAM-3.4",
    also=("SCORM12-CAM-2.3",),
)
MISNAMED_ELEMENT = Rule(
    "structure.misnamed-element",
    "warning",
    Text(
        "{name} stands in {parent} where the standard has {expected}.",
        "{name} стоит внутри {parent} там, где по стандарту должен быть {expected}.",
    ),
    Text(
        "Write the element's name exactly so, capitals and namespace included.",
        "Напишите имя элемента в точности так, с теми же заглавными буквами и пространством имён.",
    ),
    clause="SCORM2004-CAM-3.4",
    also=("SCORM12-CAM-2.3",),
)
OUT_OF_ORDER = Rule(
    "structure.out-of-order",
    "warning",
    Text(
        "{name} stands in the wrong place of {parent}; the standard has this order: {expected}.",
        "{name} стоит не на своём месте внутри {parent}; порядок по стандарту: {expected}.",
    ),
    Text("Move the element to its place.", "Переставьте элемент на его место."),
    clause="SCORM2004-CAM-3.4",
    also=("SCORM12-CAM-2.3",),
)
MISSING_ELEMENT = Rule(
    "structure.missing-element",
    "warning",
    Text(
        "{parent} lacks {expected}, without which the standard does not allow it.",
        "В {parent} нет {expected}; без этого стандарт его не допускает.",
    ),
    Text("Add the element.", "Добавьте элемент."),
    clause="SCORM2004-CAM-3.4",
    also=("SCORM12-CAM-2.3",),
)
TOO_MANY = Rule(
    "structure.too-many",
    "warning",
    Text(
        "{parent} has {name} {count} times; the standard allows it once.",
        "Внутри {parent} элементов {name}: {count}; по стандарту — один.",
    ),
    Text("Leave one of them.", "Оставьте один из них."),
    clause="SCORM2004-CAM-3.4",
    also=("SCORM12-CAM-2.3",),
)
MISSING_ATTRIBUTE = Rule(
    "structure.missing-attribute",
    "warning",
    Text(
        "{parent} lacks the attribute {expected}, which the standard requires.",
        "У {parent} нет атрибута {expected}, который требует стандарт.",
    ),
    Text("Add the attribute.", "Добавьте атрибут."),
    clause="SCORM2004-CAM-3.4",
    also=("SCORM12-CAM-2.3",),
)
UNKNOWN_ATTRIBUTE = Rule(
    "structure.unknown-attribute",
    "warning",
    Text(
        "{parent} has no attribute {name} in the standard; it has: {expected}.",
        "У {parent} по стандарту нет атрибута {name}; есть: {expected}.",
    ),
    Text(
        "Correct the name, capitals included, or remove the attribute; other systems ignore it.",
        "Исправьте имя с учётом заглавных букв или уберите атрибут: другие системы его не заметят.",
    ),
    clause="SCORM2004-CAM-3.4",
    also=("SCORM12-CAM-2.3",),
)
WRONG_TYPE = Rule(
    "structure.wrong-type",
    "warning",
    Text(
        "{what} is “{value}”, which is not what the standard allows: {expected}.",
        "{what} — «{value}», а стандарт допускает: {expected}.",
    ),
    Text("Correct the value.", "Исправьте значение."),
    clause="SCORM2004-CAM-3.4",
    also=("SCORM12-CAM-2.3",),
)
NOT_IN_VOCABULARY = Rule(
    "structure.not-in-vocabulary",
    "warning",
    Text(
        "{what} is “{value}”; the standard has {expected}.",
        "{what} — «{value}»; по стандарту возможно {expected}.",
    ),
    _VALUE,
    clause="SCORM2004-CAM-3.4",
    also=("SCORM12-CAM-2.3",),
)
TOO_LONG = Rule(
    "structure.too-long",
    "warning",
    Text(
        "{what} has {count} characters; the standard allows {expected}.",
        "{what}: символов {count}, а стандарт допускает {expected}.",
    ),
    Text(
        "Shorten it: other systems may cut it or refuse the course.",
        "Сократите: другие системы могут обрезать его или не принять курс.",
    ),
    clause="SCORM2004-CAM-3.4",
    also=("SCORM12-CAM-2.3",),
)
OUT_OF_RANGE = Rule(
    "structure.out-of-range",
    "warning",
    Text(
        "{what} is {value}; the standard allows {expected}.",
        "{what} — {value}; стандарт допускает {expected}.",
    ),
    Text("Correct the value.", "Исправьте значение."),
    clause="SCORM2004-CAM-3.4",
    also=("SCORM12-CAM-2.3",),
)
DUPLICATE_ID = Rule(
    "structure.duplicate-id",
    "warning",
    Text(
        "The identifier {value} is there twice; it has to be unique in the whole file.",
        "Идентификатор {value} встречается дважды; он должен быть единственным во всём файле.",
    ),
    Text(
        "Give each its own identifier and correct the references.",
        "Дайте каждому свой идентификатор и исправьте ссылки.",
    ),
    clause="XML10-3.3.1-ID",
    also=("SCORM2004-CAM-3.4", "SCORM12-CAM-2.3"),
)
DANGLING_REFERENCE = Rule(
    "structure.dangling-reference",
    "warning",
    Text(
        "{what} refers to {value}, and nothing in the file has that identifier.",
        "{what} ссылается на {value}, а такого идентификатора в файле нет.",
    ),
    Text(
        "Correct the reference, or give the identifier to what is meant.",
        "Исправьте ссылку или дайте этот идентификатор тому, что имеется в виду.",
    ),
    clause="XML10-3.3.1-IDREF",
    also=("SCORM2004-CAM-3.4", "SCORM12-CAM-2.3"),
)
STRAY_TEXT = Rule(
    "structure.stray-text",
    "warning",
    Text(
        "{parent} holds the text “{value}”, where the standard has no text.",
        "Внутри {parent} стоит текст «{value}», а по стандарту текста там нет.",
    ),
    Text("Remove the text.", "Уберите текст."),
    clause="SCORM2004-CAM-3.4",
    also=("SCORM12-CAM-2.3",),
)
FOREIGN = Rule(
    "structure.foreign-namespace",
    "warning",
    Text(
        "{name} is of the namespace {namespace}, which {standard} does not know.",
        "{name} — из пространства имён {namespace}, которого {standard} не знает.",
    ),
    Text(
        "If it is an extension of the authoring tool, the course plays without it; if a name of the"
        " standard is meant, correct its xmlns.",
        "Если это расширение редактора, курс работает и без него; если имелось в виду имя из"
        " стандарта, исправьте его xmlns.",
    ),
    clause="SCORM2004-CAM-3.4",
    also=("SCORM12-CAM-2.3",),
)
NEWER_EDITION = Rule(
    "structure.newer-edition",
    "info",
    Text(
        "The manifest breaks the structure of the {edition} Edition and follows that of the 4th.",
        "Манифест отступает от структуры {edition} Edition и соответствует структуре 4-й.",
    ),
    Text(
        "If the course is of the 4th Edition, write 2004 4th Edition as its schemaversion.",
        "Если курс сделан для 4-й редакции, укажите в schemaversion 2004 4th Edition.",
    ),
    clause="SCORM2004-CAM-3.4.1-SCHEMAVERSION",
)
