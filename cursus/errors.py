"""The one error shape of cursus: problem details (RFC 9457).

A problem is raised anywhere below a handler and turned into a response by the one middleware
(`cursus.middleware`). A class carries what is stable: the status, the slug (its `type` is
`urn:cursus:problem:<slug>`) and, as its docstring, the English title. An instance carries the
detail for this caller, in both languages, and further members.

To add one: subclass here when any package may raise it, else beside the code that raises it;
give it a status, a slug of its own and a Russian title; docs/problems.md lists them all and a
test holds that list complete.
"""

from __future__ import annotations

from typing import Any, ClassVar

from cursus.texts import Language, Text


class Problem(Exception):
    """Internal error"""

    status: int = 500
    slug: ClassVar[str] = "internal"
    title_ru: ClassVar[str] = "Внутренняя ошибка"

    def __init__(self, detail: Text | None = None, **members: Any) -> None:  # noqa: ANN401
        """Take the detail for the caller and members to add to the JSON object."""
        super().__init__(detail.en if detail else type(self).title().en)
        self.detail = detail
        self.members = members
        self.headers: dict[str, str] = {}

    @classmethod
    def title(cls) -> Text:
        """Return what went wrong in general, the same for every instance."""
        return Text((cls.__doc__ or "").strip(), cls.title_ru)

    def as_json(self, language: Language) -> dict[str, Any]:
        """Return the problem details object in one language."""
        body: dict[str, Any] = {
            "type": f"urn:cursus:problem:{self.slug}",
            "title": self.title().say(language),
            "status": self.status,
        }
        if self.detail is not None:
            body["detail"] = self.detail.say(language)
        return body | self.members


class BadRequest(Problem):
    """The request is not understood"""

    status = 400
    slug = "bad-request"
    title_ru = "Запрос не понят"


class Unauthorized(Problem):
    """Authorization is required"""

    status = 401
    slug = "unauthorized"
    title_ru = "Требуется авторизация"


class Forbidden(Problem):
    """This credential does not permit that"""

    status = 403
    slug = "forbidden"
    title_ru = "Этот ключ не даёт такого права"


class NotFound(Problem):
    """Not found"""

    status = 404
    slug = "not-found"
    title_ru = "Не найдено"


class MethodNotAllowed(Problem):
    """This address does not take that method"""

    status = 405
    slug = "method-not-allowed"
    title_ru = "Этот адрес не принимает такой метод"


class Conflict(Problem):
    """The request conflicts with what is stored"""

    status = 409
    slug = "conflict"
    title_ru = "Запрос противоречит сохранённому"


class Gone(Problem):
    """It was here and is no more"""

    status = 410
    slug = "gone"
    title_ru = "Больше не существует"


class PreconditionFailed(Problem):
    """A precondition of the request does not hold"""

    status = 412
    slug = "precondition-failed"
    title_ru = "Условие запроса не выполнено"


class TooLarge(Problem):
    """The request is larger than this installation takes"""

    status = 413
    slug = "too-large"
    title_ru = "Запрос больше, чем принимает эта установка"


class UnsupportedMediaType(Problem):
    """This content type is not taken here"""

    status = 415
    slug = "unsupported-media-type"
    title_ru = "Такой тип содержимого здесь не принимается"


class Misdirected(Problem):
    """This host is not served here"""

    status = 421
    slug = "misdirected"
    title_ru = "Этот узел здесь не обслуживается"


class NotOffered(Problem):
    """This operation is not offered yet"""

    status = 501
    slug = "not-offered"
    title_ru = "Эта операция пока не предлагается"


class Unavailable(Problem):
    """The service cannot do that at the moment; try again"""

    status = 503
    slug = "unavailable"
    title_ru = "Сейчас это невозможно; повторите попытку"

    def __init__(
        self,
        detail: Text | None = None,
        *,
        retry_after: int = 2,
        **members: Any,  # noqa: ANN401
    ) -> None:
        """Take also after how many seconds to try again."""
        super().__init__(detail, **members)
        self.headers["Retry-After"] = str(retry_after)


class InsufficientStorage(Problem):
    """There is no room left to store this"""

    status = 507
    slug = "insufficient-storage"
    title_ru = "Не осталось места для хранения"
