"""The text of descriptors: encodings, and faults of XML that have one meaning only."""

from __future__ import annotations

from cursus.texts import Text
from packager.findings import Rule

TITLE = Text("The text of descriptors", "Текст описаний")

_SAVE_UTF8 = Text(
    "Save the file in UTF-8 and let its first line say so, or nothing.",
    "Сохраните файл в UTF-8 и укажите это в его первой строке или не указывайте ничего.",
)
_SAVE_AGAIN = Text(
    "Open the file in an editor, correct that place and save it in UTF-8, or export again.",
    "Откройте файл в редакторе, исправьте это место и сохраните в UTF-8 или экспортируйте заново.",
)

# Encodings

ENCODING_LIES = Rule(
    "text.encoding-lies",
    "warning",
    Text(
        "The file says that its encoding is {declared}, but it is not: it was read as {encoding}.",
        "Файл говорит, что его кодировка — {declared}, но это не так: он прочитан как {encoding}.",
    ),
    _SAVE_UTF8,
    clause="XML10-4.3.3",
    mended=True,
)
ENCODING_UNDECLARED = Rule(
    "text.encoding-undeclared",
    "warning",
    Text(
        "The file does not say its encoding, and it is not UTF-8: it was read as {encoding}.",
        "Файл не говорит о своей кодировке, и это не UTF-8: он прочитан как {encoding}.",
    ),
    Text(
        "Check that its titles look right above, and save the file in UTF-8.",
        "Проверьте, что заголовки читаются верно, и сохраните файл в UTF-8.",
    ),
    clause="XML10-4.3.3",
    mended=True,
)
ENCODING_NO_MARK = Rule(
    "text.encoding-without-mark",
    "warning",
    Text(
        "The file is in {encoding} without the mark that must stand at its beginning.",
        "Файл записан в {encoding} без метки, которая должна стоять в его начале.",
    ),
    _SAVE_UTF8,
    clause="XML10-4.3.3",
    mended=True,
)
ENCODING_OLD = Rule(
    "text.encoding-old",
    "info",
    Text(
        "The file is in {encoding}, as it says; other LMSs need to read UTF-8 and UTF-16 only.",
        "Файл записан в {encoding}, как и сказано в нём; другие СДО обязаны читать только UTF-8 и"
        " UTF-16.",
    ),
    _SAVE_UTF8,
    clause="XML10-4.3.3",
)
ENCODING_BROKEN = Rule(
    "text.encoding-broken",
    "error",
    Text(
        "The file is in {encoding}, but the bytes here are not: it is damaged.",
        "Файл записан в {encoding}, но байты в этом месте — нет: он повреждён.",
    ),
    _SAVE_AGAIN,
    clause="XML10-4.3.3",
)
TEXT_BROKEN = Rule(
    "text.bytes-lost",
    "warning",
    Text(
        "The file is in {encoding}, but some of its bytes are not; they are shown as �.",
        "Файл записан в {encoding}, но часть его байтов — нет; они показаны как �.",
    ),
    _SAVE_AGAIN,
)

# Faults of XML

BEFORE_XML = Rule(
    "xml.text-before",
    "warning",
    Text(
        "Something stands before the XML, which must begin with the file's first character; it is"
        " passed over.",
        "Перед XML что-то стоит, а он должен начинаться с первого символа файла; это пропущено.",
    ),
    Text(
        "Remove everything before <?xml, line breaks and spaces too.",
        "Удалите всё перед <?xml, в том числе переводы строк и пробелы.",
    ),
    clause="XML10-2.8",
    mended=True,
)
AMPERSAND = Rule(
    "xml.bare-ampersand",
    "warning",
    Text(
        "An ampersand stands for itself here; in XML it must be written &amp;.",
        "Амперсанд здесь означает сам себя; в XML он пишется &amp;.",
    ),
    Text("Write &amp; instead of &.", "Вместо & напишите &amp;."),
    clause="XML10-2.4",
    mended=True,
)
HTML_ENTITY = Rule(
    "xml.html-entity",
    "warning",
    Text(
        "{entity} is known to HTML only, not to XML; it is read as the character that it means.",
        "{entity} есть только в HTML, но не в XML; читается как символ, который он означает.",
    ),
    Text(
        "Write the character itself, or its number, for example &#160;.",
        "Напишите сам символ или его номер, например &#160;.",
    ),
    clause="XML10-4.1",
    mended=True,
)
CONTROL = Rule(
    "xml.control-character",
    "warning",
    Text(
        "A character stands here that no XML may hold (U+{code}); it is passed over.",
        "Здесь стоит символ, которого в XML быть не может (U+{code}); он пропущен.",
    ),
    Text("Remove the character.", "Удалите этот символ."),
    clause="XML10-2.2",
    mended=True,
)
ANGLE = Rule(
    "xml.bare-angle",
    "warning",
    Text(
        "A < stands for itself here; in XML it must be written &lt;.",
        "Знак < здесь означает сам себя; в XML он пишется &lt;.",
    ),
    Text("Write &lt; instead of <.", "Вместо < напишите &lt;."),
    clause="XML10-2.4",
    mended=True,
)
