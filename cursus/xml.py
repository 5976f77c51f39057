"""XML from strangers: manifests and other descriptors of packages.

Read by lxml with everything off that reaches beyond the text: no DTD, no entities but the five of
XML, no network. A DOCTYPE is refused rather than ignored; so are texts that are too large, too
deep, or of so many elements and attributes that their tree would fill the memory: those are
counted, generously, before anything is built. Comments and processing instructions are left out.
Elements know their line (`element.sourceline`).
"""

from __future__ import annotations

from lxml import etree

from cursus.texts import Text

TAGS_LIMIT = 300_000  # "<" in the text; an element takes some 110 bytes of memory
ATTRIBUTES_LIMIT = 150_000  # "=" in the text; an attribute takes some 250 bytes, reading it more
ATTRIBUTES_OF_ONE = 2_000  # of one element: libxml2 looks each up through all before it

TOO_LARGE = Text(
    "The file is larger than the {limit} bytes that are read.",
    "Файл больше {limit} байт; больше не читается.",
)
TOO_MANY = Text(
    "The file has more elements or attributes than are read.",
    "В файле больше элементов или атрибутов, чем читается.",
)
TOO_DEEP = Text(
    "The file is nested too deeply or has too long a part to be read: {message}",
    "Вложенность файла слишком глубока или его часть слишком длинна: {message}",
)
DOCTYPE = Text(
    "The file has a DOCTYPE declaration; for safety such files are not read.",
    "В файле есть объявление DOCTYPE; ради безопасности такие файлы не читаются.",
)
MALFORMED = Text(
    "The file is not well-formed XML: {message}", "Файл не является правильным XML: {message}"
)


class XmlFault(Exception):
    """Why a text is not read as XML, and where: line and column from 1, or 0 for the whole."""

    def __init__(self, line: int, column: int, text: Text) -> None:
        super().__init__(f"{line}:{column}: {text.en}")
        self.line = line
        self.column = column
        self.text = text


def parse(data: bytes, *, limit: int) -> etree._Element:
    """Return the root element of a text of at most `limit` bytes; raise XmlFault."""
    if len(data) > limit:
        raise XmlFault(0, 0, TOO_LARGE.format(limit=limit))
    if data.count(b"<") > TAGS_LIMIT or data.count(b"=") > ATTRIBUTES_LIMIT:
        raise XmlFault(0, 0, TOO_MANY)
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _fault(error, parser) from None
    if data.count(b"=") > ATTRIBUTES_OF_ONE:
        for element in root.iter():
            if len(element.attrib) > ATTRIBUTES_OF_ONE:
                raise XmlFault(0, 0, TOO_MANY)
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr] # absent from lxml-stubs
        raise XmlFault(1, 1, DOCTYPE)
    return root


def _fault(error: etree.XMLSyntaxError, parser: etree.XMLParser) -> XmlFault:
    for entry in parser.error_log:  # the first fault; those after it follow from it
        limits = entry.type in (
            etree.ErrorTypes.ERR_RESOURCE_LIMIT,
            etree.ErrorTypes.ERR_ENTITY_LOOP,
        )
        text = TOO_DEEP if limits else MALFORMED
        return XmlFault(entry.line, entry.column, text.format(message=entry.message.strip()))
    return XmlFault(0, 0, MALFORMED.format(message=error.msg))
