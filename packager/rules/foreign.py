"""What is no package: other files and archives that people upload instead of one."""

from __future__ import annotations

from cursus.texts import Text
from packager.findings import Rule

TITLE = Text("What is no package", "Что пакетом не является")

_FOR_LMS = Text(
    "In the authoring tool choose to publish for an LMS (SCORM 1.2, SCORM 2004, AICC or cmi5) and"
    " upload the .zip file that it makes.",
    "Выберите в редакторе публикацию для СДО (SCORM 1.2, SCORM 2004, AICC или cmi5) и загрузите"
    " созданный им файл .zip.",
)
_NO_DESCRIPTOR = ("CMI5-14.1.0.0-2", "TINCAN-PACKAGE")
_NOT_A_ZIP = ("CMI5-14.1.0.0-1",)

# Files that are no archive

PDF = Rule(
    "package.pdf",
    "error",
    Text("This is a PDF document, not a course.", "Это документ PDF, а не курс."),
    Text(
        "`cursus build` makes a course of a PDF whose reading is tracked.",
        "`cursus build` делает из PDF курс с учётом просмотра.",
    ),
    also=_NOT_A_ZIP,
)
HTML_PAGE = Rule(
    "package.html-page",
    "error",
    Text(
        "This is a web page, not a course; often it is the error page of an interrupted download.",
        "Это веб-страница, а не курс; часто так выглядит страница ошибки при сбое скачивания.",
    ),
    Text(
        "Download the course again and look into the file before uploading it; `cursus build` makes"
        " a course of a page.",
        "Скачайте курс ещё раз и проверьте файл перед загрузкой; `cursus build` делает курс из"
        " страницы.",
    ),
    also=_NOT_A_ZIP,
)
MEDIA = Rule(
    "package.media-file",
    "error",
    Text("This is a {format} file, not a course.", "Это файл {format}, а не курс."),
    Text(
        "`cursus build` makes a course of a video whose watching is tracked.",
        "`cursus build` делает из видео курс с учётом просмотра.",
    ),
    also=_NOT_A_ZIP,
)
PROGRAM = Rule(
    "package.program",
    "error",
    Text(
        "This is a program ({format}), not a course; an archive that unpacks itself is a program"
        " too.",
        "Это программа ({format}), а не курс; самораспаковывающийся архив — тоже программа.",
    ),
    Text(
        "Unpack it and pack the folder as an ordinary zip.",
        "Распакуйте её и упакуйте папку обычным архиватором в zip.",
    ),
    also=_NOT_A_ZIP,
)
OFFICE = Rule(
    "package.office-document",
    "error",
    Text("This is a document ({format}), not a course.", "Это документ ({format}), а не курс."),
    Text(
        "Publish it by an authoring tool for an LMS, or save it as PDF and use `cursus build`.",
        "Опубликуйте его редактором курсов для СДО или сохраните в PDF и вызовите `cursus build`.",
    ),
    also=_NOT_A_ZIP,
)

# Archives of something else

