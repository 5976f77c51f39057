"""What an AICC course does not say of a course model, in words."""

from __future__ import annotations

from typing import Final

from cursus.texts import Text

UNSAID: Final = {
    "sequencing": Text("sequencing", "правила прохождения"),
    "hide_ui": Text("hidden controls", "скрытые кнопки"),
    "data": Text("shared data", "общие данные"),
    "completion_threshold": Text("the completion threshold", "порог завершения"),
    "metadata": Text("metadata", "метаданные"),
    "move_on": Text("the criterion for moving on", "условие перехода дальше"),
    "launch_method": Text("the launch method", "способ запуска"),
    "entitlement_key": Text("the entitlement key", "ключ доступа"),
    "activity_type": Text("the type of an activity", "тип активности"),
}
LIMITS: Final = Text("limits of attempts and dates", "ограничения попыток и дат")
INVISIBLE: Final = Text("that a part is not shown", "скрытие частей")
LANGUAGES: Final = Text("texts in further languages", "тексты на других языках")
LOST: Final = Text("AICC cannot say: {what}.", "В AICC нельзя выразить: {what}.")
IDENTIFIERS: Final = Text(
    "Identifiers are replaced by those of AICC (A1, B1, J1).",
    "Идентификаторы заменены на принятые в AICC (A1, B1, J1).",
)
ORGANIZATIONS: Final = Text(
    "Only the organization that is played is written.",
    "Записывается только воспроизводимая организация.",
)
EMPTY: Final = Text(
    "{title}: holds nothing that can be started, and is left out.",
    "{title}: не содержит ничего запускаемого и пропускается.",
)
BOTH: Final = Text(
    "{title}: holds other parts and starts something itself; it becomes a block with a unit of its"
    " own in front.",
    "{title}: содержит другие части и сам что-то запускает; он становится блоком, в начале которого"
    " стоит его модуль.",
)
ASSET: Final = Text(
    "{title}: reports nothing by itself; in AICC such a unit is never completed.",
    "{title}: сам ничего не сообщает; в AICC такой модуль никогда не завершается.",
)
SPEECH: Final = Text(
    "The content speaks to the LMS by the interface of its own standard; where there is only HACP"
    " it reports nothing.",
    "Содержание обращается к СДО через интерфейс своего стандарта; там, где есть только HACP, оно"
    " ничего не сообщит.",
)
LOGIC: Final = Text(
    "{title}: the condition {script} cannot be said and is left out.",
    "{title}: условие {script} выразить нельзя, оно пропускается.",
)
SCORE: Final = Text(
    "{title}: a passing score below 0 cannot be said and is left out.",
    "{title}: проходной балл ниже 0 выразить нельзя, он пропускается.",
)
LETTERS: Final = Text(
    "The code page {encoding} has no sign for {letters}; question marks stand for them.",
    "В кодировке {encoding} нет знаков {letters}; вместо них стоят вопросительные знаки.",
)
