r"""An integrator's client of the learning record: read what a learner did, add what we know.

    python samples/integrator/learning_record.py read anna.petrova
    python samples/integrator/learning_record.py send anna.petrova attended \
        https://school.example/meetings/7 "Parents' meeting"

The record is an xAPI LRS, so any xAPI client will do; this one uses `tincan` (`pip install
tincan`) and this module is the only place that knows it. A learner is known by the account that
the statements of courses carry: the tenant's home page and the learner's id as the portal gave it.

Address and key come from the environment or from options: CURSUS_API, CURSUS_APP_ID and
CURSUS_SECRET, as for the demo portal.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from typing import TYPE_CHECKING, Any

from tincan import (
    Activity,
    ActivityDefinition,
    Agent,
    AgentAccount,
    Context,
    LanguageMap,
    RemoteLRS,
    Statement,
    Verb,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

# tincan 1.0.0 is older than UUIDs of version 7 (RFC 9562), which cursus gives to statements and
# registrations, and refuses to read them.
ANY_UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
Statement._UUID_REGEX = Context._UUID_REGEX = ANY_UUID  # noqa: SLF001

VERBS = "http://adlnet.gov/expapi/verbs/"
PAGE = 100  # statements a request


class RecordRefused(Exception):
    """The record answered something else than success; the text is what it said."""


class LearningRecord:
    """The record at `endpoint` (it ends with a slash), seen with an application's key.

    `home_page` names the system whose learners are meant: the `account.homePage` of its
    statements.
    """

    def __init__(self, endpoint: str, key: str, secret: str, home_page: str) -> None:
        self._lrs = RemoteLRS(endpoint=endpoint, version="1.0.3", username=key, password=secret)
        self._home_page = home_page

    def statements(self, learner: str) -> Iterator[Any]:
        """Yield every statement about a learner, the newest first, page by page."""
        query = {"agent": self._agent(learner), "limit": PAGE}
        page = self._checked(self._lrs.query_statements(query))
        while True:
            yield from page.statements
            if not page.more:
                return
            page = self._checked(self._lrs.more_statements(page.more))

    def send(self, learner: str, verb: str, activity: str, name: str) -> str:
        """Record that a learner did something (an ADL verb, an activity's IRI); return its id."""
        statement = Statement(
            actor=self._agent(learner),
            verb=Verb(id=VERBS + verb, display=LanguageMap(en=verb)),
            object=Activity(id=activity, definition=ActivityDefinition(name=LanguageMap(en=name))),
        )
        return str(self._checked(self._lrs.save_statement(statement)).id)

    def _agent(self, learner: str) -> Any:  # noqa: ANN401 - tincan has no types
        return Agent(account=AgentAccount(name=learner, home_page=self._home_page))

    def _checked(self, response: Any) -> Any:  # noqa: ANN401 - as above
        if not response.success:
            raise RecordRefused(response.data)
        return response.content


def say(statement: Any) -> str:  # noqa: ANN401 - as above
    """Return a statement as a line: when, verb, what, score."""
    verb = next(iter((statement.verb.display or {}).values()), statement.verb.id)
    definition = getattr(statement.object, "definition", None)
    names = definition and (definition.name or definition.description)
    name = next(iter((names or {}).values()), statement.object.id)
    score = statement.result and statement.result.score
    points = f"  {score.scaled:.0%}" if score and score.scaled is not None else ""
    return f"{statement.timestamp:%Y-%m-%d %H:%M:%S}  {verb:<12} {name}{points}"


def main(arguments: list[str] | None = None) -> int:
    """Read or send; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    for option, variable, default in (
        ("--api", "CURSUS_API", "http://127.0.0.1:8080"),
        ("--app-id", "CURSUS_APP_ID", None),
        ("--secret", "CURSUS_SECRET", None),
    ):
        value = os.environ.get(variable, default)
        parser.add_argument(option, default=value, required=value is None, help=f"or {variable}")
    parser.add_argument("--home-page", help="account.homePage; <api>/tenants/main if not said")
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("read").add_argument("learner")
    send = actions.add_parser("send")
    for name in ("learner", "verb", "activity", "name"):
        send.add_argument(name)
    given = parser.parse_args(arguments)

    api = given.api.rstrip("/")
    home_page = given.home_page or f"{api}/tenants/main"
    record = LearningRecord(f"{api}/xapi/", given.app_id, given.secret, home_page)
    try:
        if given.action == "send":
            print(record.send(given.learner, given.verb, given.activity, given.name))
        else:
            for statement in record.statements(given.learner):
                print(say(statement))
    except RecordRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
