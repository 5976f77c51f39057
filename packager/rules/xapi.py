"""xAPI packages: tincan.xml, its activities and what starts them."""

from __future__ import annotations

from cursus.texts import Text
from packager.findings import Rule

TITLE = Text(
    "xAPI: tincan.xml and what starts its activities",
    "xAPI: tincan.xml и запуск его активностей",
)
_EXAMPLE = Text(
    "Write an address of your own domain, for example https://example.org/courses/fire-safety.",
    "Напишите адрес в своём домене, например https://example.org/courses/fire-safety.",
)

# The package

WRAPPED = Rule(
    "xapi.wrapped",
    "warning",
    Text(
        "The whole package lies in the folder {folder}; tincan.xml has to lie at the top.",
        "Весь пакет лежит в папке {folder}; tincan.xml должен лежать на верхнем уровне.",
    ),
    Text(
        "Open the folder and pack what is in it.",
        "Откройте папку и упакуйте её содержимое.",
    ),
    clause="TINCAN-PACKAGE",
    mended=True,
)
NOT_AT_ROOT = Rule(
    "xapi.not-at-root",
    "error",
    Text(
        "tincan.xml does not lie at the top of the archive, and other files lie beside its folder.",
        "tincan.xml лежит не на верхнем уровне архива, а рядом с его папкой есть другие файлы.",
    ),
    Text(
        "Move tincan.xml, and the files that it refers to, to the top of the archive.",
        "Переместите tincan.xml и файлы, на которые он ссылается, на верхний уровень архива.",
    ),
    clause="TINCAN-PACKAGE",
)
NAME_CASE = Rule(
    "xapi.name-case",
    "warning",
    Text(
        "The descriptor is called {name}; it has to be called tincan.xml, in small letters.",
        "Описание называется {name}; оно должно называться tincan.xml, строчными буквами.",
    ),
    Text(
        "Rename the file; some LMSs do not find it otherwise.",
        "Переименуйте файл: иначе некоторые СДО его не найдут.",
    ),
    clause="TINCAN-PACKAGE",
    mended=True,
)
WRONG_ROOT = Rule(
    "xapi.wrong-root",
    "error",
    Text(
        "The root element of tincan.xml is {name}, not tincan.",
        "Корневой элемент tincan.xml — {name}, а не tincan.",
    ),
    Text(
        "Export the course as xAPI (Tin Can) again.",
        "Экспортируйте курс в формате xAPI (Tin Can) заново.",
    ),
    clause="TINCAN-PACKAGE",
)
NAMESPACE = Rule(
    "xapi.namespace",
    "warning",
    Text(
        "The namespace of tincan.xml is {namespace}; some LMSs read only the usual one.",
        "Пространство имён tincan.xml — {namespace}; некоторые СДО читают только общепринятое.",
    ),
    Text(
        'Write xmlns="http://projecttincan.com/tincan.xsd".',
        'Напишите xmlns="http://projecttincan.com/tincan.xsd".',
    ),
    clause="TINCAN-PACKAGE",
)
TOO_MANY = Rule(
    "xapi.too-many-activities",
    "error",
    Text(
        "tincan.xml lists {count} activities; this installation takes {limit}.",
        "В tincan.xml перечислено {count} активностей; установка принимает {limit}.",
    ),
    Text("Split the course into several.", "Разделите курс на несколько."),
)

# Activities

