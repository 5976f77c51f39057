"""cmi5: the package, the course structure, identifiers and addresses.

The specification wants a course structure that breaks a requirement refused (4.4.0.0-1), so what
has a requirement of its own is an error here and cites it by its number. What a course structure
merely says badly is a warning.
"""

from __future__ import annotations

from cursus.texts import Text
from packager.findings import Rule

TITLE = Text(
    "cmi5: package, course structure, identifiers, addresses",
    "cmi5: пакет, структура курса, идентификаторы, адреса",
)
_REPAIR = Text(
    "Pack the contents of the folder so that cmi5.xml lies at the top of the archive;"
    " `cursus repair` makes such a copy.",
    "Упакуйте содержимое папки так, чтобы cmi5.xml лежал на верхнем уровне архива;"
    " такую копию делает `cursus repair`.",
)
_UNIQUE = Text(
    "Give each its own IRI; results are recorded under it.",
    "Дайте каждому свой IRI: под ним записываются результаты.",
)
_V1 = Text(
    'Write xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd", or export the'
    " course as cmi5 with a newer version of the authoring tool.",
    'Напишите xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd" или'
    " экспортируйте курс в cmi5 из более новой версии редактора.",
)

# The package

WRAPPED = Rule(
    "cmi5.wrapped",
    "error",
    Text(
        "The whole package lies in the folder {folder}; cmi5 wants cmi5.xml at the top of the"
        " archive and such packages refused.",
        "Весь пакет лежит в папке {folder}; cmi5 требует cmi5.xml на верхнем уровне архива и"
        " отказа таким пакетам.",
    ),
    _REPAIR,
    clause="CMI5-14.1.0.0-2",
)
NOT_AT_ROOT = Rule(
    "cmi5.not-at-root",
    "error",
    Text(
        "The course structure does not lie at the top of the archive, and other files lie beside"
        " its folder.",
        "Структура курса лежит не на верхнем уровне архива, а рядом с её папкой есть другие файлы.",
    ),
    Text(
        "Move cmi5.xml, and the files that it refers to, to the top of the archive.",
        "Переместите cmi5.xml и файлы, на которые он ссылается, на верхний уровень архива.",
    ),
    clause="CMI5-14.1.0.0-2",
)
NAME_CASE = Rule(
    "cmi5.name-case",
    "error",
    Text(
        "The course structure is called {name}; in a cmi5 package it has to be called cmi5.xml, in"
        " small letters.",
        "Структура курса называется {name}; в пакете cmi5 она должна называться cmi5.xml,"
        " строчными буквами.",
    ),
    Text(
        "Rename the file; `cursus repair` makes a copy in which it is.",
        "Переименуйте файл; `cursus repair` делает копию, где это исправлено.",
    ),
    clause="CMI5-14.1.0.0-2",
)

# The course structure