EMPTY = Rule(
    "package.empty",
    "error",
    Text("The archive holds no files.", "В архиве нет файлов."),
    _FOR_LMS,
    also=_NO_DESCRIPTOR,
)
OTHER_ZIP = Rule(
    "package.other-zip",
    "error",
    Text("This is a {format}, not a course.", "Это {format}, а не курс."),
    _FOR_LMS,
    also=_NO_DESCRIPTOR,
)
AUTHORING_SOURCE = Rule(
    "package.authoring-source",
    "error",
    Text(
        "This is the source file of an authoring tool ({tool}), not the published course: {name}.",
        "Это исходный файл редактора курсов ({tool}), а не опубликованный курс: {name}.",
    ),
    _FOR_LMS,
    also=_NO_DESCRIPTOR,
)
MOODLE_BACKUP = Rule(
    "package.moodle-backup",
    "error",
    Text(
        "This is a backup of a Moodle course, which only Moodle can restore.",
        "Это резервная копия курса Moodle; восстановить её может только Moodle.",
    ),
    Text(
        "In Moodle open the SCORM activity and download its package, or take it from the author.",
        "Откройте в Moodle элемент «Пакет SCORM» и скачайте сам пакет или возьмите его у автора.",
    ),
    also=_NO_DESCRIPTOR,
)
LMS_EXPORT = Rule(
    "package.lms-export",
    "error",
    Text(
        "This is an export of the LMS {lms}, which only that system can read back.",
        "Это выгрузка из СДО {lms}; прочитать её может только эта система.",
    ),
    Text(
        "Export the single course or module as SCORM, or take the package from the author.",
        "Выгрузите отдельный курс или модуль в формате SCORM или возьмите пакет у автора.",
    ),
    also=_NO_DESCRIPTOR,
)
COMMON_CARTRIDGE = Rule(
    "package.common-cartridge",
    "error",
    Text(
        "This is a Common Cartridge: content to be taken apart into an LMS, not a course that"
        " reports results.",
        "Это Common Cartridge: материалы, которые СДО разбирает на части, а не курс с передачей"
        " результатов.",
    ),
    _FOR_LMS,
)
QTI = Rule(
    "package.qti",
    "error",
    Text(
        "This is a package of test questions (IMS QTI), not a course that plays them.",
        "Это пакет вопросов для тестов (IMS QTI), а не курс, который их показывает.",
    ),
    Text(
        "Publish the test by an authoring tool for an LMS.",
        "Опубликуйте тест редактором курсов для СДО.",
    ),
)
H5P = Rule(
    "package.h5p",
    "error",
    Text(
        "This is an H5P file; it needs the H5P libraries of an LMS to be played.",
        "Это файл H5P; для показа нужны библиотеки H5P, встроенные в СДО.",
    ),
    Text(
        "Export it as SCORM, for example by Lumi, and upload that archive.",
        "Экспортируйте его в SCORM, например программой Lumi, и загрузите этот архив.",
    ),
    also=_NO_DESCRIPTOR,
)
ARCHIVE_INSIDE = Rule(
    "package.archive-inside",
    "error",
    Text(
        "The archive holds no descriptor but other archives: {names}. They are never opened.",
        "В архиве нет описания курса, но есть другие архивы: {names}. Они никогда не открываются.",
    ),
    Text(
        "Unpack this archive and upload the inner ones, one by one.",
        "Распакуйте этот архив и загрузите внутренние по одному.",
    ),
    also=_NO_DESCRIPTOR,
)
DESCRIPTOR_NAME = Rule(
    "package.descriptor-name",
    "error",
    Text(
        "No file is called {wanted}, but one looks like it: {name}.",
        "Файла {wanted} нет, но есть похожий: {name}.",
    ),
    Text(
        "If that is the descriptor, rename it and pack the folder again.",
        "Если это и есть описание курса, переименуйте его и упакуйте папку заново.",
    ),
    clause="SCORM12-CAM-2.3-MANIFEST",
    also=_NO_DESCRIPTOR,
)
AICC_INCOMPLETE = Rule(
    "package.aicc-incomplete",
    "error",
    Text(
        "The archive holds files of an AICC course ({names}), but neither a .crs file nor an .au"
        " with a .cst file.",
        "В архиве есть файлы курса AICC ({names}), но нет ни файла .crs, ни файлов .au и .cst"
        " вместе.",
    ),
    Text(
        "Pack all files that the authoring tool has made: .crs, .au, .des and .cst.",
        "Упакуйте все файлы, созданные редактором: .crs, .au, .des и .cst.",
    ),
    clause="AICC-CMI001-FILES",
)
WEB_PAGES = Rule(
    "package.web-pages",
    "error",
    Text(
        "The archive holds web pages ({name}) but no descriptor: it was published for the web, not"
        " for an LMS. At its top lie: {names}.",
        "В архиве веб-страницы ({name}), но нет описания курса: он опубликован для веба, а не для"
        " СДО. На верхнем уровне лежат: {names}.",
    ),
    _FOR_LMS,
    clause="SCORM12-CAM-2.3-MANIFEST",
    also=_NO_DESCRIPTOR,
)
