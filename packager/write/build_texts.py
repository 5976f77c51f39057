"""What `cursus build` says to authors."""

from __future__ import annotations

from typing import Final

from cursus.texts import Text

NOT_PLAYED: Final = Text(
    "{name}: browsers do not play files of this kind. Convert it to MP4, WebM or MP3.",
    "{name}: браузеры не воспроизводят такие файлы. Преобразуйте его в MP4, WebM или MP3.",
)
NO_START: Final = Text(
    "{folder} has neither course.toml nor index.html: nothing says what to start.",
    "В {folder} нет ни course.toml, ни index.html: непонятно, что запускать.",
)
LEADS_OUT: Final = Text(
    "{name} is a link that leads out of the folder: put a copy in its place, or exclude it.",
    "{name} — ссылка, ведущая за пределы папки: замените её копией или исключите.",
)
NOT_FOLLOWED: Final = Text(
    "{name} is a link to a folder, which is not followed.",
    "{name} — ссылка на папку, её содержимое не включено.",
)
NOT_UTF8: Final = Text(
    "The name of {name} is not in UTF-8: rename the file.",
    "Имя {name} не в кодировке UTF-8: переименуйте файл.",
)
PACKAGE: Final = Text(
    "{folder} holds {name}: it is a package already. Zip it and use `cursus repair` or"
    " `cursus convert`, or write a course.toml to build it anew.",
    "В {folder} есть {name}: это уже пакет. Упакуйте его и используйте `cursus repair` или"
    " `cursus convert`, либо напишите course.toml, чтобы собрать его заново.",
)
LEFT_OUT: Final = Text(
    "{name} of an earlier package is left out.", "{name} прежнего пакета не включён."
)
NO_FILE: Final = Text("there is no file {name}.", "файла {name} нет.")
OUTSIDE: Final = Text("{name} is outside of the folder.", "{name} вне папки.")
NOTHING: Final = Text(
    "needs `href`, or `items` of its own.", "нужен `href` или собственные `items`."
)
BOTH: Final = Text(
    "has `href` and `items`: a chapter starts nothing itself.",
    "есть и `href`, и `items`: раздел сам ничего не запускает.",
)
TWICE: Final = Text("the id {name} stands twice.", "идентификатор {name} повторяется.")
UNKNOWN: Final = Text(
    "there is no item {name} that can be started.", "нет запускаемого элемента {name}."
)
RESERVED: Final = Text(
    "The folder has files in {folder}/, where cursus puts its own: rename that folder.",
    "В папке есть файлы в {folder}/, куда cursus кладёт свои: переименуйте эту папку.",
)
WRAPPED: Final = Text(
    "{name} does not talk to an LMS: a page of cursus shows it and reports completion.",
    "{name} не обращается к системе обучения: его показывает страница cursus, она же отмечает"
    " прохождение.",
)
NO_CMI5: Final = Text(
    "{name} cannot be wrapped for cmi5. Choose SCORM or AICC, or content that talks cmi5.",
    "{name} нельзя обернуть для cmi5. Выберите SCORM или AICC либо содержимое с поддержкой cmi5.",
)
OTHER_SPEECH: Final = Text(
    "The files seem to talk {found}, not {wanted}: an LMS may get no results. Build for {found},"
    " or let `cursus convert` put a bridge in.",
    "Похоже, файлы рассчитаны на {found}, а не на {wanted}: система обучения может не получить"
    " результатов. Соберите для {found} или используйте мост: `cursus convert`.",
)
NEIGHBOUR: Final = Text(
    "{name}, which the page uses, is taken along.", "{name}, нужный странице, включён."
)
ABSENT: Final = Text(
    "The page uses {name}, which is not there.", "Страница использует {name}, но такого файла нет."
)
