"""What can be wrong with a statement: every fault there is, said in both languages.

A fault is a value; it names the clause that it breaks (cursus/clauses.toml). Where it stands is
added on the way up. A text with a `{name}` is filled in by the check that finds the fault.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from cursus.texts import Text


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a statement, by which clause, and where in it."""

    clause: str
    text: Text
    path: tuple[str, ...] = ()

    def under(self, *keys: str) -> Fault:
        """Return the fault as seen from an enclosing object."""
        return replace(self, path=(*keys, *self.path))

    def saying(self, **values: object) -> Fault:
        """Return the fault with the values of its text filled in."""
        return replace(self, text=self.text.format(**values))


NOT_STRING = Fault("XAPI-DATA-2.2-TYPES", Text("This must be a string.", "Здесь нужна строка."))
NOT_BOOLEAN = Fault(
    "XAPI-DATA-2.2-TYPES", Text("This must be true or false.", "Здесь нужно true или false.")
)
NOT_NUMBER = Fault("XAPI-DATA-2.2-TYPES", Text("This must be a number.", "Здесь нужно число."))
NOT_OBJECT = Fault(
    "XAPI-DATA-2.2-TYPES", Text("This must be a JSON object.", "Здесь нужен объект JSON.")
)
NOT_ARRAY = Fault(
    "XAPI-DATA-2.2-TYPES", Text("This must be a JSON array.", "Здесь нужен массив JSON.")
)
NOT_IRI = Fault(
    "XAPI-DATA-4.3",
    Text("This must be an IRI with a scheme.", "Здесь нужен IRI со схемой."),
)
NOT_EXTENSION = Fault(
    "XAPI-DATA-4.1",
    Text("An extension's key must be an IRI.", "Ключ расширения должен быть IRI."),
)
NOT_UUID = Fault(
    "XAPI-DATA-4.4",
    Text(
        "This must be a UUID in its standard string form.",
        "Здесь нужен UUID в стандартной записи.",
    ),
)
NOT_TAG = Fault(
    "XAPI-DATA-4.2",
    Text("“{tag}” is not a language tag (RFC 5646).", "«{tag}» — не языковая метка (RFC 5646)."),
)
NOT_TIMESTAMP = Fault(
    "XAPI-DATA-4.5",
    Text(
        "This must be a date and time by ISO 8601, such as 2026-01-31T12:30:00.000Z.",
        "Здесь нужны дата и время по ISO 8601, например 2026-01-31T12:30:00.000Z.",
    ),
)
NOT_DURATION = Fault(
    "XAPI-DATA-4.6",
    Text(
        "This must be a duration by ISO 8601, such as PT1H30M.",
        "Здесь нужна длительность по ISO 8601, например PT1H30M.",
    ),
)
NOT_MBOX = Fault(
    "XAPI-DATA-2.4.2.3",
    Text("This must be mailto: and an e-mail address.", "Здесь нужны mailto: и адрес эл. почты."),
)
NOT_SHA1 = Fault(
    "XAPI-DATA-2.4.2.3",
    Text("This must be a SHA-1 in 40 hex digits.", "Здесь нужен SHA-1: 40 шестнадцатеричных цифр."),
)
NOT_SHA2 = Fault(
    "XAPI-DATA-2.4.11",
    Text("This must be a SHA-2 in hex digits.", "Здесь нужен SHA-2 шестнадцатеричными цифрами."),
)
NOT_MEDIA_TYPE = Fault(
    "XAPI-DATA-2.4.11",
    Text(
        "This must be a media type, such as image/png.",
        "Здесь нужен тип содержимого, например image/png.",
    ),
)
NOT_LENGTH = Fault(
    "XAPI-DATA-2.4.11",
    Text(
        "This must be a whole number of octets, not negative.",
        "Здесь нужно целое неотрицательное число октетов.",
    ),
)
UNKNOWN = Fault(
    "XAPI-DATA-2.2-KEYS",
    Text("There is no property “{key}” here.", "Свойства «{key}» здесь нет."),
)
MISSING = Fault(
    "XAPI-DATA-2.2-REQUIRED",
    Text("The property “{key}” is required.", "Свойство «{key}» обязательно."),
)
WRONG_WORD = Fault(
    "XAPI-DATA-2.2-TYPES",
    Text("This must be one of: {words}.", "Здесь допустимо только: {words}."),
)
ONE_IFI = Fault(
    "XAPI-DATA-2.4.2.1",
    Text(
        "Exactly one of mbox, mbox_sha1sum, openid, account must identify it.",
        "Должно быть ровно одно из свойств mbox, mbox_sha1sum, openid, account.",
    ),
)
NO_MEMBERS = Fault(
    "XAPI-DATA-2.4.2.2",
    Text(
        "A group without an identifier must list its members.",
        "Группа без идентификатора должна перечислять участников (member).",
    ),
)
NOT_AUTHORITY = Fault(
    "XAPI-DATA-2.4.9",
    Text(
        "The authority must be an agent, or a group of exactly two agents without an identifier.",
        "authority — это агент либо группа ровно из двух агентов без идентификатора.",
    ),
)
NOT_VOIDING = Fault(
    "XAPI-DATA-2.3.2",
    Text(
        "The object of a voiding statement must be a StatementRef.",
        "Объект аннулирующего высказывания должен быть StatementRef.",
    ),
)
NESTED = Fault(
    "XAPI-DATA-2.4.4.3-SUB",
    Text(
        "A SubStatement must not contain another one.",
        "SubStatement не может содержать другой SubStatement.",
    ),
)
ONLY_ACTIVITY = Fault(
    "XAPI-DATA-2.4.6",
    Text(
        "This may be used only when the object is an activity.",
        "Это допустимо, только когда объект — активность.",
    ),
)
NO_INTERACTION_TYPE = Fault(
    "XAPI-DATA-2.4.4.1-INTERACTION",
    Text(
        "An interaction needs a valid interactionType.", "У взаимодействия нужен interactionType."
    ),
)
SAME_COMPONENT = Fault(
    "XAPI-DATA-2.4.4.1-INTERACTION",
    Text("Two components have the id “{id}”.", "Два компонента имеют id «{id}»."),
)
SCALED_RANGE = Fault(
    "XAPI-DATA-2.4.5.1",
    Text("The scaled score lies between -1 and 1.", "scaled лежит между -1 и 1."),
    ("scaled",),
)
RAW_RANGE = Fault(
    "XAPI-DATA-2.4.5.1",
    Text("The raw score lies between min and max.", "raw лежит между min и max."),
    ("raw",),
)
MIN_MAX = Fault(
    "XAPI-DATA-2.4.5.1",
    Text("The least score must be less than the greatest.", "min должно быть меньше max."),
    ("min",),
)
NO_FILE_URL = Fault(
    "XAPI-COM-1.5.1",
    Text(
        "An attachment sent as application/json must have a fileUrl.",
        "У вложения, переданного как application/json, должен быть fileUrl.",
    ),
    ("fileUrl",),
)
NOT_VERSION = Fault(
    "XAPI-DATA-2.4.10",
    Text(
        "This version of statements is not taken by this version of the protocol.",
        "Высказывания этой версии не принимаются по этой версии протокола.",
    ),
)
NO_TYPES = Fault(
    "XAPI-2.0-4.2.2.5",
    Text("The list must not be empty.", "Список не может быть пустым."),
)
NOT_JSON = Fault(
    "XAPI-DATA-2.2-TYPES",
    Text("This is not JSON in UTF-8: {reason}.", "Это не JSON в UTF-8: {reason}."),
)
TWICE = Fault(
    "XAPI-DATA-2.2-ONCE",
    Text("The property “{key}” stands here twice.", "Свойство «{key}» встречается дважды."),
)
TOO_DEEP = Fault(
    "XAPI-COM-3.2",
    Text(
        "Objects and arrays stand more than {limit} deep in each other.",
        "Объекты и массивы вложены друг в друга глубже {limit}.",
    ),
)
TOO_LARGE = Fault(
    "XAPI-COM-3.2",
    Text(
        "A statement may have {limit} bytes at most.",
        "Высказывание может занимать не больше {limit} байт.",
    ),
)
SAME_ID = Fault(
    "XAPI-COM-2.1.2",
    Text("Two statements have the id {id}.", "У двух высказываний id {id}."),
    ("id",),
)
OTHER_ID = Fault(
    "XAPI-COM-2.1.1",
    Text(
        "The id of the statement is not the statementId of the request.",
        "id высказывания не совпадает со statementId запроса.",
    ),
    ("id",),
)
