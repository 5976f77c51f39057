"""Writing the manifest of a SCORM 1.2 package from the course model. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from cursus.texts import Text
from packager.detect import SCHEMAVERSIONS, Version
from packager.model import Limits
from packager.write.elements import child, decimal
from packager.write.manifest import ManifestWriter

if TYPE_CHECKING:
    from lxml.etree import _Element

    from packager.model import Activity, Course
    from packager.write.written import Written

IMSCP: Final = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADLCP: Final = "http://www.adlnet.org/xsd/adlcp_rootv1p2"

_UNSAID: Final = {
    "sequencing": Text("sequencing", "правила прохождения"),
    "hide_ui": Text("hidden controls", "скрытые кнопки"),
    "data": Text("shared data", "общие данные"),
    "completion_threshold": Text("the completion threshold", "порог завершения"),
    "completions": Text("completion requirements", "условия завершения"),
}
_LOST: Final = Text("SCORM 1.2 cannot say: {what}.", "В SCORM 1.2 нельзя выразить: {what}.")


def manifest_files(course: Course) -> Written:
    """Return the manifest and its schemas for a course of SCORM 1.2, and what they do not say."""
    return _Writer12(course, None, SCHEMAVERSIONS[Version("scorm12", None)]).write()


class _Writer12(ManifestWriter):
    standard = "scorm12"
    namespace = IMSCP
    adlcp = ADLCP
    scorm_type = "scormtype"
    binding = "imsmd"
    prefixes: ClassVar = {None: IMSCP, "adlcp": ADLCP}

    def describe(self, element: _Element, activity: Activity) -> None:
        limits = activity.limits
        if activity.prerequisites is not None:
            child(element, ADLCP, "prerequisites", activity.prerequisites, type="aicc_script")
        if limits.max_time_allowed is not None:
            child(element, ADLCP, "maxtimeallowed", limits.max_time_allowed)
        if limits.time_limit_action is not None:
            child(element, ADLCP, "timelimitaction", limits.time_limit_action)
        if activity.launch_data is not None:
            child(element, ADLCP, "datafromlms", activity.launch_data)
        if activity.mastery_score is not None:
            child(element, ADLCP, "masteryscore", decimal(activity.mastery_score))

    def tell(self) -> None:
        parts = [part for o in self.course.organizations for part in o.root.walk()]
        lost = [
            text
            for name, text in _UNSAID.items()
            if any(getattr(part, name) not in (None, ()) for part in parts)
        ]
        if any(_beyond(part.limits) for part in parts):
            lost.append(Text("limits of attempts and dates", "ограничения попыток и дат"))
        if lost:
            what = Text(", ".join(t.en for t in lost), ", ".join(t.ru for t in lost))
            self.losses.append(Text(_LOST.en.format(what=what.en), _LOST.ru.format(what=what.ru)))


def _beyond(limits: Limits) -> bool:
    return limits != Limits(limits.max_time_allowed, limits.time_limit_action)
