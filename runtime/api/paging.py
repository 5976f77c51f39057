"""Lists in pages, as SCORM Cloud's API pages them.

The first request says what it wants; each answer carries `more` until there is no more of it. The
token holds the first request's conditions and the place of the last row seen, signed for this
list of this tenant: with it no other parameter counts, and a changed or foreign one is refused.
A page continues after a row, not after a number of rows, so it neither skips nor repeats what was
there all along, however much is written meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast, get_args

import msgspec

from cursus.storage.lists import Conditions, Order
from cursus.texts import Text
from runtime.api.wire import InvalidParameter, flag, moment, names, one_of, services, tenant

if TYPE_CHECKING:
    from aiohttp import web

PAGE = 100  # rows
FOREIGN = Text(
    "This more token is not one that this list gave out; ask for the first page.",
    "Этот параметр more выдан не этим списком; запросите первую страницу.",
)
StructT = TypeVar("StructT", bound=msgspec.Struct)
ORDERS = get_args(Order)


class Listing(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a list is asked for; moments in microseconds since the epoch, both inclusive."""

    order: Order
    conditions: Conditions  # condition of the list -> value
    at: int | None = None  # the place of the last row seen
    id: str | None = None

    @property
    def after(self) -> tuple[int, str] | None:
        """The place of the last row seen."""
        return None if self.at is None or self.id is None else (self.at, self.id)


@dataclass(frozen=True, slots=True)
class Page:
    """One request for a page."""

    listing: Listing
    wants_total: bool


def page_of(request: web.Request, *, equal: dict[str, str]) -> Page:
    """Read which page a request asks for; `equal` maps query parameters to conditions."""
    if following := continued(request, Listing):
        return Page(following, wants_total=False)
    order = cast("Order", one_of(request, "orderBy", ORDERS, "created_desc"))
    which = one_of(request, "datetimeFilter", ("created", "updated"), "updated")
    conditions: Conditions = {}
    for parameter, condition in equal.items():
        if value := request.query.get(parameter):
            conditions[condition] = value
    for edge in ("since", "until"):
        if (value_at := moment(request, edge)) is not None:
            conditions[f"{which}_{edge}"] = value_at
    if tags := names(request, "tags"):
        conditions["tagged"] = msgspec.json.encode(tags).decode()
    return Page(Listing(order, conditions), wants_total=flag(request, "includeTotalCount"))


def more(request: web.Request, listing: Listing, last: tuple[int, str] | None) -> str | None:
    """Return the token that continues a listing after its last row, or None at the end."""
    if last is None:
        return None
    return continuation(request, msgspec.structs.replace(listing, at=last[0], id=last[1]))


def continuation(request: web.Request, following: msgspec.Struct | None) -> str | None:
    """Return the token that asks this list for what follows, or None at the end."""
    if following is None:
        return None
    return services(request).paging.sign(_bound(request) + msgspec.json.encode(following))


def continued(request: web.Request, form: type[StructT]) -> StructT | None:
    """Return what a request's `more` token asks for, or None when it has none."""
    token = request.query.get("more")
    if not token:
        return None
    bound = _bound(request)
    payload = services(request).paging.verify(token)
    if payload is None or not payload.startswith(bound):
        raise InvalidParameter(FOREIGN)
    return msgspec.json.decode(payload[len(bound) :], type=form)


def _bound(request: web.Request) -> bytes:
    """Return what a token is bound to: the tenant and the list."""
    return f"{tenant(request)}\0{request.path.replace('//', '/')}\0".encode()
