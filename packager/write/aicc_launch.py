"""The launch address of an AICC unit as its row says it: File_Name and Web_Launch. Pure."""

from __future__ import annotations

from packager.hrefs import join_parameters


def split_launch(href: str, web_launch: str | None) -> tuple[str, str]:
    """Return File_Name and Web_Launch that give an address; Web_Launch as it was, if it fits."""
    if not web_launch:
        return href, ""
    joined = join_parameters("", web_launch)
    tail = "" if joined is None else joined.lstrip("?&")
    for glue in ("?", "&"):
        address, found, rest = href.rpartition(glue + tail)
        if tail and found and not rest and join_parameters(address, web_launch) == href:
            return address, web_launch
    return href, ""
