"""Media types by file name: the one table for everything that is served out of packages.

Never sniffed and never asked of the machine (its own tables differ between machines). To add one:
a line here. What is not listed is bytes, which a browser offers to save.
"""

from __future__ import annotations

_TEXT = "; charset=utf-8"

# Text types name no charset: courses in windows-1251 say theirs in a meta element, which a
# charset in the header would override. Scripts and JSON have none of their own, so UTF-8.
MEDIA_TYPES: dict[str, str] = {
    # pages and what they are made of
    "html": "text/html",
    "htm": "text/html",
    "xhtml": "application/xhtml+xml",
    "css": "text/css",
    "js": "text/javascript",
    "mjs": "text/javascript" + _TEXT,
    "json": "application/json",
    "map": "application/json",
    "webmanifest": "application/manifest+json",
    "xml": "text/xml",
    "xsd": "text/xml",
    "xsl": "text/xml",
    "xslt": "text/xml",
    "dtd": "application/xml-dtd",
    "txt": "text/plain",
    "csv": "text/csv",
    "md": "text/markdown" + _TEXT,
    "vtt": "text/vtt",
    "srt": "text/plain",
    "wasm": "application/wasm",
    # pictures
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "jpe": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "bmp": "image/bmp",
    "ico": "image/vnd.microsoft.icon",
    "cur": "image/vnd.microsoft.icon",
    "svg": "image/svg+xml",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    # sound and film
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "weba": "audio/webm",
    "flac": "audio/flac",
    "mid": "audio/midi",
    "midi": "audio/midi",
    "wma": "audio/x-ms-wma",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "ogv": "video/ogg",
    "mov": "video/quicktime",
    "avi": "video/x-msvideo",
    "mpg": "video/mpeg",
    "mpeg": "video/mpeg",
    "wmv": "video/x-ms-wmv",
    "flv": "video/x-flv",
    "m3u8": "application/vnd.apple.mpegurl",
    "ts": "video/mp2t",
    # fonts
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "eot": "application/vnd.ms-fontobject",
    # documents
    "pdf": "application/pdf",
    "rtf": "application/rtf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "epub": "application/epub+zip",
    # other
    "zip": "application/zip",
    "swf": "application/x-shockwave-flash",
    "glb": "model/gltf-binary",
    "gltf": "model/gltf+json",
}

UNKNOWN = "application/octet-stream"


def media_type(name: str) -> str:
    """Return the media type that a file is served with, by the ending of its name."""
    _, dot, ending = name.rpartition("/")[2].rpartition(".")
    return MEDIA_TYPES.get(ending.lower(), UNKNOWN) if dot else UNKNOWN


def needs_range(name: str) -> bool:
    """Whether browsers ask for parts of such a file: media that seeks, documents that page."""
    kind = media_type(name)
    return kind.startswith(("audio/", "video/")) or kind == "application/pdf"
