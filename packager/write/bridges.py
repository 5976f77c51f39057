"""Bridge pages: content made for one standard in a package of another.

The page (`pages/bridge.html`) frames the content and offers it the API that it looks for, over the
API that the LMS has. Every activity has a page of its own, because systems differ in what they do
to the query of an address.
"""

from __future__ import annotations

import html
import json
from string import Template
from typing import TYPE_CHECKING, Any, Final

from packager.write.archives import Part, of_bytes, of_file
from packager.write.wrapping import FOLDER, PAGES

if TYPE_CHECKING:
    from packager.model import Activity, Standard

_SCRIPTS: Final = (
    "api12_over_2004.js",
    "api2004_over_12.js",
    "bridge.js",
    "display.js",
    "find_api.js",
    "hacp.js",
    "texts.js",
    "times.js",
    "wrapping.css",
)


class Bridges:
    """Makes the bridge pages of a package; `files` are what they need."""

    def __init__(self, content: Standard, lms: Standard, language: str) -> None:
        """Take the standard of the content, that of the package, and the language of the pages."""
        self._content = content
        self._lms = lms
        self._language = language
        self._template = Template((PAGES / "bridge.html").read_text("utf-8"))
        self._count = 0
        self.files: dict[str, Part] = {}

    def over(self, activity: Activity) -> str:
        """Return the launch address of a bridge page over what an activity starts."""
        if not self._count:
            scripts = {f"{FOLDER}/{name}": of_file(PAGES / name) for name in _SCRIPTS}
            self.files.update(scripts)
        self._count += 1
        name = f"{FOLDER}/bridge-{self._count}.html"
        href = activity.href or ""
        settings: dict[str, Any] = {
            "from": self._content,
            "to": self._lms,
            "asset": activity.kind == "asset",
            "content": href if "://" in href else f"../{href}",
        }
        if self._content == "scorm2004":
            settings |= _of_2004(activity)
        said = json.dumps(settings, ensure_ascii=True).replace("<", "\\u003c")
        page = self._template.substitute(
            title=html.escape(activity.title),
            language=html.escape(self._language),
            settings=said,
        )
        self.files[name] = of_bytes(page.encode())
        return name


def _of_2004(activity: Activity) -> dict[str, Any]:
    """Return what a manifest of 2004 says of an activity and the other standard's cannot."""
    said: dict[str, Any] = {"objectives": list(activity.objectives)}
    if activity.completion_threshold is not None:
        said["threshold"] = activity.completion_threshold
    if activity.launch_data is not None:
        said["launchData"] = activity.launch_data
    return said
