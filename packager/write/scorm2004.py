"""Writing the manifest of a SCORM 2004 package, each edition, from the course model. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from cursus.texts import Text
from packager.detect import SCHEMAVERSIONS, Version
from packager.write.elements import boolean, child, decimal
from packager.write.imsss import ADLSEQ, IMSSS, SequencingWriter
from packager.write.manifest import ManifestWriter

if TYPE_CHECKING:
    from lxml.etree import _Element

    from packager.model import Activity, Course, Edition, Organization
    from packager.write.written import Written

IMSCP: Final = "http://www.imsglobal.org/xsd/imscp_v1p1"
ADLCP: Final = "http://www.adlnet.org/xsd/adlcp_v1p3"
ADLNAV: Final = "http://www.adlnet.org/xsd/adlnav_v1p3"

_CONTROLS_2ND: Final = frozenset({"previous", "continue", "exit", "abandon"})

_EDITION: Final = Text(
    "The package does not say which edition of SCORM 2004 it follows; it is written as the 4th.",
    "В пакете не сказано, какой редакции SCORM 2004 он следует; он записан как 4-я.",
)
_LOST: Final = Text(
    "The {edition} Edition cannot say: {what}.", "В редакции {edition} нельзя выразить: {what}."
)
_NAMES: Final = {
    "maps": Text("scores and progress of global objectives", "баллы и прогресс общих целей"),
    "conditions": Text("rollup rules without conditions", "правила свёртки без условий"),
    "data": Text("shared data", "общие данные"),
    "weight": Text("weights of progress", "веса прогресса"),
    "controls": Text(
        "hiding of suspendAll, exitAll and abandonAll", "скрытие suspendAll, exitAll и abandonAll"
    ),
    "prerequisites": Text("prerequisites", "предварительные условия"),
    "mastery": Text("mastery scores of SCORM 1.2", "проходные баллы SCORM 1.2"),
}


def manifest_files(course: Course) -> Written:
    """Return the manifest and its schemas for a course of SCORM 2004, and what they leave out."""
    edition: Edition = course.edition or "4th"
    writer = _Writer2004(course, edition, SCHEMAVERSIONS[Version("scorm2004", edition)])
    if course.edition is None:
        writer.losses.append(_EDITION)
    return writer.write()


class _Writer2004(ManifestWriter):
    standard = "scorm2004"
    namespace = IMSCP
    adlcp = ADLCP
    scorm_type = "scormType"
    binding = "lom"
    prefixes: ClassVar = {
        None: IMSCP,
        "adlcp": ADLCP,
        "adlseq": ADLSEQ,
        "adlnav": ADLNAV,
        "imsss": IMSSS,
    }

    def __init__(self, course: Course, edition: Edition, schemaversion: str) -> None:
        super().__init__(course, edition, schemaversion)
        self._sequencing = SequencingWriter(edition)
        self._later = edition != "4th"
        self._lost: set[str] = set()

    def describe_organization(self, element: _Element, organization: Organization) -> None:
        if not organization.objectives_global:
            element.set(f"{{{ADLSEQ}}}objectivesGlobalToSystem", "false")
        if not organization.shared_data_global:
            if self._later:
                self._lost.add("data")
            else:
                element.set(f"{{{ADLCP}}}sharedDataGlobalToSystem", "false")

    def describe(self, element: _Element, activity: Activity) -> None:
        if activity.limits.time_limit_action is not None:
            child(element, ADLCP, "timeLimitAction", activity.limits.time_limit_action)
        if activity.launch_data is not None:
            child(element, ADLCP, "dataFromLMS", activity.launch_data)
        self._completion(element, activity)
        self._sequencing.write(element, activity.sequencing, activity.limits)
        self._presentation(element, activity)
        self._data(element, activity)
        if activity.prerequisites is not None:
            self._lost.add("prerequisites")
        if activity.mastery_score is not None:
            self._lost.add("mastery")

    def _completion(self, element: _Element, activity: Activity) -> None:
        """Write the progress that completes: text in the 2nd and 3rd edition, then attributes."""
        threshold, weight = activity.completion_threshold, activity.progress_weight
        if self._later:
            if threshold is not None:
                child(element, ADLCP, "completionThreshold", decimal(threshold))
            if weight != 1:
                self._lost.add("weight")
        elif threshold is not None or weight != 1:
            child(
                element,
                ADLCP,
                "completionThreshold",
                completedByMeasure=None if threshold is None else "true",
                minProgressMeasure=None if threshold is None else decimal(threshold),
                progressWeight=None if weight == 1 else decimal(weight),
            )

    def _presentation(self, element: _Element, activity: Activity) -> None:
        known = _CONTROLS_2ND if self.edition == "2nd" else frozenset(activity.hide_ui)
        hidden = [control for control in activity.hide_ui if control in known]
        if len(hidden) < len(activity.hide_ui):
            self._lost.add("controls")
        if not hidden:
            return
        holder = child(child(element, ADLNAV, "presentation"), ADLNAV, "navigationInterface")
        for control in hidden:
            child(holder, ADLNAV, "hideLMSUI", control)

    def _data(self, element: _Element, activity: Activity) -> None:
        if activity.data and self._later:
            self._lost.add("data")
        elif activity.data:
            holder = child(element, ADLCP, "data")
            for store in activity.data:
                child(
                    holder,
                    ADLCP,
                    "map",
                    targetID=store.target,
                    readSharedData=boolean(store.read),
                    writeSharedData=boolean(store.write),
                )

    def tell(self) -> None:
        lost = self._lost | self._sequencing.lost
        texts = [text for name, text in _NAMES.items() if name in lost]
        if texts:
            what = Text(", ".join(t.en for t in texts), ", ".join(t.ru for t in texts))
            self.losses.append(
                Text(
                    _LOST.en.format(edition=self.edition, what=what.en),
                    _LOST.ru.format(edition=self.edition, what=what.ru),
                )
            )
