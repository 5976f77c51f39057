from __future__ import annotations

import re
import uuid

from cursus.clock import RandomIds
from lrs.identifiers import xapi_uuid

# What tincan and others hold every UUID against.
ACCEPTED = re.compile(r"[a-f0-9]{8}-[a-f0-9]{4}-[1-5][a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}")


def test_ids_are_what_clients_of_xapi_accept() -> None:
    ids = RandomIds()
    for _ in range(100):
        assert ACCEPTED.fullmatch(str(xapi_uuid(ids.uuid())))


def test_later_ids_still_sort_later_and_differ() -> None:
    ids = RandomIds()
    made = [xapi_uuid(ids.uuid()) for _ in range(1000)]
    assert made == sorted(set(made))


def test_nothing_but_the_version_changes() -> None:
    seven = uuid.UUID("01a210fd-45be-76d8-8948-a0eee4f93a71")
    assert xapi_uuid(seven) == uuid.UUID("01a210fd-45be-46d8-8948-a0eee4f93a71")
