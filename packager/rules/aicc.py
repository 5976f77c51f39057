"""AICC: the files of a course, what they hold and how they are written."""

from __future__ import annotations

from cursus.texts import Text
from packager.findings import Rule

TITLE = Text("AICC: the files of a course and what they hold", "AICC: файлы курса и их содержимое")

# Which files there are

NO_UNITS = Rule(
    "aicc.no-units",
    "error",
    Text(
        "The course has no assignable unit: there is no .au file, or no row in it.",
        "В курсе нет ни одного модуля: нет файла .au или в нём нет строк.",
    ),
    Text(
        "Pack the .au file that the authoring tool has made, with a row for each part that is"
        " started.",
        "Добавьте в пакет файл .au, созданный редактором; в нём по строке на каждую"
        " запускаемую часть.",
    ),
    clause="AICC-CMI001-AU",
)
NOTHING_TO_PLAY = Rule(
    "aicc.nothing-to-play",
    "error",
    Text(
        "The structure of the course holds none of the units of the .au file.",
        "В структуру курса не входит ни один модуль из файла .au.",
    ),
    Text(
        "Let the row of ROOT in the .cst file name the units, or blocks that name them.",
        "В строке ROOT файла .cst назовите модули или блоки, в которые они входят.",
    ),
    clause="AICC-CMI001-CST",
)
FILE_MISSING = Rule(
    "aicc.file-missing",
    "warning",
    Text(
        "There is no .{ending} file: {effect}.",
        "Нет файла .{ending}: {effect}.",
    ),
    Text(
        "Every AICC course has a .crs, an .au, a .des and a .cst file of one name; many LMSs"
        " refuse a course without them.",
        "У каждого курса AICC есть файлы .crs, .au, .des и .cst с одним именем; многие СДО без"
        " них курс не принимают.",
    ),
    clause="AICC-CMI001-FILES",
    mended=True,
)
BASE_NAME = Rule(
    "aicc.base-name",
    "warning",
    Text(
        "The .{ending} file has another name than the course; it is taken as part of it.",
        "Файл .{ending} называется не так, как курс; он считается его частью.",
    ),
    Text(
        "Give all files of the course one name and let only the endings differ.",
        "Дайте всем файлам курса одно имя; различаться должны только расширения.",
    ),
    clause="AICC-CMI001-FILES",
    mended=True,
)
SEVERAL_COURSES = Rule(
    "aicc.several-courses",
    "warning",
    Text(
        "The package holds further courses ({names}); only this one is played.",
        "В пакете есть и другие курсы ({names}); воспроизводится только этот.",
    ),
    Text(
        "Pack each course on its own.",
        "Упакуйте каждый курс отдельно.",
    ),
    clause="AICC-CMI001-FILES",
)
FILE_UNREADABLE = Rule(
    "aicc.file-unreadable",
    "error",
    Text(
        "The file is too large to be a description of a course.",
        "Файл слишком велик для описания курса.",
    ),
    Text(
        "A description of thousands of units takes less than a megabyte; look what the file holds.",
        "Описание тысяч модулей занимает меньше мегабайта; посмотрите, что в файле.",
    ),
)

# How the files are written

