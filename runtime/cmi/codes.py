"""What a fault is called: error codes and texts of both standards, and our own diagnostics.

Lives here: code and text per fault, the texts of `GetErrorString` as the standards print them,
and what `GetDiagnostic` says, in every language. `{element}`, `{value}` and `{expected}` are filled
in by the browser. To add a fault: add it to `types.Fault`, here three times, and to a call script.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cursus.texts import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from runtime.cmi.types import Fault

SCORM12: Final[Mapping[Fault, int]] = {  # SCORM12-RTE-3.3.1
    "get-nothing": 201,
    "set-nothing": 201,
    "undefined": 401,
    "unnamed-leaf": 201,
    "no-children": 202,
    "no-count": 203,
    "no-version": 201,
    "keyword": 402,
    "read-only": 403,
    "write-only": 404,
    "beyond": 201,
    "gap": 201,
    "full": 101,
    "fixed-array": 201,
    "too-large": 405,
    "not-set": 0,
    "needs": 201,
    "duplicate": 201,
    "once": 201,
    "one-pattern": 201,
    "form": 405,
    "blank": 405,
    "word": 405,
    "range": 405,
    "length": 405,
    "language": 405,
    "prefix": 405,
    "minimum": 0,
}
SCORM2004: Final[Mapping[Fault, int]] = {  # SCORM2004-RTE-3.1.7
    "get-nothing": 301,
    "set-nothing": 351,
    "undefined": 401,
    "unnamed-leaf": 401,
    "no-children": 301,
    "no-count": 301,
    "no-version": 301,
    "keyword": 404,
    "read-only": 404,
    "write-only": 405,
    "beyond": 301,
    "gap": 351,
    "full": 351,
    "fixed-array": 351,
    "too-large": 351,
    "not-set": 403,
    "needs": 408,
    "duplicate": 351,
    "once": 351,
    "one-pattern": 351,
    "form": 406,
    "blank": 406,
    "word": 406,
    "range": 407,
    "length": 406,
    "language": 406,
    "prefix": 406,
    "minimum": 0,
}


@dataclass(frozen=True, slots=True)
class Call:
    """The code an API function answers in each state of the API, and when its work fails.

    new: before Initialize · running · ended: after Terminate. 0: the function does its work.
    """

    new: int
    running: int
    ended: int
    failed: int | None = None


ARGUMENT: Final = 201
"""Initialize, Terminate and Commit take "" and nothing else, in every state."""

CALLS12: Final[Mapping[str, Call]] = {  # SCORM12-RTE-3.3
    "LMSInitialize": Call(new=0, running=101, ended=101, failed=101),
    "LMSFinish": Call(new=301, running=0, ended=301, failed=101),
    "LMSGetValue": Call(new=301, running=0, ended=301),
    "LMSSetValue": Call(new=301, running=0, ended=301),
    "LMSCommit": Call(new=301, running=0, ended=301, failed=101),
}
CALLS2004: Final[Mapping[str, Call]] = {  # SCORM2004-RTE-3.1.3 to 3.1.5
    "Initialize": Call(new=0, running=103, ended=104, failed=102),
    "Terminate": Call(new=112, running=0, ended=113, failed=111),
    "GetValue": Call(new=122, running=0, ended=123),
    "SetValue": Call(new=132, running=0, ended=133),
    "Commit": Call(new=142, running=0, ended=143, failed=391),
}

STRINGS12: Final[Mapping[int, str]] = {
    0: "No error",
    101: "General exception",
    201: "Invalid argument error",
    202: "Element cannot have children",
    203: "Element not an array. Cannot have count",
    301: "Not initialized",
    401: "Not implemented error",
    402: "Invalid set value, element is a keyword",
    403: "Element is read only",
    404: "Element is write only",
    405: "Incorrect Data Type",
}
STRINGS2004: Final[Mapping[int, str]] = {
    0: "No Error",
    101: "General Exception",
    102: "General Initialization Failure",
    103: "Already Initialized",
    104: "Content Instance Terminated",
    111: "General Termination Failure",
    112: "Termination Before Initialization",
    113: "Termination After Termination",
    122: "Retrieve Data Before Initialization",
    123: "Retrieve Data After Termination",
    132: "Store Data Before Initialization",
    133: "Store Data After Termination",
    142: "Commit Before Initialization",
    143: "Commit After Termination",
    201: "General Argument Error",
    301: "General Get Failure",
    351: "General Set Failure",
    391: "General Commit Failure",
    401: "Undefined Data Model Element",
    402: "Unimplemented Data Model Element",
    403: "Data Model Element Value Not Initialized",
    404: "Data Model Element Is Read Only",
    405: "Data Model Element Is Write Only",
    406: "Data Model Element Type Mismatch",
    407: "Data Model Element Value Out Of Range",
    408: "Data Model Dependency Not Established",
}

DIAGNOSTICS: Final[Mapping[Fault, Text]] = {
    "get-nothing": Text("No element was named.", "Элемент не назван."),
    "set-nothing": Text("No element was named.", "Элемент не назван."),
    "undefined": Text(
        "{element}: the data model has no such element.",
        "{element}: в модели данных нет такого элемента.",
    ),
    "unnamed-leaf": Text(
        "{element}: this group of the data model has no such element.",
        "{element}: в этой группе модели данных нет такого элемента.",
    ),
    "no-children": Text(
        "{element}: this element has no children.", "{element}: у этого элемента нет вложенных."
    ),
    "no-count": Text(
        "{element}: this element is no array and has no count.",
        "{element}: этот элемент не массив, числа записей у него нет.",
    ),
    "no-version": Text(
        "{element}: this element has no version.", "{element}: у этого элемента нет версии."
    ),
    "keyword": Text(
        "{element}: _children, _count and _version are the LMS's and cannot be set.",
        "{element}: _children, _count и _version ведёт LMS, записать их нельзя.",
    ),
    "read-only": Text(
        "{element} can only be read; “{value}” was not stored.",
        "{element} можно только читать; «{value}» не записано.",
    ),
    "write-only": Text("{element} can only be written.", "{element} можно только записывать."),
    "beyond": Text(
        "{element}: the array has no entry with this index.",
        "{element}: в массиве нет записи с таким номером.",
    ),
    "gap": Text(
        "{element}: the next new entry must have the index that _count says.",
        "{element}: номер новой записи должен быть равен _count.",
    ),
    "full": Text("{element}: the array is full.", "{element}: массив заполнен."),
    "fixed-array": Text(
        "{element}: the entries come from the manifest, content cannot add any.",
        "{element}: записи заданы манифестом, добавить новую нельзя.",
    ),
    "too-large": Text(
        "{element}: the value, or all values together, are larger than this LMS keeps.",
        "{element}: значение или все значения вместе больше, чем хранит эта LMS.",
    ),
    "not-set": Text("{element} has no value yet.", "{element} ещё не имеет значения."),
    "needs": Text(
        "{element}: {expected} must be set first.",
        "{element}: сначала нужно записать {expected}.",
    ),
    "duplicate": Text(
        "{element}: another entry has “{value}” already.",
        "{element}: «{value}» уже есть в другой записи.",
    ),
    "once": Text(
        "{element} has a value and cannot be changed to “{value}”.",
        "{element} уже записан, изменить его на «{value}» нельзя.",
    ),
    "one-pattern": Text(
        "{element}: an interaction of this type has no pattern with this index.",
        "{element}: у вопроса этого типа не может быть образца с таким номером.",
    ),
    "form": Text(
        "{element}: “{value}” is not of the form {expected}.",
        "{element}: «{value}» не имеет вида {expected}.",
    ),
    "blank": Text("{element} cannot be empty.", "{element} не может быть пустым."),
    "word": Text(
        "{element}: “{value}” is none of {expected}.",
        "{element}: «{value}» — не одно из {expected}.",
    ),
    "range": Text(
        "{element}: {value} is not within {expected}.",
        "{element}: {value} не в пределах {expected}.",
    ),
    "length": Text(
        "{element}: longer than {expected} characters.",
        "{element}: длиннее {expected} знаков.",
    ),
    "language": Text(
        "{element}: “{value}” begins with a {lang=…} that is no language tag.",
        "{element}: «{value}» начинается с {lang=…}, где стоит не код языка.",
    ),
    "prefix": Text(
        "{element}: “{value}” begins with a prefix that is neither true nor false.",
        "{element}: «{value}» начинается с признака, который не true и не false.",
    ),
    "minimum": Text(
        "{element}: kept, though longer than the {expected} characters every LMS must hold.",
        "{element}: сохранено, хотя длиннее {expected} знаков, которые обязана хранить любая LMS.",
    ),
}

CALL_DIAGNOSTICS: Final[Mapping[str, Text]] = {
    "argument": Text(
        "The argument of this function must be an empty string.",
        "Аргументом этой функции должна быть пустая строка.",
    ),
    "new": Text(
        "The session has not begun: call Initialize first.",
        "Сеанс не начат: сначала нужно вызвать Initialize.",
    ),
    "running": Text("The session has begun already.", "Сеанс уже начат."),
    "ended": Text("The session is over.", "Сеанс завершён."),
    "failed": Text(
        "The data could not be saved; try again.", "Данные не удалось сохранить; повторите попытку."
    ),
}
