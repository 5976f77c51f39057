"""A client of the management API of cursus, as small as a portal needs.

Copy it, or use an official client of SCORM Cloud API v2 with the address changed. Every call is
one method and gives back the JSON that the service answered. An answer that is not 2xx raises
Refused with the service's own problem, whose `message` is written for people in the language that
was asked for.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from aiohttp import ClientError, ClientSession, encode_basic_auth
from yarl import URL

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

Json = dict[str, Any]

_log = logging.getLogger("portal")


class Refused(Exception):
    """The service said no, or could not be reached (502)."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        super().__init__(status, problem)
        self.status = status
        self.problem = dict(problem)


class Cursus:
    """The service at `base`, spoken to with an application's id and secret.

    The secret stays in this process: a browser never gets it, only launch links.
    """

    def __init__(self, base: str, app_id: str, secret: str) -> None:
        self._base = base.rstrip("/") + "/api/v2"
        authorization = {"Authorization": encode_basic_auth(app_id, secret)}
        self._session = ClientSession(headers=authorization)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._session.close()

    async def import_link(self, course_id: str | None, embed_origin: str, language: str) -> str:
        """Return the address of a page that takes a package, good for an hour.

        Without a course the package becomes a new one, whose id the service chooses. Only the page
        at `embed_origin` may frame it and hears what becomes of the package.
        """
        body: Json = {
            "mayCreateNewVersion": course_id is not None,
            "accept": "ask",
            "culture": language,
            "embedOrigin": embed_origin,
        }
        if course_id is not None:
            body["courseId"] = course_id
        answer = await self._call("POST", "courses/importLinks", json=body, language=language)
        return str(answer["importLink"])

    def courses(self, language: str) -> AsyncIterator[Json]:
        """Yield every course."""
        query = {"includeRegistrationCount": "true"}
        return self._pages("courses", "courses", query, language)

    async def course(self, course_id: str, language: str) -> Json:
        """Return one course, with what was found in its package."""
        return await self._call("GET", f"courses/{_part(course_id)}", language=language)

    async def delete_course(self, course_id: str, language: str) -> None:
        """Delete a course with its registrations."""
        await self._call("DELETE", f"courses/{_part(course_id)}", language=language)

    async def register(
        self, registration_id: str, course_id: str, learner: Mapping[str, str], language: str
    ) -> None:
        """Enrol a learner in a course; nothing happens when that was done before."""
        body = {"registrationId": registration_id, "courseId": course_id, "learner": dict(learner)}
        try:
            await self._call("POST", "registrations", json=body, language=language)
        except Refused as refused:
            if not await self._registered(registration_id):
                raise refused from None

    async def _registered(self, registration_id: str) -> bool:
        try:
            await self._call("HEAD", f"registrations/{_part(registration_id)}")
        except Refused:
            return False
        return True

    async def launch_link(self, registration_id: str, embed_origin: str, language: str) -> str:
        """Return the address that plays a registration, good for two minutes.

        `embed_origin` is the origin of the page that frames the player; the player sends its
        events there and nowhere else.
        """
        body = {
            "redirectOnExitUrl": "message",
            "culture": language,
            "additionalvalues": [{"item": "embedOrigin", "value": embed_origin}],
        }
        path = f"registrations/{_part(registration_id)}/launchLink"
        answer = await self._call("POST", path, json=body, language=language)
        return str(answer["launchLink"])

    def registrations(self, language: str) -> AsyncIterator[Json]:
        """Yield every registration with its status, score and time."""
        return self._pages("registrations", "registrations", {}, language)

    async def registration(self, registration_id: str, language: str) -> Json:
        """Return one registration with everything: activities, answers, objectives."""
        query = dict.fromkeys(
            ("includeChildResults", "includeInteractionsAndObjectives", "includeRuntime"), "true"
        )
        path = f"registrations/{_part(registration_id)}"
        return await self._call("GET", path, query=query, language=language)

    async def statements(
        self, registration_id: str, language: str, more: str | None = None
    ) -> Json:
        """Return a page of a registration's xAPI statements, and `more` when there is another."""
        query = {"more": more} if more else {}
        path = f"registrations/{_part(registration_id)}/xAPIStatements"
        return await self._call("GET", path, query=query, language=language)

    async def _pages(
        self, path: str, member: str, query: Mapping[str, str], language: str
    ) -> AsyncIterator[Json]:
        """Follow `more` from page to page; the first request's filters go on by themselves."""
        answer = await self._call("GET", path, query=query, language=language)
        while True:
            for item in answer[member]:
                yield item
            if not answer.get("more"):
                return
            answer = await self._call(
                "GET", path, query={"more": answer["more"]}, language=language
            )

    async def _call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        json: Json | None = None,
        language: str = "en",
    ) -> Json:
        url = URL(f"{self._base}/{path}", encoded=True).with_query(query or {})
        headers = {"Accept-Language": language}
        try:
            async with self._session.request(method, url, json=json, headers=headers) as response:
                body: Json = {}
                if response.content_type.endswith("json") and method != "HEAD":
                    body = await response.json(content_type=None)
                if response.ok:
                    return body
                raise Refused(response.status, body or {"message": response.reason or ""})
        except ClientError as error:
            _log.warning("%s %s: %s", method, url, error)
            raise Refused(502, {"message": ""}) from error  # who asked has words for it


def _part(text: str) -> str:
    """Ids may hold any character: percent-encode them whole, the slash included."""
    return quote(text, safe="")