NOTHING_TO_LAUNCH = Rule(
    "xapi.nothing-to-launch",
    "error",
    Text(
        "No activity of tincan.xml has a launch: there is nothing to start.",
        "Ни у одной активности в tincan.xml нет launch: запускать нечего.",
    ),
    Text(
        'Add <launch lang="und">index.html</launch> to the activity that is the course.',
        'Добавьте <launch lang="und">index.html</launch> активности, которая и есть курс.',
    ),
    clause="TINCAN-ACTIVITY",
)
SEVERAL_LAUNCHES = Rule(
    "xapi.several-launches",
    "info",
    Text(
        "Activities that can be started: {count}; the course is made of all of them.",
        "Активностей, которые можно запустить: {count}; курс состоит из всех.",
    ),
    Text(
        "Other LMSs may show the first one only.",
        "Другие СДО могут показать только первую.",
    ),
    clause="TINCAN-ACTIVITY",
)
WITHOUT_LAUNCH = Rule(
    "xapi.activities-without-launch",
    "info",
    Text(
        "Activities without a launch: {count}. They describe what happens inside the content and"
        " are no part of the course's structure.",
        "Активностей без launch: {count}. Они описывают происходящее внутри содержания и в"
        " структуру курса не входят.",
    ),
    Text("Nothing to do.", "Делать ничего не нужно."),
    clause="TINCAN-ACTIVITY",
)
ID_MISSING = Rule(
    "xapi.id-missing",
    "warning",
    Text(
        "The activity has no id; cursus gives it one.",
        "У активности нет id; cursus даст ей свой.",
    ),
    _EXAMPLE,
    clause="TINCAN-ACTIVITY",
    mended=True,
)
ID_NOT_IRI = Rule(
    "xapi.id-not-an-iri",
    "warning",
    Text(
        "The id of the activity is {id}, which is not an IRI: learning record stores answer 400 to"
        " every statement about it, and nothing is recorded.",
        "id активности — {id}, а это не IRI: хранилища ответят 400 на каждую запись о ней, и ничего"
        " не запишется.",
    ),
    _EXAMPLE,
    clause="XAPI-DATA-4.3",
)
ID_TWICE = Rule(
    "xapi.id-twice",
    "warning",
    Text(
        "Several activities that can be started have the id {id}; this one is called {other} here,"
        " but its statements may still be about the other.",
        "У нескольких запускаемых активностей один id: {id}; эта здесь называется {other}, но её"
        " записи могут относиться к другой.",
    ),
    Text("Give each its own IRI.", "Дайте каждой свой IRI."),
    clause="TINCAN-ACTIVITY",
    mended=True,
)
TYPE_NOT_IRI = Rule(
    "xapi.type-not-an-iri",
    "warning",
    Text(
        "The type of the activity is {type}, which is not an IRI; it is ignored.",
        "Тип активности — {type}, а это не IRI; он не учитывается.",
    ),
    Text(
        "Write, for example, http://adlnet.gov/expapi/activities/course.",
        "Напишите, например, http://adlnet.gov/expapi/activities/course.",
    ),
    clause="XAPI-DATA-4.3",
    mended=True,
)
NAME_MISSING = Rule(
    "xapi.name-missing",
    "warning",
    Text(
        "The activity has no name; learners see {id}.",
        "У активности нет названия; учащиеся увидят {id}.",
    ),
    Text(
        'Add <name lang="en-US">Title</name>.',
        'Добавьте <name lang="ru-RU">Название</name>.',
    ),
    clause="TINCAN-ACTIVITY",
)
NAME_LONG = Rule(
    "xapi.name-long",
    "warning",
    Text(
        "The name of the activity has {count} characters; the first {limit} are shown.",
        "Название активности — {count} символов; показываются первые {limit}.",
    ),
    Text(
        "Shorten it and put the rest into description.",
        "Сократите его, а остальное перенесите в description.",
    ),
)

# What starts them

LAUNCH_MISSING = Rule(
    "xapi.launch-file-missing",
    "error",
    Text(
        "The activity {id} starts {href}, but the archive has no such file.",
        "Активность {id} запускает {href}, но такого файла в архиве нет.",
    ),
    Text(
        "Add the file or correct launch.",
        "Добавьте файл или исправьте launch.",
    ),
    clause="TINCAN-LAUNCH",
)
LAUNCH_SCHEME = Rule(
    "xapi.launch-scheme",
    "error",
    Text(
        "launch begins with {scheme}:; only files of the package and http and https addresses can"
        " be started.",
        "launch начинается с {scheme}:; запускать можно только файлы пакета и адреса http и https.",
    ),
    Text(
        "Name a file of the package or an https address.",
        "Укажите файл пакета или адрес https.",
    ),
    clause="TINCAN-LAUNCH",
)
LAUNCH_INVALID = Rule(
    "xapi.launch-invalid",
    "error",
    Text("launch {href} is no address.", "launch {href} — не адрес."),
    Text(
        "Name a file of the package or an https address.",
        "Укажите файл пакета или адрес https.",
    ),
    clause="TINCAN-LAUNCH",
)
LAUNCH_EXTERNAL = Rule(
    "xapi.launch-external",
    "info",
    Text(
        "The activity {id} starts {href}, which lies outside the package.",
        "Активность {id} запускает {href}, а это вне пакета.",
    ),
    Text(
        "That server has to be up when learners open the course, and allow xAPI requests from its"
        " pages.",
        "Этот сервер должен работать, когда учащиеся открывают курс, а его страницы — иметь право"
        " на запросы xAPI.",
    ),
    clause="TINCAN-LAUNCH",
)
LAUNCH_CASE = Rule(
    "xapi.launch-case",
    "warning",
    Text(
        "launch {href} and the file {name} differ in letter case; they are taken as the same.",
        "launch {href} и файл {name} различаются регистром букв; считаются одним и тем же.",
    ),
    Text(
        "Write the name as the file has it: most servers tell capitals from small letters.",
        "Напишите имя так, как называется файл: большинство серверов различает регистр.",
    ),
    clause="TINCAN-LAUNCH",
    mended=True,
)
LAUNCH_NORMALISED = Rule(
    "xapi.launch-normalised",
    "warning",
    Text(
        "launch {href} has backslashes or a leading slash; it is taken as a path in the package.",
        "В launch {href} есть обратная косая черта, или он начинается с косой черты; он понят как"
        " путь внутри пакета.",
    ),
    Text(
        "Write the path with / and without a leading one.",
        "Напишите путь через / и без черты в начале.",
    ),
    clause="TINCAN-LAUNCH",
    mended=True,
)
LAUNCH_LANGUAGES = Rule(
    "xapi.launch-languages",
    "info",
    Text(
        "The activity {id} has a launch for each of {count} languages; the first is started.",
        "У активности {id} свой launch для каждого из {count} языков; запускается первый.",
    ),
    Text(
        "If each language is to be started by itself, make a package of each.",
        "Если запускать нужно каждый язык, сделайте по пакету на язык.",
    ),
    clause="TINCAN-LAUNCH",
)
