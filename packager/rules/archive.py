"""The zip archive: its structure, limits and the names in it.

The archive is judged before anything in it is read (facts: an archive may declare 650 GB in 3 MB).
Clauses are sections of PKWARE's APPNOTE.TXT 6.3.10.
"""

from __future__ import annotations

from cursus.texts import Text
from packager.findings import Rule

TITLE = Text(
    "The zip archive: structure, limits, names in it",
    "Архив zip: устройство, пределы, имена в нём",
)
_REPACK = Text(
    "Pack the folder again with an ordinary zip program and upload the new archive.",
    "Упакуйте папку заново обычным архиватором в zip и загрузите новый архив.",
)
_EXPORT_AGAIN = Text(
    "Export the package from the authoring tool again, or copy the file again: it came damaged.",
    "Экспортируйте пакет из редактора заново или скопируйте файл ещё раз: он пришёл повреждённым.",
)
_RENAME = Text(
    "Rename the file and its mentions in the course, then pack the folder again.",
    "Переименуйте файл и ссылки на него в курсе и упакуйте папку заново.",
)
_LIMIT = Text(
    "If the package is honest, split it, or ask the operator of this installation to raise the"
    " limit.",
    "Если пакет настоящий, разделите его или попросите администратора установки поднять предел.",
)