LINE_ENDS = Rule(
    "aicc.line-ends",
    "warning",
    Text(
        "Lines do not end with CR LF; some LMSs read nothing then.",
        "Строки заканчиваются не на CR LF; некоторые СДО тогда ничего не прочитают.",
    ),
    Text(
        "Save the file with line ends of Windows.",
        "Сохраните файл с концами строк Windows.",
    ),
    clause="AICC-CMI001-TABLES",
    mended=True,
)
UNQUOTED = Rule(
    "aicc.unquoted",
    "info",
    Text(
        "Fields stand without quotation marks; some LMSs lose such rows.",
        "Есть поля без кавычек; некоторые СДО теряют такие строки.",
    ),
    Text(
        "Put every field in quotation marks, numbers and empty ones too.",
        "Заключите в кавычки каждое поле, в том числе числа и пустые.",
    ),
)
SEPARATOR = Rule(
    "aicc.separator",
    "warning",
    Text(
        "Fields are separated by {separator} instead of a comma.",
        "Поля разделены знаком {separator}, а не запятой.",
    ),
    Text(
        "Separate fields by commas; a spreadsheet program may write something else.",
        "Разделяйте поля запятыми; программы для таблиц иногда пишут другое.",
    ),
    clause="AICC-CMI001-TABLES",
    mended=True,
)
QUOTE_OPEN = Rule(
    "aicc.quote-open",
    "warning",
    Text(
        "A quotation mark is not closed; the field is taken to end with the line.",
        "Кавычка не закрыта; считается, что поле кончается вместе со строкой.",
    ),
    Text(
        "Close the quotation mark; one within a field is written twice.",
        "Закройте кавычку; кавычка внутри поля пишется дважды.",
    ),
    clause="AICC-CMI001-TABLES",
    mended=True,
)
ROW_LENGTH = Rule(
    "aicc.row-length",
    "warning",
    Text(
        "Fields in the row: {count} instead of {expected}.",
        "Полей в строке {count}, а столбцов {expected}.",
    ),
    Text(
        "Write a field for each column, an empty one too, and put text with commas in"
        " quotation marks.",
        "Напишите поле для каждого столбца, даже пустое, и заключите текст с запятыми в кавычки.",
    ),
    clause="AICC-CMI001-TABLES",
    mended=True,
)
HEADER = Rule(
    "aicc.header-missing",
    "warning",
    Text(
        "The file does not begin with the names that AICC gives its columns; it is read as"
        " {columns}.",
        "Файл не начинается с названий столбцов, принятых в AICC; он прочитан как {columns}.",
    ),
    Text(
        "Write the names of the columns in the first row.",
        "Напишите в первой строке названия столбцов.",
    ),
    clause="AICC-CMI001-TABLES",
    mended=True,
)
COLUMNS_MISSING = Rule(
    "aicc.columns-missing",
    "error",
    Text(
        "Columns are missing without which nothing can be started: {columns}.",
        "Нет столбцов, без которых ничего нельзя запустить: {columns}.",
    ),
    Text(
        "Write the names of the columns in the first row, as AICC calls them.",
        "Напишите в первой строке названия столбцов так, как они называются в AICC.",
    ),
    clause="AICC-CMI001-AU",
)
TABLE_UNUSABLE = Rule(
    "aicc.table-unusable",
    "warning",
    Text(
        "Columns are missing without which the file says nothing: {columns}; it is not used.",
        "Нет столбцов, без которых файл ничего не значит: {columns}; он не используется.",
    ),
    Text(
        "Write the names of the columns in the first row, as AICC calls them.",
        "Напишите в первой строке названия столбцов так, как они называются в AICC.",
    ),
    clause="AICC-CMI001-TABLES",
)
COLUMN_UNKNOWN = Rule(
    "aicc.column-unknown",
    "info",
    Text(
        "AICC knows no column {name} here; it is not read.",
        "В AICC здесь нет столбца {name}; он не читается.",
    ),
    Text(
        "Nothing to do, unless it is a misspelt name.",
        "Делать ничего не нужно, если это не опечатка.",
    ),
)
LINE_UNREAD = Rule(
    "aicc.line-unread",
    "warning",
    Text(
        "The line is neither a group in square brackets nor name=value: {text}.",
        "Строка не является ни группой в квадратных скобках, ни записью имя=значение: {text}.",
    ),
    Text(
        "Correct the line; a comment begins with a semicolon.",
        "Исправьте строку; комментарий начинается с точки с запятой.",
    ),
    clause="AICC-CMI001-CRS",
)
VALUE_LONG = Rule(
    "aicc.value-too-long",
    "error",
    Text(
        "The value has {count} characters, more than {limit}.",
        "Длина значения {count} знаков, больше допустимых {limit}.",
    ),
    Text(
        "Shorten it; a quotation mark may be missing before it.",
        "Сократите его; возможно, перед ним пропущена кавычка.",
    ),
)
TOO_MANY = Rule(
    "aicc.too-many",
    "error",
    Text(
        "The course has more than {limit} parts.",
        "В курсе больше {limit} частей.",
    ),
    Text(
        "Split the course.",
        "Разделите курс на несколько.",
    ),
)
TEXT_LOST = Rule(
    "aicc.text-lost",
    "warning",
    Text(
        "Letters were lost when the course was exported: {text}.",
        "При экспорте курса потеряны буквы: {text}.",
    ),
    Text(
        "Write the text anew, or export with a newer version of the tool: older ones write"
        " other letters than Latin as question marks.",
        "Введите текст заново или экспортируйте курс новой версией редактора: старые заменяют"
        " нелатинские буквы вопросительными знаками.",
    ),
)

# What the course says of itself and of its parts

