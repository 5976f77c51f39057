"""SCORM manifests and whole packages for tests, as their standards write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.zip_builder import File, build_zip

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMESPACES_12 = (
    'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"'
    ' xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"'
)
NAMESPACES_2004 = (
    'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"'
    ' xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"'
    ' xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3"'
    ' xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3"'
    ' xmlns:imsss="http://www.imsglobal.org/xsd/imsss"'
)

RESOURCE_12 = (
    '<resource identifier="R" type="webcontent" adlcp:scormtype="sco" href="index.html">'
    '<file href="index.html"/></resource>'
)
RESOURCE_2004 = RESOURCE_12.replace("scormtype", "scormType")
ITEM = '<item identifier="I" identifierref="R"><title>Lesson</title></item>'


def organization(items: str = ITEM, *, identifier: str = "O", more: str = "") -> str:
    """Return an organization with its items."""
    return (
        f'<organization identifier="{identifier}"><title>Course</title>{items}{more}</organization>'
    )


def organizations(content: str | None = None, default: str | None = "O") -> str:
    """Return the organizations element."""
    named = "" if default is None else f' default="{default}"'
    return f"<organizations{named}>{organization() if content is None else content}</organizations>"


def manifest_12(
    tree: str | None = None,
    resources: str = RESOURCE_12,
    *,
    version: str | None = "1.2",
    namespaces: str = NAMESPACES_12,
    base: str = "",
    resources_base: str = "",
    more: str = "",
) -> str:
    """Return a manifest of SCORM 1.2."""
    metadata = (
        ""
        if version is None
        else "<metadata><schema>ADL SCORM</schema>"
        f"<schemaversion>{version}</schemaversion></metadata>"
    )
    return (
        f'<manifest identifier="M" {namespaces}{_base(base)}>{metadata}'
        f"{organizations() if tree is None else tree}"
        f"<resources{_base(resources_base)}>{resources}</resources>{more}</manifest>"
    )


def manifest_2004(
    tree: str | None = None,
    resources: str = RESOURCE_2004,
    *,
    version: str | None = "2004 4th Edition",
    namespaces: str = NAMESPACES_2004,
    more: str = "",
) -> str:
    """Return a manifest of SCORM 2004."""
    return manifest_12(tree, resources, version=version, namespaces=namespaces, more=more)


def _base(value: str) -> str:
    return f' xml:base="{value}"' if value else ""


def package(manifest: str | bytes, files: Mapping[str, bytes] | None = None, *more: File) -> bytes:
    """Return a package: its manifest, its files (index.html unless said) and further entries."""
    data = manifest.encode() if isinstance(manifest, str) else manifest
    pages = {"index.html": b"<title>Lesson</title>"} if files is None else files
    return build_zip(
        [
            File("imsmanifest.xml", data),
            *(File(name, content) for name, content in pages.items()),
            *more,
        ]
    )