WRONG_ROOT = Rule(
    "cmi5.wrong-root",
    "error",
    Text(
        "The root element is {name}, not courseStructure: this is no cmi5 course structure.",
        "Корневой элемент — {name}, а не courseStructure: это не структура курса cmi5.",
    ),
    Text(
        "Export the course as cmi5; cmi5.xml then holds the course structure.",
        "Экспортируйте курс в формате cmi5: тогда в cmi5.xml будет структура курса.",
    ),
    clause="CMI5-13.2.0.0-1",
)
NAMESPACE_OLD = Rule(
    "cmi5.namespace-old",
    "error",
    Text(
        "The namespace {namespace} is that of a draft of cmi5; the first edition has another one,"
        " and other LMSs refuse the course too.",
        "Пространство имён {namespace} — из черновика cmi5; у первой редакции оно другое, и другие"
        " СДО тоже откажут курсу.",
    ),
    _V1,
    clause="CMI5-13.2.0.0-1",
)
NAMESPACE = Rule(
    "cmi5.namespace",
    "error",
    Text(
        "The course structure is in the namespace {namespace}, which is not that of cmi5.",
        "Структура курса — в пространстве имён {namespace}, а это не cmi5.",
    ),
    _V1,
    clause="CMI5-13.2.0.0-1",
)
ATTRIBUTE_AS_ELEMENT = Rule(
    "cmi5.attribute-as-element",
    "error",
    Text(
        "{name} stands as an element in the AU; in cmi5 it is an attribute of au.",
        "{name} записан в AU элементом; в cmi5 это атрибут au.",
    ),
    Text(
        'Write it as <au id="…" {name}="{value}"> and remove the element.',
        'Напишите <au id="…" {name}="{value}"> и удалите элемент.',
    ),
    clause="CMI5-13.2.0.0-1",
)
NOT_VALID = Rule(
    "cmi5.not-valid",
    "error",
    Text(
        "The course structure breaks its schema: {what}",
        "Структура курса не соответствует схеме: {what}",
    ),
    Text(
        "Correct it at that place or export the course again: cmi5 wants invalid course structures"
        " refused.",
        "Исправьте это место или экспортируйте курс заново: cmi5 требует отказа структурам, не"
        " соответствующим схеме.",
    ),
    clause="CMI5-13.2.0.0-1",
)
EXTENSION_INVALID = Rule(
    "cmi5.extension-invalid",
    "error",
    Text(
        "An extension makes the course structure invalid: {what}",
        "Расширение делает структуру курса недопустимой: {what}",
    ),
    Text(
        "Elements of other namespaces may stand only at the end of course, au, block, objectives,"
        " title, description and courseStructure.",
        "Элементы других пространств имён могут стоять только в конце course, au, block,"
        " objectives, title, description и courseStructure.",
    ),
    clause="CMI5-13.1.5.0-2",
)
EXTENSION = Rule(
    "cmi5.extension",
    "info",
    Text(
        "The course structure is extended by the namespace {namespace}; cursus ignores it.",
        "Структура курса расширена пространством имён {namespace}; cursus его не учитывает.",
    ),
    Text(
        "Nothing to do here; whoever extends cmi5 has to publish an XML Schema of the extension.",
        "Здесь делать ничего не нужно; кто расширяет cmi5, обязан опубликовать XML-схему"
        " расширения.",
    ),
    clause="CMI5-13.1.5.0-1",
)
TOO_MANY = Rule(
    "cmi5.too-many-parts",
    "error",
    Text(
        "The course has {count} blocks, AUs and objectives; this installation takes {limit}.",
        "В курсе {count} блоков, AU и целей; установка принимает {limit}.",
    ),
    Text("Split the course into several.", "Разделите курс на несколько."),
)

# Identifiers