KEY_MISSING = Rule(
    "aicc.key-missing",
    "warning",
    Text(
        "The .crs file does not say {names}.",
        "В файле .crs нет: {names}.",
    ),
    Text(
        "Add lines name=value in the groups [Course] and [Course_Behavior].",
        "Добавьте строки вида имя=значение в группы [Course] и [Course_Behavior].",
    ),
    clause="AICC-CMI001-CRS",
)
TOTAL_WRONG = Rule(
    "aicc.total-wrong",
    "warning",
    Text(
        "{name} is said to be {said}; the course has {count}.",
        "В {name} указано {said}, а в курсе {count}.",
    ),
    Text(
        "Correct the number.",
        "Исправьте число.",
    ),
    clause="AICC-CMI001-CRS",
    mended=True,
)
TITLE_MISSING = Rule(
    "aicc.title-missing",
    "warning",
    Text(
        "{id} has no title; it is shown by its id.",
        "У {id} нет названия; показывается идентификатор.",
    ),
    Text(
        "Give it a row with a title in the .des file.",
        "Добавьте в файл .des строку с названием.",
    ),
    clause="AICC-CMI001-DES",
)
TITLE_LONG = Rule(
    "aicc.title-long",
    "warning",
    Text(
        "The title has {count} characters; it is cut after {limit}.",
        "Длина названия {count} знаков; оно обрезано после {limit}.",
    ),
    Text(
        "Shorten it; the description has room for more.",
        "Сократите его; подробности можно дать в описании.",
    ),
    mended=True,
)
ID_MISSING = Rule(
    "aicc.id-missing",
    "warning",
    Text(
        "The row has no id and is left out.",
        "В строке нет идентификатора, она пропущена.",
    ),
    Text(
        "Give the element an id: A1, A2, … for units, B1, … for blocks, J1, … for objectives.",
        "Дайте элементу идентификатор: A1, A2, … для модулей, B1, … для блоков, J1, … для целей.",
    ),
    clause="AICC-CMI001-IDS",
)
ID_TWICE = Rule(
    "aicc.id-twice",
    "warning",
    Text(
        "The id {id} belongs to another row already; this one is left out.",
        "Идентификатор {id} уже занят другой строкой; эта пропущена.",
    ),
    Text(
        "Give each element its own id.",
        "Дайте каждому элементу свой идентификатор.",
    ),
    clause="AICC-CMI001-IDS",
)
ELEMENT_UNKNOWN = Rule(
    "aicc.element-unknown",
    "warning",
    Text(
        "The row is about {id}, which the course does not have.",
        "Строка относится к {id}, а такого элемента в курсе нет.",
    ),
    Text(
        "Correct the id or take the row out.",
        "Исправьте идентификатор или уберите строку.",
    ),
    clause="AICC-CMI001-IDS",
)

# The structure

ROOT_MISSING = Rule(
    "aicc.root-missing",
    "warning",
    Text(
        "The .cst file has no row of ROOT; blocks and units that no block holds make the course.",
        "В файле .cst нет строки ROOT; курс составлен из блоков и модулей, не входящих ни в"
        " один блок.",
    ),
    Text(
        "Add a row that begins with ROOT and names the topmost blocks and units.",
        "Добавьте строку, которая начинается с ROOT и называет блоки и модули верхнего уровня.",
    ),
    clause="AICC-CMI001-CST",
    mended=True,
)
MEMBER_UNKNOWN = Rule(
    "aicc.member-unknown",
    "warning",
    Text(
        "There is no unit and no block {id}; it is left out.",
        "Нет ни модуля, ни блока {id}; он пропущен.",
    ),
    Text(
        "Give the unit a row in the .au file or the block one in the .cst file.",
        "Добавьте модуль в файл .au или блок в файл .cst.",
    ),
    clause="AICC-CMI001-CST",
)
MEMBER_TWICE = Rule(
    "aicc.member-twice",
    "warning",
    Text(
        "{id} stands in the course already; it is left out here.",
        "{id} уже есть в курсе; здесь он пропущен.",
    ),
    Text(
        "Let each unit and block be a member of one block.",
        "Каждый модуль и блок должен входить только в один блок.",
    ),
    clause="AICC-CMI001-CST",
)
BLOCK_LOOP = Rule(
    "aicc.block-loop",
    "warning",
    Text(
        "The block {id} holds itself, directly or through others; it is left out here.",
        "Блок {id} содержит сам себя, прямо или через другие; здесь он пропущен.",
    ),
    Text(
        "Take it out of the block that lies within it.",
        "Уберите его из блока, который лежит внутри него.",
    ),
    clause="AICC-CMI001-CST",
)
BLOCK_EMPTY = Rule(
    "aicc.block-empty",
    "warning",
    Text(
        "The block {id} holds nothing and is left out.",
        "Блок {id} пуст и пропущен.",
    ),
    Text(
        "Name its members in a row of the .cst file, or take it out.",
        "Назовите его части в строке файла .cst или уберите его.",
    ),
    clause="AICC-CMI001-CST",
)
ORPHAN = Rule(
    "aicc.orphan",
    "warning",
    Text(
        "No block holds {id}; it is no part of the course.",
        "{id} не входит ни в один блок, и в курсе его нет.",
    ),
    Text(
        "Name it in the row of ROOT or of a block.",
        "Назовите его в строке ROOT или одного из блоков.",
    ),
    clause="AICC-CMI001-CST",
)
UNIT_AS_BLOCK = Rule(
    "aicc.unit-as-block",
    "warning",
    Text(
        "{id} is a unit and a block; it is started itself and holds others.",
        "{id} — и модуль, и блок; он и запускается сам, и содержит другие.",
    ),
    Text(
        "Give the block an id of its own and let it hold the unit.",
        "Дайте блоку свой идентификатор и включите модуль в него.",
    ),
    clause="AICC-CMI001-CST",
)
TOO_DEEP = Rule(
    "aicc.too-deep",
    "error",
    Text(
        "Blocks are nested more than {limit} deep.",
        "Вложенность блоков больше допустимой: {limit}.",
    ),
    Text(
        "Let blocks hold units directly.",
        "Включите модули в блоки напрямую.",
    ),
)

