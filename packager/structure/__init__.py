"""Structure and vocabulary of descriptors, judged from tables of our own, per standard and edition.

Lives here: the notation in which tables are written (`notation`), the simple types (`simple`), one
table per namespace (`tables/`), the content models made of them (`content`, `schema`), the walk
that finds faults (`walk`), the findings about SCORM (`checking`) and the XML schemas that cursus
puts into the packages it writes (`xsd`). Pure.

The tables say what the standards say, each edition for itself; no schema file of others is read
or shipped, least of all one that comes in a judged package. To add a namespace: a module in
`tables/` and a line in `schema.py`. `make corpus` holds the verdicts against the official schemas.
"""

from packager.structure.checking import check
from packager.structure.schema import Schema, tables_for
from packager.structure.walk import Fault, faults
from packager.structure.xsd import schema_files

__all__ = ["Fault", "Schema", "check", "faults", "schema_files", "tables_for"]