NOT_IRI = Rule(
    "cmi5.not-an-iri",
    "error",
    Text(
        "The {attribute} of this {what} is {value}, which is not a full IRI: a scheme such as"
        " https: has to come first, and spaces are not allowed.",
        "{attribute} в {what} — {value}, а это не полный IRI: он начинается со схемы, например"
        " https:, и не содержит пробелов.",
    ),
    Text(
        "Write an address of your own domain, for example https://example.org/courses/fire-safety.",
        "Напишите адрес в своём домене, например https://example.org/courses/fire-safety.",
    ),
    clause="CMI5-3.0.0.0-1",
)
TYPE_EMPTY = Rule(
    "cmi5.activity-type-empty",
    "warning",
    Text("activityType is empty; it is ignored.", "activityType пуст; он не учитывается."),
    Text(
        "Remove the attribute or name a type, for example"
        " http://adlnet.gov/expapi/activities/lesson.",
        "Удалите атрибут или укажите тип, например http://adlnet.gov/expapi/activities/lesson.",
    ),
    clause="CMI5-3.0.0.0-1",
    mended=True,
)
BLOCK_TWICE = Rule(
    "cmi5.block-twice",
    "error",
    Text("Several blocks have the id {id}.", "У нескольких блоков один id: {id}."),
    _UNIQUE,
    clause="CMI5-13.1.2.0-1",
)
OBJECTIVE_TWICE = Rule(
    "cmi5.objective-twice",
    "error",
    Text("Several objectives have the id {id}.", "У нескольких целей один id: {id}."),
    _UNIQUE,
    clause="CMI5-13.1.3.0-1",
)
AU_TWICE = Rule(
    "cmi5.au-twice",
    "error",
    Text("Several AUs have the id {id}.", "У нескольких AU один id: {id}."),
    _UNIQUE,
    clause="CMI5-13.1.4.0-1",
)
ID_SHARED = Rule(
    "cmi5.id-shared",
    "warning",
    Text(
        "This {what} has the id {id}, which another kind of part has too; records of the two"
        " cannot be told apart by it.",
        "В {what} указан id {id}, который есть и у части другого вида; записи о них по нему не"
        " различить.",
    ),
    _UNIQUE,
    clause="CMI5-13.1.4.0-1",
)
OBJECTIVE_UNKNOWN = Rule(
    "cmi5.objective-unknown",
    "warning",
    Text(
        "The objective {id} is referred to but the course has none of that id.",
        "Есть ссылка на цель {id}, но такой цели в курсе нет.",
    ),
    Text(
        "Describe it in the objectives of the course, or remove the reference.",
        "Опишите её в objectives курса или удалите ссылку.",
    ),
    clause="CMI5-13.1.3",
)

# Values

MASTERY_DIGITS = Rule(
    "cmi5.mastery-score-digits",
    "warning",
    Text(
        "The masteryScore {value} has more than four decimals; other LMSs may cut it.",
        "В masteryScore {value} больше четырёх знаков после точки; другие СДО могут их отбросить.",
    ),
    Text("Write at most four decimals.", "Напишите не больше четырёх знаков."),
    clause="CMI5-13.1.4",
)
TITLE_EMPTY = Rule(
    "cmi5.title-empty",
    "warning",
    Text(
        "The title of this {what} is empty; learners see its id {id}.",
        "В {what} пустое название; учащиеся увидят id {id}.",
    ),
    Text("Write a title.", "Напишите название."),
    clause="CMI5-13.1.1",
)
TITLE_LONG = Rule(
    "cmi5.title-long",
    "warning",
    Text(
        "The title of this {what} has {count} characters; the first {limit} are shown.",
        "Название в {what} — {count} символов; показываются первые {limit}.",
    ),
    Text(
        "Shorten it and put the rest into description.",
        "Сократите его, а остальное перенесите в description.",
    ),
)
LANGUAGE_TWICE = Rule(
    "cmi5.language-twice",
    "info",
    Text(
        "The language {language} is said more than once; the first text is used.",
        "Язык {language} указан больше одного раза; берётся первый текст.",
    ),
    Text("Keep one text per language.", "Оставьте один текст на язык."),
)

# Addresses