# What is started

FILE_NAME_EMPTY = Rule(
    "aicc.launch-empty",
    "error",
    Text(
        "The unit {id} has no File_Name, so that it cannot be started.",
        "У модуля {id} не указан File_Name, его нельзя запустить.",
    ),
    Text(
        "Write the address of its first page, relative to the .au file.",
        "Укажите адрес его первой страницы относительно файла .au.",
    ),
    clause="AICC-CMI001-AU",
)
LAUNCH_MISSING = Rule(
    "aicc.launch-file-missing",
    "error",
    Text(
        "The unit {id} starts {url}, and there is no such file.",
        "Модуль {id} запускает {url}, а такого файла нет.",
    ),
    Text(
        "Put the file into the package or correct the address; a package without content has"
        " full addresses.",
        "Положите файл в пакет или исправьте адрес; если содержания в пакете нет, адреса"
        " пишутся полностью.",
    ),
    clause="AICC-CMI001-AU",
)
LAUNCH_INVALID = Rule(
    "aicc.launch-invalid",
    "error",
    Text(
        "The unit {id} starts {url}, which is no address in the package or on the Web.",
        "Модуль {id} запускает {url}, а это не адрес в пакете или в Интернете.",
    ),
    Text(
        "Write an address relative to the .au file, or one that begins with https://.",
        "Укажите адрес относительно файла .au или адрес, который начинается с https://.",
    ),
    clause="AICC-CMI001-AU",
)
LAUNCH_EXTERNAL = Rule(
    "aicc.launch-external",
    "warning",
    Text(
        "The unit {id} is hosted elsewhere: {url}. It plays only while that server lets it.",
        "Модуль {id} размещён на другом сервере: {url}. Он работает, только пока тот сервер"
        " это позволяет.",
    ),
    Text(
        "Nothing to do when the course is meant to stay there; else pack its files and write"
        " relative addresses.",
        "Если курс и должен оставаться там, делать ничего не нужно; иначе добавьте его файлы в"
        " пакет и укажите относительные адреса.",
    ),
)
LAUNCH_CASE = Rule(
    "aicc.launch-case",
    "warning",
    Text(
        "{url} differs from the file {name} in the case of letters only.",
        "{url} отличается от имени файла {name} только регистром букв.",
    ),
    Text(
        "Write the address as the file is called.",
        "Напишите адрес так, как называется файл.",
    ),
    clause="AICC-CMI001-AU",
    mended=True,
)
LAUNCH_UNTIDY = Rule(
    "aicc.launch-normalised",
    "warning",
    Text(
        "The address {url} has a backslash or begins with a slash.",
        "В адресе {url} есть обратная косая черта, или он начинается с косой черты.",
    ),
    Text(
        "Write the address relative to the .au file, with `/`.",
        "Пишите адрес относительно файла .au и через `/`.",
    ),
    clause="AICC-CMI001-AU",
    mended=True,
)
COMMAND_LINE = Rule(
    "aicc.launch-command-line",
    "warning",
    Text(
        "The unit {id} has no File_Name; the file named in Command_Line is started: {value}.",
        "У модуля {id} нет File_Name; запускается файл из Command_Line: {value}.",
    ),
    Text(
        "Write the address of the first page in File_Name.",
        "Укажите адрес первой страницы в File_Name.",
    ),
    clause="AICC-CMI001-AU",
    mended=True,
)
WEB_LAUNCH = Rule(
    "aicc.web-launch-dropped",
    "warning",
    Text(
        "Web_Launch of {id} cannot be joined to its address and is left out: {value}.",
        "Web_Launch модуля {id} нельзя присоединить к адресу, он пропущен: {value}.",
    ),
    Text(
        "Web_Launch holds parameters in the form name=value&name=value.",
        "В Web_Launch указываются параметры вида имя=значение&имя=значение.",
    ),
    clause="AICC-CMI001-LAUNCH",
)
MASTERY_WRITTEN = Rule(
    "aicc.mastery-score-written",
    "warning",
    Text(
        "Mastery_Score is written {value}; it is read as {number}.",
        "Mastery_Score записан как {value}; прочитан как {number}.",
    ),
    Text(
        "Write a number with a point, for example 80 or 82.5.",
        "Напишите число через точку, например 80 или 82.5.",
    ),
    clause="AICC-CMI001-AU",
    mended=True,
)
MASTERY_WRONG = Rule(
    "aicc.mastery-score-wrong",
    "warning",
    Text(
        "Mastery_Score is {value}, which is no number from 0 to 100; no score is needed to pass.",
        "Mastery_Score равен {value}, а это не число от 0 до 100; проходной балл не задан.",
    ),
    Text(
        "Write a number from 0 to 100, or leave the field empty.",
        "Напишите число от 0 до 100 или оставьте поле пустым.",
    ),
    clause="AICC-CMI001-AU",
)
TIME_ALLOWED = Rule(
    "aicc.time-allowed",
    "warning",
    Text(
        "Max_Time_Allowed is {value}, which is no time; there is no limit.",
        "Max_Time_Allowed равен {value}, а это не время; ограничения нет.",
    ),
    Text(
        "Write hours, minutes and seconds: 01:30:00.",
        "Напишите часы, минуты и секунды: 01:30:00.",
    ),
    clause="AICC-CMI001-AU",
)
TIME_LIMIT_ACTION = Rule(
    "aicc.time-limit-action",
    "warning",
    Text(
        "Time_Limit_Action is {value}; it is not used.",
        "Time_Limit_Action равен {value}; он не используется.",
    ),
    Text(
        "Write E (exit) or C (continue), a comma and M (message) or N (no message), for"
        " example C,N.",
        "Напишите E (выход) или C (продолжение), запятую и M (с сообщением) или N (без него),"
        " например C,N.",
    ),
    clause="AICC-CMI001-AU",
)