EMPTY_FILE = Rule(
    "zip.empty-file",
    "error",
    Text("The file is empty.", "Файл пуст."),
    Text("Choose the package file and upload it again.", "Выберите файл пакета и загрузите снова."),
)
NOT_A_ZIP = Rule(
    "zip.not-a-zip",
    "error",
    Text("This is not a zip archive.", "Это не zip-архив."),
    Text(
        "Upload the course as one .zip file, as the authoring tool exports it for an LMS.",
        "Загрузите курс одним файлом .zip — так, как его экспортирует редактор для СДО.",
    ),
    also=("CMI5-14.1.0.0-1",),
)
OTHER_FORMAT = Rule(
    "zip.other-format",
    "error",
    Text("This is a {format} archive, not zip.", "Это архив {format}, а не zip."),
    Text("Unpack it and pack the folder as zip.", "Распакуйте его и упакуйте папку в zip."),
    also=("CMI5-14.0.0.0-1",),
)
TRUNCATED = Rule(
    "zip.truncated",
    "error",
    Text(
        "The archive is cut off: its beginning is here, its end is missing.",
        "Архив обрезан: начало есть, конца нет.",
    ),
    _EXPORT_AGAIN,
    clause="ZIP-4.3.16",
    also=("CMI5-14.1.0.0-1",),
)
AMBIGUOUS_END = Rule(
    "zip.ambiguous-end",
    "error",
    Text(
        "The archive has more than one end: programs would see different files in it.",
        "У архива больше одного конца: разные программы увидят в нём разные файлы.",
    ),
    _REPACK,
    clause="ZIP-4.3.16",
)
END_LIES = Rule(
    "zip.end-lies",
    "error",
    Text(
        "The end record of the archive contradicts its contents ({what}).",
        "Конечная запись архива противоречит его содержимому ({what}).",
    ),
    _REPACK,
    clause="ZIP-4.3.14",
)
MULTI_DISK = Rule(
    "zip.multi-disk",
    "error",
    Text("This is one volume of several.", "Это один том многотомного архива."),
    _REPACK,
    clause="ZIP-4.4.19",
)
DIRECTORY_BROKEN = Rule(
    "zip.directory-broken",
    "error",
    Text(
        "The archive's list of files is damaged ({what}).",
        "Список файлов архива повреждён ({what}).",
    ),
    _EXPORT_AGAIN,
    clause="ZIP-4.3.12",
)
LOCAL_DIFFERS = Rule(
    "zip.local-differs",
    "error",
    Text(
        "What the archive's list says about this file differs from what stands before the file"
        " itself ({what}).",
        "Сведения об этом файле в списке архива расходятся с тем, что записано перед самим файлом"
        " ({what}).",
    ),
    _REPACK,
    clause="ZIP-4.3.7",
)
OVERLAP = Rule(
    "zip.overlap",
    "error",
    Text(
        "Files of the archive lie over one another: this is how zip bombs are made.",
        "Файлы архива лежат друг на друге: так делают zip-бомбы.",
    ),
    _REPACK,
    clause="ZIP-4.3.6",
)
JUNK_BEFORE = Rule(
    "zip.junk-before",
    "warning",
    Text(
        "Bytes before the archive's first file that belong to nothing: {count}.",
        "Байт перед первым файлом архива, которые ни к чему не относятся: {count}.",
    ),
    _REPACK,
    clause="ZIP-4.3.6",
    mended=True,
)
POLYGLOT = Rule(
    "zip.polyglot",
    "error",
    Text(
        "The file is {format} and a zip archive at the same time: what it is depends on who opens"
        " it.",
        "Файл — одновременно {format} и zip-архив: чем он окажется, зависит от программы.",
    ),
    _REPACK,
    clause="ZIP-4.3.6",
)
JUNK_AFTER = Rule(
    "zip.junk-after",
    "warning",
    Text(
        "Bytes after the archive's end that belong to nothing: {count}.",
        "Байт после конца архива, которые ни к чему не относятся: {count}.",
    ),
    _REPACK,
    clause="ZIP-4.3.16",
    mended=True,
)
ENCRYPTED = Rule(
    "zip.encrypted",
    "error",
    Text("The file is encrypted with a password.", "Файл зашифрован паролем."),
    Text("Pack the folder without a password.", "Упакуйте папку без пароля."),
    clause="ZIP-4.4.4",
)
DEFLATE64 = Rule(
    "zip.deflate64",
    "error",
    Text(
        "The file is packed by Deflate64, which browsers cannot read.",
        "Файл сжат методом Deflate64, который браузеры не читают.",
    ),
    Text(
        "Windows Explorer does so above 2 GB: repack with another program without Deflate64.",
        "Так делает Проводник Windows при размере больше 2 ГБ: упакуйте другой программой без"
        " Deflate64.",
    ),
    clause="ZIP-4.4.5",
)
METHOD = Rule(
    "zip.method",
    "error",
    Text(
        "The file is packed by a method that is not supported ({method}).",
        "Файл сжат методом, который не поддерживается ({method}).",
    ),
    Text(
        "Pack the folder with the ordinary method, Deflate.",
        "Упакуйте папку обычным методом Deflate.",
    ),
    clause="ZIP-4.4.5",
)
SPECIAL_FILE = Rule(
    "zip.special-file",
    "error",
    Text(
        "The entry is a symbolic link or a device, not a file.",
        "Это символическая ссылка или устройство, а не файл.",
    ),
    Text(
        "Replace the link by the file that it points to and pack the folder again.",
        "Замените ссылку файлом, на который она указывает, и упакуйте папку заново.",
    ),
    clause="ZIP-4.4.15",
)
CRC = Rule(
    "zip.crc",
    "error",
    Text(
        "The file is damaged: its checksum does not fit.",
        "Файл повреждён: контрольная сумма не сходится.",
    ),
    _EXPORT_AGAIN,
    clause="ZIP-4.4.7",
)
SIZE_LIES = Rule(
    "zip.size-lies",
    "error",
    Text(
        "The file's size is not the {declared} bytes that the archive declares.",
        "Размер файла — не те {declared} байт, которые объявляет архив.",
    ),
    _REPACK,
    clause="ZIP-4.4.9",
)
DATA_BROKEN = Rule(
    "zip.data-broken",
    "error",
    Text("The file cannot be unpacked: its data is damaged.", "Файл не распаковать: он повреждён."),
    _EXPORT_AGAIN,
    clause="ZIP-4.4.5",
)
TOO_MANY_FILES = Rule(
    "zip.too-many-files",
    "error",
    Text(
        "The archive holds {count} files; this installation takes {limit}.",
        "В архиве {count} файлов; установка принимает {limit}.",
    ),
    _LIMIT,
)
UNPACKED_SIZE = Rule(
    "zip.unpacked-size",
    "error",
    Text(
        "Unpacked, the archive takes {size} bytes; this installation takes {limit}.",
        "В распакованном виде архив занимает {size} байт; установка принимает {limit}.",
    ),
    _LIMIT,
)
RATIO = Rule(
    "zip.ratio",
    "error",
    Text(
        "Unpacked, the archive is {ratio} times as large; real courses stay under {limit}.",
        "В распакованном виде архив больше в {ratio} раз; у настоящих курсов — меньше {limit}.",
    ),
    _LIMIT,
)
ENTRY_RATIO = Rule(
    "zip.entry-ratio",
    "error",
    Text(
        "Unpacked, the file is {ratio} times as large; real files stay under {limit}.",
        "В распакованном виде файл больше в {ratio} раз; у настоящих файлов — меньше {limit}.",
    ),
    _LIMIT,
)
NAME_ESCAPES = Rule(
    "zip.name-escapes",
    "error",
    Text(
        "The name leads out of the package (`..`, a leading slash or a drive letter).",
        "Имя ведёт за пределы пакета (`..`, косая черта в начале или буква диска).",
    ),
    _REPACK,
    clause="ZIP-4.4.17",
)
NAME_CONTROL = Rule(
    "zip.name-control",
    "error",
    Text(
        "The name holds a control character, such as NUL or a line break.",
        "В имени есть управляющий символ, например NUL или перевод строки.",
    ),
    _RENAME,
    clause="ZIP-4.4.17",
)
NAME_EMPTY = Rule(
    "zip.name-empty",
    "error",
    Text("A file has no name.", "У файла нет имени."),
    _REPACK,
    clause="ZIP-4.4.17",
)
NAME_LONG = Rule(
    "zip.name-long",
    "error",
    Text(
        "The name has {count} bytes; this installation takes {limit}.",
        "В имени {count} байт; установка принимает {limit}.",
    ),
    _RENAME,
)
NAME_DEEP = Rule(
    "zip.name-deep",
    "error",
    Text(
        "The file lies {count} folders deep; this installation takes {limit}.",
        "Файл лежит на глубине {count} папок; установка принимает {limit}.",
    ),
    _RENAME,
)
NAME_TWICE = Rule(
    "zip.name-twice",
    "error",
    Text(
        "The archive holds two files of this name: programs would play different ones.",
        "В архиве два файла с этим именем: разные программы покажут разные.",
    ),
    _REPACK,
    clause="ZIP-4.4.17",
)
FILE_AND_FOLDER = Rule(
    "zip.file-and-folder",
    "error",
    Text(
        "The same name is a file and a folder: such a package cannot be unpacked.",
        "Одно и то же имя — и файл, и папка: такой пакет не распаковать.",
    ),
    _REPACK,
    clause="ZIP-4.4.17",
)
NAME_BACKSLASH = Rule(
    "zip.name-backslash",
    "warning",
    Text(
        "The name is written with backslashes (`\\`); the standard wants `/`.",
        "Имя записано через обратную косую черту (`\\`); по стандарту нужна `/`.",
    ),
    _REPACK,
    clause="ZIP-4.4.17",
    mended=True,
)
NAME_UNTIDY = Rule(
    "zip.name-untidy",
    "warning",
    Text(
        "The name holds empty or `.` parts; it is served as {name}.",
        "В имени есть пустые части или `.`; файл отдаётся как {name}.",
    ),
    _REPACK,
    clause="ZIP-4.4.17",
    mended=True,
)
NAME_TRAILING = Rule(
    "zip.name-trailing",
    "warning",
    Text(
        "A part of the name ends with a dot or a space: Windows cannot unpack it.",
        "Часть имени кончается точкой или пробелом: Windows такое не распакует.",
    ),
    _RENAME,
)
NAME_DIRECTION = Rule(
    "zip.name-direction",
    "warning",
    Text(
        "The name holds a character that turns the direction of writing and hides the real name.",
        "В имени есть символ, меняющий направление письма: он скрывает настоящее имя.",
    ),
    _RENAME,
)
NAME_TWINS = Rule(
    "zip.name-twins",
    "warning",
    Text(
        "The name differs from {other} by letter case or composition only.",
        "Имя отличается от {other} только регистром букв или составом символов.",
    ),
    _RENAME,
)
NAME_ENCODING = Rule(
    "zip.name-encoding",
    "warning",
    Text(
        "Names that do not say that they are UTF-8: {count}. They were read as {encoding}.",
        "Имён, не помеченных как UTF-8: {count}. Они прочитаны как {encoding}.",
    ),
    Text(
        "Check that the names above look right; pack with a program that writes UTF-8 names.",
        "Проверьте, что имена выше читаются верно; упакуйте программой, пишущей имена в UTF-8.",
    ),
    clause="ZIP-D.1",
    mended=True,
)
SYSTEM_FILES = Rule(
    "zip.system-files",
    "info",
    Text(
        "Files of the operating system: {count} ({example}). They are left out.",
        "Служебных файлов операционной системы: {count} ({example}). Они пропущены.",
    ),
    Text(
        "Nothing to do; they are not part of the course.",
        "Делать ничего не нужно: к курсу они не относятся.",
    ),
    mended=True,
)
NESTED_ARCHIVE = Rule(
    "zip.nested-archive",
    "info",
    Text(
        "An archive lies inside the package; it is never opened.",
        "Внутри пакета лежит архив; он никогда не открывается.",
    ),
    Text(
        "If the course lies in it, upload that archive itself.",
        "Если курс лежит в нём, загрузите сам этот архив.",
    ),
)
MORE = Rule(
    "findings.more",
    "info",
    Text(
        "Further findings of {rule} that are not listed: {count}.",
        "Других замечаний {rule}, которые не показаны: {count}.",
    ),
    Text(
        "Mend those that are listed and look again.",
        "Исправьте показанные и проверьте снова.",
    ),
)
FAILED = Rule(
    "inspection.failed",
    "error",
    Text(
        "cursus stumbled over this package and does not know what it is.",
        "cursus споткнулся об этот пакет и не знает, что это такое.",
    ),
    Text(
        "That is a fault of cursus: give the package to the operator; the service's log says more.",
        "Это ошибка cursus: передайте пакет администратору; подробности — в журнале службы.",
    ),
)
EXHAUSTED = Rule(
    "inspection.exhausted",
    "error",
    Text(
        "Looking through the package took more memory or time than any real course needs; it was"
        " stopped.",
        "Проверка пакета потребовала больше памяти или времени, чем нужно настоящему курсу; она"
        " остановлена.",
    ),
    _LIMIT,
)
