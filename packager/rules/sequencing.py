"""Sequencing and navigation of SCORM 2004: what the elements say, alone and beside one another."""

from __future__ import annotations

from cursus.texts import Text
from packager.findings import Rule

TITLE = Text("Sequencing and navigation of SCORM 2004", "Последовательность и навигация SCORM 2004")
_NUMBER = Text(
    "Write a number with a point, for example 0.8.",
    "Напишите число через точку, например 0.8.",
)
_REMOVE = Text(
    "Remove it, or correct what it depends on.",
    "Удалите это или исправьте то, от чего оно зависит.",
)
_CONTROL = Text(
    'Set flow="true" or choice="true" in its controlMode.',
    'Поставьте в его controlMode flow="true" или choice="true".',
)
_FOURTH = Text(
    "Export the course as SCORM 2004 4th Edition, or do without it.",
    "Экспортируйте курс как SCORM 2004 4th Edition или обойдитесь без этого.",
)

TOKEN = Rule(
    "scorm.value-unknown",
    "warning",
    Text(
        "{name} is {value}, which is none of {tokens}; {used} is used.",
        "{name} — {value}, а может быть только {tokens}; используется {used}.",
    ),
    Text(
        "Write one of these values exactly as it stands here.",
        "Напишите одно из этих значений точно так, как оно приведено.",
    ),
    clause="SCORM2004-CAM-5-VOCABULARY",
)
UNUSABLE = Rule(
    "scorm2004.rule-unusable",
    "warning",
    Text(
        "{name} of a {what} is {value}, but only these are foreseen: {tokens}. The whole rule is"
        " left out.",
        "{name} у {what} — {value}, а предусмотрены только: {tokens}. Всё правило не используется.",
    ),
    Text(
        "Write one of these values, or move the action to the kind of rule it belongs to.",
        "Напишите одно из этих значений или перенесите действие в правило подходящего вида.",
    ),
    clause="SCORM2004-SN-3.4",
)
ACTION_MISSING = Rule(
    "scorm2004.rule-without-action",
    "warning",
    Text(
        "A {what} says no action; it does nothing.",
        "В правиле {what} не указано действие; оно ничего не делает.",
    ),
    Text("Add the action, or remove the rule.", "Добавьте действие или удалите правило."),
    clause="SCORM2004-SN-3.4",
)
MEASURE_RANGE = Rule(
    "scorm2004.measure-range",
    "warning",
    Text(
        "{name} is {value}, not a number from {low} to {high}; it is not used.",
        "{name} — {value}, а не число от {low} до {high}; значение не используется.",
    ),
    _NUMBER,
    clause="SCORM2004-CAM-5.1-OBJECTIVES",
)
COUNT_WRONG = Rule(
    "scorm2004.count-wrong",
    "warning",
    Text(
        "{name} is {value}, not a whole number from 0; it is not used.",
        "{name} — {value}, а не целое число от 0; значение не используется.",
    ),
    Text("Write a whole number, for example 3.", "Напишите целое число, например 3."),
    clause="SCORM2004-CAM-5.1-LIMITCONDITIONS",
)
COLLECTION_DANGLING = Rule(
    "scorm2004.collection-dangling",
    "warning",
    Text(
        "The sequencing of {item} refers to {name}, which the sequencing collection lacks.",
        "Последовательность элемента {item} ссылается на {name}, а в коллекции её нет.",
    ),
    Text(
        "Correct IDRef or add the entry to the collection.",
        "Исправьте IDRef или добавьте запись в коллекцию.",
    ),
    clause="SCORM2004-CAM-5.1-SEQUENCING",
)
TOO_MUCH = Rule(
    "scorm2004.too-much-sequencing",
    "error",
    Text(
        "The items refer to entries of the sequencing collection with {count} elements together;"
        " this installation takes {limit}.",
        "Элементы ссылаются на записи коллекции, где вместе {count} элементов; установка"
        " принимает {limit}.",
    ),
    Text("Split the course into several packages.", "Разделите курс на несколько пакетов."),
)
SEQUENCING_12 = Rule(
    "scorm12.sequencing",
    "warning",
    Text(
        "The item {item} has sequencing, which SCORM 1.2 does not know; it is not used.",
        "У элемента {item} задана последовательность, которой в SCORM 1.2 нет; она не"
        " используется.",
    ),
    Text(
        "Export the course as SCORM 2004 if its order and rules matter.",
        "Экспортируйте курс как SCORM 2004, если порядок и правила важны.",
    ),
    clause="SCORM12-CAM-2.3-ITEM",
)
FOURTH_EDITION = Rule(
    "scorm2004.fourth-edition-only",
    "warning",
    Text(
        "{name} came with the 4th Edition, but schemaversion says {edition} Edition, whose players"
        " pass it over.",
        "{name} есть только в 4th Edition, а schemaversion говорит {edition} Edition: плееры этой"
        " редакции его не замечают.",
    ),
    _FOURTH,
    clause="SCORM2004-CAM-3.4.1-SCHEMAVERSION",
)
THRESHOLD_TEXT = Rule(
    "scorm2004.completion-threshold-text",
    "warning",
    Text(
        "completionThreshold stands as text, as before the 4th Edition; it is read all the same.",
        "completionThreshold записан текстом, как до 4th Edition; он всё равно прочитан.",
    ),
    Text(
        'Write completedByMeasure="true" and minProgressMeasure as attributes.',
        'Запишите completedByMeasure="true" и minProgressMeasure атрибутами.',
    ),
    clause="SCORM2004-CAM-3.4.1-COMPLETIONTHRESHOLD",
    mended=True,
)
HIDE_UI = Rule(
    "scorm2004.hide-ui",
    "warning",
    Text(
        "hideLMSUI names {value}, which is no control; it is not used.",
        "hideLMSUI называет {value}, такого элемента управления нет; значение не используется.",
    ),
    Text(
        "Name previous, continue, exit, exitAll, abandon, abandonAll or suspendAll.",
        "Назовите previous, continue, exit, exitAll, abandon, abandonAll или suspendAll.",
    ),
    clause="SCORM2004-CAM-5.2-HIDELMSUI",
)
HIDE_UI_EDITION = Rule(
    "scorm2004.hide-ui-edition",
    "warning",
    Text(
        "hideLMSUI names {value}, which came with the 3rd Edition; the package says 2nd Edition,"
        " whose players show that control all the same.",
        "hideLMSUI называет {value} — это появилось в 3rd Edition; пакет же 2nd Edition, и её"
        " плееры всё равно покажут этот элемент управления.",
    ),
    Text(
        "Export the course as SCORM 2004 3rd or 4th Edition if the control has to be hidden.",
        "Экспортируйте курс как SCORM 2004 3rd или 4th Edition, если его нужно скрыть.",
    ),
    clause="SCORM2004-CAM-5.2-HIDELMSUI",
)
OBJECTIVE_TWICE = Rule(
    "scorm2004.objective-twice",
    "warning",
    Text(
        "The activity has the objective {name} already; this one is left out.",
        "Цель {name} у элемента уже есть; эта не используется.",
    ),
    Text(
        "Give each objective of an item an id of its own.",
        "Дайте каждой цели элемента собственный идентификатор.",
    ),
    clause="SCORM2004-SN-3.10",
)
PRIMARY_TWICE = Rule(
    "scorm2004.primary-objective-twice",
    "warning",
    Text(
        "The activity has a primary objective already; this one is left out.",
        "Основная цель у элемента уже есть; эта не используется.",
    ),
    Text(
        "Make the second one an objective.",
        "Запишите вторую как objective.",
    ),
    clause="SCORM2004-SN-3.10",
)
OBJECTIVE_NAMELESS = Rule(
    "scorm2004.objective-nameless",
    "warning",
    Text(
        "An objective of {item} is mapped to a global objective but has no objectiveID.",
        "Цель элемента {item} связана с глобальной целью, но objectiveID у неё нет.",
    ),
    Text("Give it an objectiveID.", "Задайте ей objectiveID."),
    clause="SCORM2004-CAM-5.1-OBJECTIVES",
)
OBJECTIVE_UNKNOWN = Rule(
    "scorm2004.rule-objective-unknown",
    "warning",
    Text(
        "A rule of {item} asks about the objective {name}, which this item does not have: the"
        " condition is never known.",
        "Правило элемента {item} спрашивает о цели {name}, которой у него нет: условие никогда не"
        " будет известно.",
    ),
    Text(
        "Name an objective of the same item: a global one counts only when it is mapped to one.",
        "Назовите цель этого же элемента: глобальная учитывается только через её mapInfo.",
    ),
    clause="SCORM2004-SN-3.4",
)
EXTENSION_UNKNOWN = Rule(
    "scorm2004.extended-objective-unknown",
    "warning",
    Text(
        "adlseq:objectives maps the objective {name}, which the item's imsss:objectives lack; the"
        " maps are not used.",
        "adlseq:objectives связывает цель {name}, которой нет в imsss:objectives элемента; связи"
        " не используются.",
    ),
    Text(
        "Let objectiveID name an objective of imsss:objectives.",
        "Укажите в objectiveID цель из imsss:objectives.",
    ),
    clause="SCORM2004-SN-3.10.3",
)
MAP_READS = Rule(
    "scorm2004.map-reads-several",
    "warning",
    Text(
        "The objective {objective} reads {what} from several global objectives ({targets}); which"
        " of them counts is left to the player.",
        "Цель {objective} читает {what} из нескольких глобальных целей ({targets}); какая из них"
        " учитывается, решает плеер.",
    ),
    Text(
        'Set {what}="false" in all of its maps but one.',
        'Поставьте {what}="false" во всех её mapInfo, кроме одного.',
    ),
    clause="SCORM2004-SN-3.10.3",
)
MAP_WRITES = Rule(
    "scorm2004.map-writes-twice",
    "warning",
    Text(
        "Several objectives of {item} write to the global objective {target} ({what}); which value"
        " stays is left to the player.",
        "Несколько целей элемента {item} пишут в глобальную цель {target} ({what}); какое значение"
        " останется, решает плеер.",
    ),
    Text(
        "Let only one objective of an item write to a global objective.",
        "Пусть в глобальную цель пишет только одна цель элемента.",
    ),
    clause="SCORM2004-SN-3.10.3",
)
MINIMUM_ABSENT = Rule(
    "scorm2004.minimum-absent",
    "warning",
    Text(
        "A rollup rule of {item} asks for {set} but {name} is 0: it always holds.",
        "Правило свёртки элемента {item} требует {set}, но {name} равен 0: оно выполняется всегда.",
    ),
    Text(
        "Set {name}: a number of items, or a part from 0 to 1.",
        "Задайте {name}: число элементов или долю от 0 до 1.",
    ),
    clause="SCORM2004-SN-3.7",
)
MINIMUM_HIGH = Rule(
    "scorm2004.minimum-unreachable",
    "warning",
    Text(
        "A rollup rule of {item} asks for {count} items below it, and there are only {children}:"
        " it never holds.",
        "Правило свёртки элемента {item} требует {count} вложенных элементов, а их только"
        " {children}: оно никогда не выполнится.",
    ),
    Text("Lower minimumCount.", "Уменьшите minimumCount."),
    clause="SCORM2004-SN-3.7",
)
SELECT_COUNT = Rule(
    "scorm2004.select-count",
    "info",
    Text(
        "{item} selects {count} of the items below it, and there are only {children}: all are"
        " shown.",
        "{item} выбирает {count} из вложенных элементов, а их только {children}: показаны будут"
        " все.",
    ),
    Text("Lower selectCount.", "Уменьшите selectCount."),
    clause="SCORM2004-SN-3.11",
)
UNREACHABLE = Rule(
    "scorm2004.children-unreachable",
    "info",
    Text(
        "{item} allows neither choice nor flow: learners cannot reach {child} below it.",
        "{item} не разрешает ни выбор (choice), ни переход (flow): до {child} внутри него не"
        " добраться.",
    ),
    _CONTROL,
    clause="SCORM2004-SN-3.2",
)
COURSE_UNREACHABLE = Rule(
    "scorm2004.course-unreachable",
    "warning",
    Text(
        "No item of {item} can be reached: what holds them allows neither choice nor flow.",
        "Ни до одного элемента {item} не добраться: все они внутри тех, где не разрешены ни выбор"
        " (choice), ни переход (flow).",
    ),
    _CONTROL,
    clause="SCORM2004-SN-3.2",
)
ATTEMPT_LIMIT_ZERO = Rule(
    "scorm2004.attempt-limit-zero",
    "info",
    Text(
        "The attempt limit of {item} is 0: it can never be started.",
        "Число попыток для {item} — 0: его никогда нельзя запустить.",
    ),
    Text(
        "Raise attemptLimit, or remove it to allow any number.",
        "Увеличьте attemptLimit или удалите его, чтобы попыток было сколько угодно.",
    ),
    clause="SCORM2004-SN-3.5",
)
OPTIONAL = Rule(
    "scorm2004.optional-element",
    "info",
    Text(
        "{name} is of IMS Simple Sequencing, but SCORM leaves it out: players need not obey it.",
        "{name} есть в IMS Simple Sequencing, но не в SCORM: плееры не обязаны его учитывать.",
    ),
    Text("Do not let the course depend on it.", "Пусть курс от него не зависит."),
    clause="SCORM2004-SN-3.5",
)
NO_EFFECT = Rule(
    "scorm2004.no-effect",
    "info",
    Text(
        "{name} of {item} has no effect: {why}.",
        "{name} элемента {item} ничего не меняет: {why}.",
    ),
    _REMOVE,
    clause="SCORM2004-SN-3",
)
DATA_TWICE = Rule(
    "scorm2004.data-map-twice",
    "warning",
    Text(
        "{item} maps the shared data {name} more than once; the first map is used.",
        "{item} подключает общие данные {name} больше одного раза; используется первое.",
    ),
    Text("Map each store once.", "Подключайте каждое хранилище один раз."),
    clause="SCORM2004-CAM-3.4.1-DATA",
)
DATA_NAMELESS = Rule(
    "scorm2004.data-map-nameless",
    "warning",
    Text(
        "A map of shared data of {item} names no store; it is not used.",
        "Подключение общих данных у {item} не называет хранилища; оно не используется.",
    ),
    Text("Give it a targetID.", "Задайте targetID."),
    clause="SCORM2004-CAM-3.4.1-DATA",
)

LEAF = Text(
    "it has no items below it",
    "у него нет вложенных элементов",
)
CLUSTER = Text(
    "it holds items and starts nothing itself",
    "он содержит элементы и сам ничего не запускает",
)
NOT_COUNTED = Text(
    "childActivitySet is {set}",
    "childActivitySet — {set}",
)
NEVER = Text(
    "{timing} is never",
    "{timing} — never",
)
NOT_MEASURED = Text(
    "satisfiedByMeasure is not true",
    "satisfiedByMeasure не равен true",
)
NEVER_EXITED = Text(
    "no item directly below it ends by exitParent and it has no exit rule, so these rules are"
    " never asked",
    "ни один элемент прямо под ним не завершается через exitParent, и правила exit у него нет:"
    " эти правила никогда не проверяются",
)
UNTRACKED = Text(
    "tracked is false, so what they ask about is never known",
    "tracked равен false, поэтому то, о чём они спрашивают, никогда не известно",
)
NO_PARENT = Text(
    "there is nothing above it",
    "над ним ничего нет",
)
NO_FLOW = Text(
    "flow is not true where it belongs to",
    "flow там, где он находится, не равен true",
)