# Prerequisites and completion

SCRIPT_WRONG = Rule(
    "aicc.script-wrong",
    "warning",
    Text(
        "The condition {text} cannot be understood: {what}. It is not used.",
        "Условие {text} не удаётся понять: {what}. Оно не используется.",
    ),
    Text(
        "Write ids joined by & (and), | (or), ~ (not), = and <> (status), or a set: 2*{{A1,"
        " A2, A3}}.",
        "Соедините идентификаторы знаками & (и), | (или), ~ (не), = и <> (состояние) или"
        " напишите набор: 2*{{A1, A2, A3}}.",
    ),
    clause="AICC-CMI001-SCRIPT",
)
SCRIPT_UNKNOWN = Rule(
    "aicc.script-unknown",
    "warning",
    Text(
        "The condition asks about {names}, which the course does not have; such an element is"
        " never completed.",
        "Условие спрашивает о {names}, а таких элементов в курсе нет; они никогда не будут"
        " пройдены.",
    ),
    Text(
        "Correct the ids: what depends on an element that is not there may never open.",
        "Исправьте идентификаторы: то, что зависит от отсутствующего элемента, может никогда"
        " не открыться.",
    ),
    clause="AICC-CMI001-SCRIPT",
)
STATUS_UNKNOWN = Rule(
    "aicc.status-unknown",
    "warning",
    Text(
        "{value} is no status; completed is set instead.",
        "{value} не является состоянием; вместо него ставится completed.",
    ),
    Text(
        "Write passed, completed, failed, incomplete, browsed or not attempted.",
        "Напишите passed, completed, failed, incomplete, browsed или not attempted.",
    ),
    clause="AICC-CMI001-CMP",
)
