"""What every function of both APIs answers in every state: return value and error code after it.

SCORM 1.2: RTE 1.2, 3.3. SCORM 2004: RTE 3.1.3 to 3.1.7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tests.spec.cmi.scripts import Standard

State = Literal["new", "running", "ended"]
Answer = tuple[str, str]

CLAUSES: dict[Standard, str] = {"scorm12": "SCORM12-RTE-3.3", "scorm2004": "SCORM2004-RTE-3.1.3"}
BEGIN: dict[Standard, str] = {"scorm12": "LMSInitialize", "scorm2004": "Initialize"}
FINISH: dict[Standard, str] = {"scorm12": "LMSFinish", "scorm2004": "Terminate"}
LAST_ERROR: dict[Standard, str] = {
    "scorm12": "LMSGetLastError",
    "scorm2004": "GetLastError",
}
STATES: dict[State, list[str]] = {"new": [], "running": ["begin"], "ended": ["begin", "finish"]}

ANSWERS: dict[Standard, dict[str, tuple[list[str], dict[State, Answer]]]] = {
    "scorm12": {
        "LMSInitialize": (
            [""],
            {"new": ("true", "0"), "running": ("false", "101"), "ended": ("false", "101")},
        ),
        "LMSFinish": (
            [""],
            {"new": ("false", "301"), "running": ("true", "0"), "ended": ("false", "301")},
        ),
        "LMSGetValue": (
            ["cmi.core.lesson_mode"],
            {"new": ("", "301"), "running": ("normal", "0"), "ended": ("", "301")},
        ),
        "LMSSetValue": (
            ["cmi.core.lesson_location", "7"],
            {"new": ("false", "301"), "running": ("true", "0"), "ended": ("false", "301")},
        ),
        "LMSCommit": (
            [""],
            {"new": ("false", "301"), "running": ("true", "0"), "ended": ("false", "301")},
        ),
    },
    "scorm2004": {
        "Initialize": (
            [""],
            {"new": ("true", "0"), "running": ("false", "103"), "ended": ("false", "104")},
        ),
        "Terminate": (
            [""],
            {"new": ("false", "112"), "running": ("true", "0"), "ended": ("false", "113")},
        ),
        "GetValue": (
            ["cmi.mode"],
            {"new": ("", "122"), "running": ("normal", "0"), "ended": ("", "123")},
        ),
        "SetValue": (
            ["cmi.location", "7"],
            {"new": ("false", "132"), "running": ("true", "0"), "ended": ("false", "133")},
        ),
        "Commit": (
            [""],
            {"new": ("false", "142"), "running": ("true", "0"), "ended": ("false", "143")},
        ),
    },
}
FAILURES: dict[Standard, dict[str, str]] = {
    "scorm12": {"LMSInitialize": "101", "LMSCommit": "101", "LMSFinish": "101"},
    "scorm2004": {"Initialize": "102", "Commit": "391", "Terminate": "111"},
}
"""Error codes when the LMS could not do its part."""
ERROR_STRINGS: dict[Standard, dict[str, str]] = {
    "scorm12": {
        "0": "No error",
        "101": "General exception",
        "201": "Invalid argument error",
        "202": "Element cannot have children",
        "203": "Element not an array. Cannot have count",
        "301": "Not initialized",
        "401": "Not implemented error",
        "402": "Invalid set value, element is a keyword",
        "403": "Element is read only",
        "404": "Element is write only",
        "405": "Incorrect Data Type",
        "406": "",
        "": "",
        "none": "",
    },
    "scorm2004": {
        "0": "No Error",
        "101": "General Exception",
        "102": "General Initialization Failure",
        "103": "Already Initialized",
        "104": "Content Instance Terminated",
        "111": "General Termination Failure",
        "112": "Termination Before Initialization",
        "113": "Termination After Termination",
        "122": "Retrieve Data Before Initialization",
        "123": "Retrieve Data After Termination",
        "132": "Store Data Before Initialization",
        "133": "Store Data After Termination",
        "142": "Commit Before Initialization",
        "143": "Commit After Termination",
        "201": "General Argument Error",
        "301": "General Get Failure",
        "351": "General Set Failure",
        "391": "General Commit Failure",
        "401": "Undefined Data Model Element",
        "402": "Unimplemented Data Model Element",
        "403": "Data Model Element Value Not Initialized",
        "404": "Data Model Element Is Read Only",
        "405": "Data Model Element Is Write Only",
        "406": "Data Model Element Type Mismatch",
        "407": "Data Model Element Value Out Of Range",
        "408": "Data Model Dependency Not Established",
        "001": "",
        "1444": "",
        "": "",
    },
}
