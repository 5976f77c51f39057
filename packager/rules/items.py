"""Organizations, items and resources: what the manifest says about the course."""

from __future__ import annotations

from cursus.texts import Text
from packager.findings import Rule

TITLE = Text("Organizations, items and resources", "Организации, элементы и ресурсы")
_UNIQUE = Text(
    "Give each its own identifier and correct the references.",
    "Дайте каждому свой идентификатор и исправьте ссылки.",
)
_NUMBER = Text(
    "Write a number with a point, for example 80 or 82.5.",
    "Напишите число через точку, например 80 или 82.5.",
)

NOTHING_TO_PLAY = Rule(
    "scorm.nothing-to-play",
    "error",
    Text(
        "No item of the course can be started.",
        "В курсе нет ни одного элемента, который можно запустить.",
    ),
    Text(
        "An item starts the resource that its identifierref names; the resource needs an href.",
        "Элемент запускает ресурс, названный в identifierref; у ресурса должен быть href.",
    ),
    clause="SCORM12-CAM-2.3-ITEM",
)
NO_ORGANIZATION = Rule(
    "scorm.no-organization",
    "warning",
    Text(
        "The manifest has no organization; the items are made from its resources.",
        "В манифесте нет ни одной organization; элементы составлены из ресурсов.",
    ),
    Text(
        "Add an organization with an item per page.",
        "Добавьте organization с элементом для каждой страницы.",
    ),
    clause="SCORM12-CAM-2.3-ORGANIZATIONS",
    mended=True,
)
DEFAULT_WRONG = Rule(
    "scorm.default-organization-wrong",
    "warning",
    Text(
        "The default organization {name} does not exist; the first one is played.",
        "Организации {name}, указанной в default, нет; воспроизводится первая.",
    ),
    Text(
        "Let default name an organization of the manifest.",
        "Укажите в default организацию из манифеста.",
    ),
    clause="SCORM12-CAM-2.3-ORGANIZATIONS",
    mended=True,
)
DEFAULT_ABSENT = Rule(
    "scorm.default-organization-absent",
    "warning",
    Text(
        "No default organization is named; the first one is played.",
        "Организация по умолчанию не указана; воспроизводится первая.",
    ),
    Text(
        "Let default name an organization of the manifest.",
        "Укажите в default организацию из манифеста.",
    ),
    clause="SCORM12-CAM-2.3-ORGANIZATIONS",
    mended=True,
)
SEVERAL_ORGANIZATIONS = Rule(
    "scorm.several-organizations",
    "info",
    Text(
        "The manifest arranges the course in {count} ways; the default one is played.",
        "Вариантов построения курса в манифесте: {count}; воспроизводится вариант по умолчанию.",
    ),
    Text("Nothing to do.", "Делать ничего не нужно."),
)
SEVERAL_SCOS = Rule(
    "scorm.several-scos",
    "info",
    Text(
        "The course has {count} parts that are started one by one; some LMSs take only one.",
        "Частей, которые запускаются по одной, в курсе {count}; некоторые СДО принимают только"
        " одну.",
    ),
    Text("Nothing to do here.", "Здесь делать ничего не нужно."),
)
IDENTIFIER_MISSING = Rule(
    "scorm.identifier-missing",
    "warning",
    Text(
        "The {what} has no identifier; it is called {name} here.",
        "У {what} нет идентификатора; здесь он назван {name}.",
    ),
    Text("Give it an identifier of its own.", "Дайте ему собственный идентификатор."),
    clause="SCORM12-CAM-2.3-ITEM",
    mended=True,
)
ITEM_TWICE = Rule(
    "scorm.item-twice",
    "warning",
    Text(
        "The identifier {name} belongs to another item already; this one is called {other} here.",
        "Идентификатор {name} уже занят другим элементом; этот здесь назван {other}.",
    ),
    _UNIQUE,
    clause="XML10-3.3.1-ID",
    mended=True,
)
RESOURCE_TWICE = Rule(
    "scorm.resource-twice",
    "error",
    Text(
        "Two resources are called {name}: which one an item starts is unclear.",
        "Два ресурса называются {name}: непонятно, какой из них запускает элемент.",
    ),
    _UNIQUE,
    clause="XML10-3.3.1-ID",
)
REFERENCE_DANGLING = Rule(
    "scorm.reference-dangling",
    "warning",
    Text(
        "The item {item} refers to the resource {name}, which does not exist: it cannot be"
        " started.",
        "Элемент {item} ссылается на ресурс {name}, которого нет: его нельзя запустить.",
    ),
    Text(
        "Correct identifierref or add the resource.",
        "Исправьте identifierref или добавьте ресурс.",
    ),
    clause="SCORM12-CAM-2.3-ITEM",
)
RESOURCE_HREF = Rule(
    "scorm.resource-without-href",
    "warning",
    Text(
        "The item {item} refers to the resource {name}, which starts nothing: it has no href.",
        "Элемент {item} ссылается на ресурс {name}, который ничего не запускает: нет href.",
    ),
    Text(
        "Give the resource an href, its first page.",
        "Укажите в href ресурса его первую страницу.",
    ),
    clause="SCORM12-CAM-2.3-RESOURCE",
)
ITEM_EMPTY = Rule(
    "scorm.item-empty",
    "warning",
    Text(
        "The item {item} neither starts anything nor holds other items.",
        "Элемент {item} ничего не запускает и не содержит других элементов.",
    ),
    Text(
        "Give it an identifierref, or remove it.",
        "Укажите identifierref или удалите элемент.",
    ),
    clause="SCORM12-CAM-2.3-ITEM",
)
CLUSTER_STARTS = Rule(
    "scorm2004.cluster-starts",
    "warning",
    Text(
        "The item {item} holds items and refers to a resource; SCORM 2004 lets only the last level"
        " start anything, so the resource is not used.",
        "Элемент {item} содержит элементы и ссылается на ресурс; в SCORM 2004 запускается только"
        " нижний уровень, поэтому ресурс не используется.",
    ),
    Text(
        "Move the reference to an item of its own below this one.",
        "Вынесите ссылку в отдельный вложенный элемент.",
    ),
    clause="SCORM2004-CAM-3.4.1-ITEM",
)
TITLE_MISSING = Rule(
    "scorm.title-missing",
    "warning",
    Text("The {what} {name} has no title.", "У {what} {name} нет заголовка."),
    Text("Give it a title that learners can read.", "Дайте заголовок, понятный учащимся."),
    clause="SCORM12-CAM-2.3-TITLE",
)
TITLE_LONG = Rule(
    "scorm.title-long",
    "warning",
    Text(
        "The title of the {what} {name} has {count} characters; it is cut after {limit}.",
        "Заголовок {what} {name} — {count} символов; он обрезан до {limit}.",
    ),
    Text("Shorten the title.", "Сократите заголовок."),
    clause="SCORM12-CAM-2.3-TITLE",
    mended=True,
)
TOO_MANY_ITEMS = Rule(
    "scorm.too-many-items",
    "error",
    Text(
        "The course has {count} items; this installation takes {limit}.",
        "В курсе {count} элементов; установка принимает {limit}.",
    ),
    Text("Split the course into several packages.", "Разделите курс на несколько пакетов."),
)
TYPE_ABSENT = Rule(
    "scorm.type-absent",
    "warning",
    Text(
        "The resource {name} does not say whether it is a SCO or an asset; it is played as {kind}.",
        "У ресурса {name} не указано, SCO это или asset; он воспроизводится как {kind}.",
    ),
    Text(
        "Add adlcp:scormtype (SCORM 1.2) or adlcp:scormType (SCORM 2004).",
        "Добавьте adlcp:scormtype (SCORM 1.2) или adlcp:scormType (SCORM 2004).",
    ),
    clause="SCORM12-CAM-2.3-SCORMTYPE",
    mended=True,
)
TYPE_SPELLING = Rule(
    "scorm.type-spelling",
    "warning",
    Text(
        "The attribute is written {found}; this version of SCORM wants {wanted}.",
        "Атрибут записан как {found}; в этой версии SCORM нужен {wanted}.",
    ),
    Text(
        "Correct it: other LMSs take the resource for an asset and track nothing.",
        "Исправьте: другие СДО примут ресурс за asset и не будут учитывать результаты.",
    ),
    clause="SCORM12-CAM-2.3-SCORMTYPE",
    mended=True,
)
TYPE_VALUE = Rule(
    "scorm.type-value",
    "warning",
    Text(
        "The resource type {value} is neither sco nor asset; it is played as {kind}.",
        "Тип ресурса {value} — ни sco, ни asset; воспроизводится как {kind}.",
    ),
    Text("Write sco or asset.", "Напишите sco или asset."),
    clause="SCORM12-CAM-2.3-SCORMTYPE",
    mended=True,
)
DEPENDENCY_DANGLING = Rule(
    "scorm.dependency-dangling",
    "warning",
    Text(
        "The resource {resource} depends on {name}, which does not exist.",
        "Ресурс {resource} зависит от {name}, которого нет.",
    ),
    Text("Correct or remove the dependency.", "Исправьте или удалите зависимость."),
    clause="SCORM12-CAM-2.3-DEPENDENCY",
)
DEPENDENCY_LOOP = Rule(
    "scorm.dependency-loop",
    "warning",
    Text(
        "The resource {resource} depends on itself, by way of others or directly.",
        "Ресурс {resource} зависит от самого себя, прямо или через другие.",
    ),
    Text("Remove one of the dependencies.", "Удалите одну из зависимостей."),
    clause="SCORM12-CAM-2.3-DEPENDENCY",
)
MASTERY_MENDED = Rule(
    "scorm12.mastery-score-written",
    "warning",
    Text(
        "The mastery score {value} is not written as a number; it is read as {number}.",
        "Проходной балл {value} записан не числом; он прочитан как {number}.",
    ),
    _NUMBER,
    clause="SCORM12-CAM-2.3-MASTERYSCORE",
    mended=True,
)
MASTERY_WRONG = Rule(
    "scorm12.mastery-score-wrong",
    "warning",
    Text(
        "The mastery score {value} is no number from 0 to 100; it is not used.",
        "Проходной балл {value} — не число от 0 до 100; он не используется.",
    ),
    _NUMBER,
    clause="SCORM12-CAM-2.3-MASTERYSCORE",
)
MASTERY_2004 = Rule(
    "scorm2004.mastery-score",
    "warning",
    Text(
        "A mastery score is a thing of SCORM 1.2; in SCORM 2004 it is not used.",
        "Проходной балл masteryscore есть только в SCORM 1.2; в SCORM 2004 он не используется.",
    ),
    Text(
        "Set minNormalizedMeasure and satisfiedByMeasure of the primary objective instead.",
        "Укажите вместо него minNormalizedMeasure и satisfiedByMeasure основной цели.",
    ),
    clause="SCORM2004-CAM-5.1-OBJECTIVES",
)
OF_12 = Rule(
    "scorm2004.element-of-12",
    "warning",
    Text(
        "{name} is a thing of SCORM 1.2; in SCORM 2004 it is not used.",
        "{name} есть только в SCORM 1.2; в SCORM 2004 он не используется.",
    ),
    Text(
        "Say it by imsss:sequencing: preConditionRule, attemptAbsoluteDurationLimit.",
        "Задайте это в imsss:sequencing: preConditionRule, attemptAbsoluteDurationLimit.",
    ),
    clause="SCORM2004-CAM-3.4.1-ITEM",
)
PREREQUISITES_SYNTAX = Rule(
    "scorm12.prerequisites-syntax",
    "warning",
    Text(
        "The prerequisites of {item} cannot be read at character {position}: {what}. They are not"
        " used.",
        "Условия prerequisites элемента {item} не читаются с символа {position}: {what}. Они не"
        " используются.",
    ),
    Text(
        "Write identifiers of items joined by & (and), | (or), ~ (not), for example I1&~I2.",
        "Пишите идентификаторы элементов через & (и), | (или), ~ (не), например I1&~I2.",
    ),
    clause="SCORM12-CAM-2.3-PREREQUISITES",
)
PREREQUISITES_UNKNOWN = Rule(
    "scorm12.prerequisites-unknown",
    "warning",
    Text(
        "The prerequisites of {item} name what is no item of its organization: {names}. Such"
        " items count as never begun.",
        "В prerequisites элемента {item} названы элементы, которых в организации нет: {names}. Они"
        " считаются не начатыми.",
    ),
    Text(
        "Name items by their identifiers.",
        "Называйте элементы их идентификаторами.",
    ),
    clause="SCORM12-CAM-2.3-PREREQUISITES",
)
LAUNCH_DATA_12 = Rule(
    "scorm12.launch-data-long",
    "warning",
    Text(
        "datafromlms has {count} characters; SCORM 1.2 allows {limit}, and other LMSs may cut it.",
        "В datafromlms {count} символов; SCORM 1.2 разрешает {limit}, и другие СДО могут его"
        " обрезать.",
    ),
    Text(
        "Shorten it, or keep the data in a file of the package.",
        "Сократите его или храните данные в файле пакета.",
    ),
    clause="SCORM12-CAM-2.3-DATAFROMLMS",
)
LAUNCH_DATA_2004 = Rule(
    "scorm2004.launch-data-long",
    "info",
    Text(
        "dataFromLMS has {count} characters; LMSs need to keep {limit} only.",
        "В dataFromLMS {count} символов; СДО обязаны хранить только {limit}.",
    ),
    Text(
        "Shorten it, or keep the data in a file of the package.",
        "Сократите его или храните данные в файле пакета.",
    ),
)
TITLE_PORTABLE = Rule(
    "scorm2004.title-portable",
    "info",
    Text(
        "The title of the {what} {name} has {count} characters; LMSs need to keep {limit} only.",
        "Заголовок {what} {name} — {count} символов; СДО обязаны хранить только {limit}.",
    ),
    Text("Shorten the title.", "Сократите заголовок."),
)
TIME_LIMIT_ACTION = Rule(
    "scorm.time-limit-action",
    "warning",
    Text(
        "The time limit action {value} is none of SCORM's; it is not used.",
        "Действие по истечении времени {value} в SCORM не предусмотрено; оно не используется.",
    ),
    Text(
        "Write exit,message; exit,no message; continue,message; or continue,no message.",
        "Напишите exit,message; exit,no message; continue,message или continue,no message.",
    ),
    clause="SCORM12-CAM-2.3-TIMELIMITACTION",
)
TIME_ALLOWED = Rule(
    "scorm.time-allowed",
    "warning",
    Text(
        "The time allowed {value} is no duration in this version's form; it is not used.",
        "Отведённое время {value} записано не в форме этой версии; оно не используется.",
    ),
    Text(
        "Write HHHH:MM:SS in SCORM 1.2, for example 0000:30:00; PT30M in SCORM 2004.",
        "Напишите HHHH:MM:SS в SCORM 1.2, например 0000:30:00; PT30M в SCORM 2004.",
    ),
    clause="SCORM12-CAM-2.3-MAXTIMEALLOWED",
)