URL_INVALID = Rule(
    "cmi5.url-invalid",
    "error",
    Text(
        "The url {url} breaks RFC 1738 at {part}: browsers and LMSs may read it differently.",
        "Адрес {url} нарушает RFC 1738: {part}. Браузеры и СДО могут прочитать его по-разному.",
    ),
    Text(
        "Percent-encode what may not stand in an address, for example a space as %20.",
        "Закодируйте процентами то, чего в адресе быть не может: пробел, например, как %20.",
    ),
    clause="CMI5-13.1.4.0-2",
)
URL_SCHEME = Rule(
    "cmi5.url-scheme",
    "error",
    Text(
        "The url begins with {scheme}:, which cannot lead to content.",
        "Адрес начинается с {scheme}:, а это не может вести к содержанию.",
    ),
    Text(
        "Name a file of the package, an https address, or an application as app://….",
        "Укажите файл пакета, адрес https или приложение в виде app://….",
    ),
    clause="CMI5-13.1.4.0-2",
)
URL_RESERVED = Rule(
    "cmi5.url-reserved-name",
    "error",
    Text(
        "The query of the url uses the name {name}, which cmi5 keeps for the launch.",
        "В запросе адреса есть имя {name}, а его cmi5 занимает для запуска.",
    ),
    Text(
        "Rename the parameter: endpoint, fetch, actor, registration and activityId are taken.",
        "Переименуйте параметр: endpoint, fetch, actor, registration и activityId заняты.",
    ),
    clause="CMI5-8.1.0.0-6",
)
URL_RELATIVE = Rule(
    "cmi5.url-relative",
    "error",
    Text(
        "The url {url} is relative, but the course structure comes alone, without a zip: there is"
        " nothing that it could be relative to.",
        "Адрес {url} относительный, а структура курса пришла одна, без архива: отсчитывать его не"
        " от чего.",
    ),
    Text(
        "Write the full address with https://, or pack cmi5.xml and the content into a zip.",
        "Напишите полный адрес с https:// или упакуйте cmi5.xml вместе с содержанием в zip.",
    ),
    clause="CMI5-14.2.0.0-1",
)
URL_MISSING = Rule(
    "cmi5.url-not-in-package",
    "error",
    Text(
        "The url {url} is relative, but the archive has no such file: the AU cannot be started.",
        "Адрес {url} относительный, но такого файла в архиве нет: AU не запустится.",
    ),
    Text(
        "Add the file or correct the address; what lies elsewhere needs a full address.",
        "Добавьте файл или исправьте адрес; для того, что лежит в другом месте, нужен полный"
        " адрес.",
    ),
    clause="CMI5-14.1.0.0-4",
)
URL_CASE = Rule(
    "cmi5.url-case",
    "warning",
    Text(
        "The url {url} and the file {name} differ in letter case; they are taken as the same.",
        "Адрес {url} и файл {name} различаются регистром букв; считаются одним и тем же.",
    ),
    Text(
        "Write the name as the file has it: most servers tell capitals from small letters.",
        "Напишите имя так, как называется файл: большинство серверов различает регистр.",
    ),
    clause="CMI5-14.1.0.0-4",
    mended=True,
)
URL_SLASH = Rule(
    "cmi5.url-leading-slash",
    "warning",
    Text(
        "The url {url} begins with a slash; it is taken as a path in the package.",
        "Адрес {url} начинается с косой черты; он понят как путь внутри пакета.",
    ),
    Text(
        "Remove the slash: elsewhere it means the root of the web server.",
        "Уберите черту: в других СДО она означает корень веб-сервера.",
    ),
    clause="CMI5-14.1.0.0-3",
    mended=True,
)
URL_ABSOLUTE = Rule(
    "cmi5.url-absolute-inside",
    "info",
    Text(
        "The url {url} is a full address, though the package holds a file {name}: learners get the"
        " one on that server, not the one in the package.",
        "Адрес {url} полный, хотя в пакете есть файл {name}: учащиеся получат то, что на том"
        " сервере, а не то, что в пакете.",
    ),
    Text(
        "Refer to files of the package by a relative address.",
        "Ссылайтесь на файлы пакета относительным адресом.",
    ),
    clause="CMI5-14.1.0.0-3",
)
URL_EXTERNAL = Rule(
    "cmi5.url-external",
    "info",
    Text(
        "The AU lies outside the package, at {url}.",
        "AU лежит вне пакета, по адресу {url}.",
    ),
    Text(
        "That server has to be up when learners open the course, and allow xAPI requests from its"
        " pages.",
        "Этот сервер должен работать, когда учащиеся открывают курс, а его страницы — иметь право"
        " на запросы xAPI.",
    ),
    clause="CMI5-14.1.0.0-4",
)
