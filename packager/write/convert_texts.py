"""What `cursus convert` says: what is lost, and why something is refused."""

from __future__ import annotations

from typing import Final

from cursus.texts import Text

CANNOT: Final = Text(
    "A package of {source} cannot become one of {target}: {why}",
    "Пакет {source} нельзя превратить в пакет {target}: {why}",
)
WHY_AICC: Final = Text(
    "its content posts its results to an address of the LMS, and an LMS of that standard has none.",
    "его содержимое отправляет результаты на адрес системы обучения, а у системы этого стандарта"
    " такого адреса нет.",
)
WHY_XAPI: Final = Text(
    "its content reports to an LRS by xAPI, and would find none.",
    "его содержимое отчитывается в LRS по xAPI и не нашло бы его.",
)
WHY_CMI5: Final = Text(
    "its content calls SCORM or AICC, and an LMS of cmi5 has neither.",
    "его содержимое обращается к SCORM или AICC, а в системе cmi5 нет ни того, ни другого.",
)
BRIDGE: Final = Text(
    "The content still speaks {source}: a page of ours ({folder}/) stands between it and the LMS.",
    "Содержимое по-прежнему говорит на {source}: между ним и системой обучения стоит наша страница"
    " ({folder}/).",
)
OF_12: Final = Text(
    "An attempt always ends suspended, because content of SCORM 1.2 counts on its data.",
    "Попытка всегда завершается как приостановленная: содержимое SCORM 1.2 рассчитывает на свои"
    " данные.",
)
OF_2004: Final = Text(
    "Completed and passed become one status; navigation requests of the content go nowhere;"
    " objectives and suspend data have to fit into 4,096 characters in strict systems.",
    "«Завершено» и «сдано» становятся одним статусом; запросы навигации содержимого никуда не"
    " ведут; цели и данные приостановки в строгих системах должны уместиться в 4096 символов.",
)
OF_AICC: Final = Text(
    "Interactions and comments of the content are not passed on.",
    "Ответы на вопросы и комментарии из содержимого не передаются.",
)
PREREQUISITES: Final = Text(
    "Prerequisites become nothing: SCORM 2004 says them by sequencing, which has to be thought up"
    " anew.",
    "Предварительные условия пропадают: в SCORM 2004 их выражают правилами прохождения, которые"
    " нужно придумать заново.",
)
ORGANIZATIONS: Final = Text(
    "Only the organization that is played is kept.",
    "Остаётся только воспроизводимая организация.",
)
BOTH: Final = Text(
    "{title}: holds other parts and starts something itself; that becomes its first part.",
    "{title}: содержит другие части и сам что-то запускает; это становится его первой частью.",
)
RECORDS: Final = Text("Metadata of resources are left out.", "Метаданные ресурсов пропадают.")
RESERVED: Final = Text(
    "The package has files in {folder}/, where the bridge would lie.",
    "В пакете есть файлы в {folder}/, где лежал бы мост.",
)
