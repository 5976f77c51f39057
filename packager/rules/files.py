"""Files and addresses: what the manifest points at."""

from __future__ import annotations

from cursus.texts import Text
from packager.findings import Rule

TITLE = Text(
    "Files and addresses: what the manifest points at",
    "Файлы и адреса: на что указывает манифест",
)
_PUT_FILE = Text(
    "Put the file into the package or correct the address.",
    "Положите файл в пакет или исправьте адрес.",
)
_WRITE_RELATIVE = Text(
    "Write the address relative to the manifest, with `/`.",
    "Пишите адрес относительно манифеста и через `/`.",
)

LAUNCH_MISSING = Rule(
    "scorm.launch-file-missing",
    "error",
    Text(
        "The item {item} starts {href}, and there is no such file.",
        "Элемент {item} запускает {href}, а такого файла нет.",
    ),
    _PUT_FILE,
    clause="SCORM12-CAM-2.3-RESOURCE",
)
FILE_MISSING = Rule(
    "scorm.file-missing",
    "warning",
    Text("The declared file {href} is not there.", "Объявленного файла {href} нет."),
    _PUT_FILE,
    clause="SCORM12-CAM-2.3-FILE",
)
FILES_UNDECLARED = Rule(
    "scorm.files-undeclared",
    "info",
    Text(
        "Files that the manifest does not declare: {count} ({example}). They are served all the"
        " same.",
        "Файлов, не объявленных в манифесте: {count} ({example}). Они всё равно доступны курсу.",
    ),
    Text(
        "Declare them, if the package is to be moved by tools that copy declared files only.",
        "Объявите их, если пакет будут переносить программы, копирующие только объявленное.",
    ),
    clause="SCORM12-CAM-2.3-FILE",
)
FILE_TWICE = Rule(
    "scorm.file-twice",
    "info",
    Text(
        "The resource {resource} declares {href} more than once.",
        "Ресурс {resource} объявляет {href} больше одного раза.",
    ),
    Text("Harmless; declare it once.", "Не мешает; объявите один раз."),
)
HREF_NORMALISED = Rule(
    "scorm.href-normalised",
    "warning",
    Text(
        "The address {href} is written with backslashes or a leading slash.",
        "Адрес {href} записан через обратную косую черту или начинается с косой черты.",
    ),
    _WRITE_RELATIVE,
    clause="RFC3986-4.2",
    mended=True,
)
HREF_CASE = Rule(
    "scorm.href-case",
    "warning",
    Text(
        "The address {href} differs from the file {name} by letter case or composition.",
        "Адрес {href} отличается от файла {name} регистром букв или составом символов.",
    ),
    Text("Write both the same way.", "Пишите их одинаково."),
    clause="RFC3986-6.2.2.1",
    mended=True,
)
HREF_ENCODED = Rule(
    "scorm.href-encoded",
    "info",
    Text(
        "Addresses that are percent-encoded where the file's name is not: {count} ({href}). That"
        " is right, but some LMSs compare the two letter for letter.",
        "Адресов, записанных через %, хотя имя файла записано иначе: {count} ({href}). Это"
        " правильно, но некоторые СДО сравнивают их буква в букву.",
    ),
    Text(
        "Names of Latin letters, digits, - and _ work everywhere.",
        "Имена из латинских букв, цифр, - и _ работают везде.",
    ),
    mended=True,
)
HREF_CODE_PAGE = Rule(
    "scorm.href-code-page",
    "warning",
    Text(
        "The address {href} is percent-encoded in windows-1251; it means {name}, but browsers read"
        " UTF-8.",
        "Адрес {href} записан через % в windows-1251; он означает {name}, но браузеры читают"
        " UTF-8.",
    ),
    Text("Encode the address in UTF-8.", "Запишите адрес в UTF-8."),
    clause="RFC3986-2.5",
    mended=True,
)
HREF_ESCAPES = Rule(
    "scorm.href-escapes",
    "error",
    Text("The address {href} leads out of the package.", "Адрес {href} ведёт за пределы пакета."),
    _WRITE_RELATIVE,
    clause="SCORM12-CAM-2.3-RESOURCE",
)
HREF_SCHEME = Rule(
    "scorm.href-scheme",
    "error",
    Text(
        "An address of the kind {scheme} cannot be started.",
        "Адрес вида {scheme} запустить нельзя.",
    ),
    Text(
        "Start a file of the package or an http(s) address.",
        "Запускайте файл пакета или адрес http(s).",
    ),
    clause="SCORM12-CAM-2.3-RESOURCE",
)
HREF_EXTERNAL = Rule(
    "scorm.href-external",
    "info",
    Text(
        "The item {item} starts {href}, outside the package: browsers keep pages of another site"
        " from the SCORM API.",
        "Элемент {item} запускает {href} вне пакета: страницам другого сайта браузер не даёт"
        " доступа к SCORM API.",
    ),
    Text(
        "Put the content into the package if its results are to be tracked.",
        "Положите содержание в пакет, если нужно учитывать результаты.",
    ),
)
HREF_INVALID = Rule(
    "scorm.href-invalid",
    "error",
    Text("{href} is no valid address.", "{href} — неправильный адрес."),
    _WRITE_RELATIVE,
    clause="RFC3986-4.2",
)
BASE_SLASH = Rule(
    "scorm.base-slash",
    "warning",
    Text(
        "xml:base {base} does not end with a slash, so by its letter {href} is not there.",
        "xml:base {base} не кончается косой чертой, поэтому буквально {href} не существует.",
    ),
    Text("End xml:base with a slash.", "Допишите косую черту в конец xml:base."),
    clause="XMLBASE-4",
    mended=True,
)
SERVER_FILE = Rule(
    "scorm.server-file",
    "warning",
    Text(
        "The file is a program for a web server; here nothing in a package is executed.",
        "Это программа для веб-сервера; здесь ничто из пакета не выполняется.",
    ),
    Text(
        "Replace it by HTML and JavaScript that run in the browser.",
        "Замените её на HTML и JavaScript, которые работают в браузере.",
    ),
)
PARAMETERS_DROPPED = Rule(
    "scorm.parameters-dropped",
    "warning",
    Text(
        "The parameters {parameters} cannot be joined to {href}.",
        "Параметры {parameters} нельзя присоединить к {href}.",
    ),
    Text(
        "A fragment (#) can only follow an address without query and fragment.",
        "Фрагмент (#) может следовать только за адресом без запроса и фрагмента.",
    ),
    clause="SCORM2004-CAM-3.4.1-ITEM-PARAMETERS",
)
