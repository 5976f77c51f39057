"""Metadata from one binding of LOM to the other: IMS MD 1.2.1, IEEE 1484.12.3."""

from __future__ import annotations

from typing import Any

import pytest

from packager.write.lom import converted_record


def langstring(text: str, language: str = "ru") -> dict[str, Any]:
    return {"langstring": {"@xml:lang": language, "#text": text}}


def string(text: str, language: str = "ru") -> dict[str, Any]:
    return {"string": {"@language": language, "#text": text}}


def vocabulary_12(value: str) -> dict[str, Any]:
    return {"source": langstring("LOMv1.0", "x-none"), "value": langstring(value, "x-none")}


BOTH = [
    ({"general": {"title": langstring("Курс")}}, {"general": {"title": string("Курс")}}),
    (
        {"general": {"language": ["ru", "en"], "keyword": [langstring("а"), langstring("б")]}},
        {"general": {"language": ["ru", "en"], "keyword": [string("а"), string("б")]}},
    ),
    (
        {"lifecycle": {"version": langstring("1"), "status": vocabulary_12("final")}},
        {"lifeCycle": {"version": string("1"), "status": {"source": "LOMv1.0", "value": "final"}}},
    ),
    (
        {
            "lifecycle": {
                "contribute": {
                    "role": vocabulary_12("author"),
                    "centity": {"vcard": "BEGIN:VCARD"},
                    "date": {"datetime": "2024-05-31"},
                }
            }
        },
        {
            "lifeCycle": {
                "contribute": {
                    "role": {"source": "LOMv1.0", "value": "author"},
                    "entity": "BEGIN:VCARD",
                    "date": {"dateTime": "2024-05-31"},
                }
            }
        },
    ),
    (
        {
            "general": {
                "catalogentry": {"catalog": "ISBN", "entry": langstring("1-2", "x-none")},
                "aggregationlevel": vocabulary_12("2"),
            }
        },
        {
            "general": {
                "identifier": {"catalog": "ISBN", "entry": "1-2"},
                "aggregationLevel": {"source": "LOMv1.0", "value": "2"},
            }
        },
    ),
    (
        {"educational": {"typicallearningtime": {"datetime": "PT1H"}}},
        {"educational": {"typicalLearningTime": {"duration": "PT1H"}}},
    ),
    (
        {"classification": {"taxonpath": {"source": langstring("ГРНТИ"), "taxon": {"id": "1"}}}},
        {"classification": {"taxonPath": {"source": string("ГРНТИ"), "taxon": {"id": "1"}}}},
    ),
    (
        {"metametadata": {"metadatascheme": "ADL SCORM 1.2"}},
        {"metaMetadata": {"metadataSchema": "ADL SCORM 1.2"}},
    ),
    (
        {"annotation": {"person": {"vcard": "V"}, "description": langstring("x")}},
        {"annotation": {"entity": "V", "description": string("x")}},
    ),
]


@pytest.mark.parametrize(("of_12", "of_2004"), BOTH)
def test_a_record_is_said_in_the_other_binding(
    of_12: dict[str, Any], of_2004: dict[str, Any]
) -> None:
    assert converted_record({"lom": of_12}, "scorm2004") == {"lom": of_2004}
    assert converted_record({"lom": of_2004}, "scorm12") == {"lom": of_12}


def test_words_of_a_vocabulary_are_in_small_letters_in_lom() -> None:
    record = {"lom": {"lifecycle": {"status": vocabulary_12("Final")}}}
    said = converted_record(record, "scorm2004")["lom"]["lifeCycle"]["status"]
    assert said == {"source": "LOMv1.0", "value": "final"}


def test_a_text_without_a_language_stays_without_one() -> None:
    record = {"lom": {"general": {"title": {"langstring": "x"}}}}
    assert converted_record(record, "scorm2004") == {
        "lom": {"general": {"title": {"string": {"#text": "x"}}}}
    }


@pytest.mark.parametrize("record", [{"dc": {}}, {"lom": None}, {"lom": "x"}, {}])
def test_what_is_no_lom_stays_as_it_is(record: dict[str, Any]) -> None:
    assert converted_record(record, "scorm2004") == record
