"""The schemas that cursus writes into packages judge as its tables do."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from cursus.xml import parse
from packager.structure import faults, schema_files, tables_for
from tests.corpus.manifest_mutations import mutated
from tests.corpus.schemas import argued
from tests.manifests_full import FULL

if TYPE_CHECKING:
    from pathlib import Path

    from packager.model import Edition, Standard

Key = tuple["Standard", "Edition | None"]

MUTATIONS = 300
_NAMES_2004 = {
    "imscp_v1p1.xsd", "adlcp_v1p3.xsd", "adlseq_v1p3.xsd", "adlnav_v1p3.xsd", "imsss_v1p0.xsd",
    "lom.xsd", "xml.xsd",
}  # fmt: skip
NAMES: dict[Key, set[str]] = {
    ("scorm12", None): {
        "imscp_rootv1p1p2.xsd", "adlcp_rootv1p2.xsd", "imsmd_rootv1p2p1.xsd", "ims_xml.xsd",
    },
    ("scorm2004", "2nd"): _NAMES_2004,
    ("scorm2004", "3rd"): _NAMES_2004,
    ("scorm2004", "4th"): _NAMES_2004,
    ("cmi5", None): {"CourseStructure.xsd"},
}  # fmt: skip


def _compiled(key: Key, folder: Path) -> etree.XMLSchema:
    for name, data in schema_files(*key).items():
        (folder / name).write_bytes(data)
    imports = "".join(
        f'<xs:import namespace="{table.uri}" schemaLocation="{table.file}"/>'
        for table in tables_for(*key).namespaces
    )
    whole = folder / "whole.xsd"
    whole.write_text(
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    )
    return etree.XMLSchema(etree.parse(str(whole)))


@pytest.mark.parametrize("key", FULL, ids=str)
def test_the_schemas_have_the_names_that_packages_know(key: Key) -> None:
    assert schema_files(*key).keys() == NAMES[key]


@pytest.mark.parametrize("key", FULL, ids=str)
def test_the_schemas_are_the_same_each_time(key: Key) -> None:
    assert schema_files(*key) == schema_files(*key)


@pytest.mark.parametrize("key", FULL, ids=str)
def test_the_schemas_take_what_the_standard_has(key: Key, tmp_path: Path) -> None:
    schema = _compiled(key, tmp_path)
    schema.assertValid(etree.fromstring(FULL[key].encode()))


@pytest.mark.parametrize("key", FULL, ids=str)
def test_the_schemas_judge_mutations_as_the_tables_do(key: Key, tmp_path: Path) -> None:
    schema, tables, random = _compiled(key, tmp_path), tables_for(*key), Random(1)
    verdicts = set()
    for _ in range(MUTATIONS):
        data, what = mutated(FULL[key].encode(), random)
        found = faults(parse(data, limit=1 << 20), tables)
        valid = schema.validate(parse(data, limit=1 << 20))
        assert valid == (not found) or (valid and argued(found)), what
        verdicts.add(valid)
    assert verdicts == {True, False}
