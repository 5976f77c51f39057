"""Who calls and what they may do: tenants, their keys, principals and scopes.

A key's secret is known to its holder only; the database holds its scrypt hash. A verified
credential is remembered (keyed by a MAC of the header, never the secret itself), so that only
the first request of a caller pays for scrypt. A key revoked here is refused at once; one revoked
by another node is refused within RECHECK_SECONDS.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import hmac
import os
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cursus.errors import Forbidden, NotFound, Unauthorized
from cursus.storage.ports import Duplicate
from cursus.storage.queries import load_queries
from cursus.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cursus.clock import Clock, Ids
    from cursus.storage.ports import Database, Reading, Row, Tx

Q = load_queries("cursus")

Scope = str

REMEMBERED = 4096  # verified credentials kept in memory
RECHECK_SECONDS = 30
HEADER_LIMIT = 1024  # characters of an Authorization header worth looking at
HASHES_AT_ONCE = 2  # each takes 16 MB and some 50 ms of a processor

# What an unknown id is compared with, so that it takes as long as a wrong secret.
NOBODY = f"scrypt$14$8$1${'00' * 16}${'00' * 32}"

NO_SUCH_KEY = Text("There is no key {id}.", "Ключа {id} нет.")
SCOPE_NEEDED = Text("The scope {scope} is needed.", "Нужно право {scope}.")


@dataclass(frozen=True, slots=True)
class Principal:
    """Who makes a request: a credential of a tenant and what it may do."""

    tenant: str
    credential: str
    scopes: frozenset[Scope]

    def may(self, scope: Scope) -> bool:
        """Return whether a scope is held; `read` covers `read:course`."""
        return scope in self.scopes or scope.partition(":")[0] in self.scopes

    def require(self, scope: Scope) -> None:
        """Raise Forbidden unless the scope, or a more general one, is held."""
        if not self.may(scope):
            raise Forbidden(SCOPE_NEEDED.format(scope=scope))


@dataclass(frozen=True, slots=True)
class Credential:
    """A key as its tenant sees it."""

    tenant: str
    id: str
    label: str
    scopes: frozenset[Scope]
    created_at: int  # microseconds since the epoch
    revoked_at: int | None


@dataclass(slots=True)
class _Verified:
    principal: Principal
    secret_hash: str
    checked_at: int


class Keys:
    """The keys of all tenants, and the check of one that a request brings."""

    def __init__(self, database: Database, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._mac_key = os.urandom(32)
        self._verified: OrderedDict[bytes, _Verified] = OrderedDict()
        self._changes = 0  # of keys, made here: what was looked up before one is not remembered
        self._hashing = asyncio.Semaphore(HASHES_AT_ONCE)

    async def create(
        self,
        tenant: str,
        label: str,
        scopes: Iterable[Scope],
        *,
        id: str | None = None,  # noqa: A002
        secret: str | None = None,
    ) -> tuple[str, str]:
        """Create a key of a tenant; return its id and its secret, which is never shown again.

        Raises Duplicate when a key has this id.
        """
        key_id = id or self._ids.uuid().hex
        key_secret = secret or self._ids.token()
        secret_hash = await self._hash(key_secret)

        async def unit(tx: Tx) -> None:
            await tx.execute(
                Q.credential_create,
                id=key_id,
                tenant=tenant,
                label=label,
                scopes=_join(scopes),
                secret_hash=secret_hash,
                now=self._clock.micros(),
            )

        await self._database.write(unit)
        return key_id, key_secret

    async def ensure(
        self,
        tenant: str,
        label: str,
        scopes: Iterable[Scope],
        *,
        id: str,  # noqa: A002
        secret: str,
    ) -> None:
        """Make sure that a tenant's key has this secret and these scopes.

        Raises Duplicate when the id is another tenant's.
        """
        scopes = frozenset(scopes)
        row = await self._row(id)
        if row is None:
            await self.create(tenant, label, scopes, id=id, secret=secret)
            return
        if row["tenant"] != tenant:
            raise Duplicate
        same = row["scopes"] == _join(scopes) and row["revoked_at"] is None
        if same and await self._matches(secret, row["secret_hash"]):
            return
        secret_hash = await self._hash(secret)

        async def unit(tx: Tx) -> None:
            await tx.execute(
                Q.credential_renew,
                tenant=tenant,
                id=id,
                label=label,
                scopes=_join(scopes),
                secret_hash=secret_hash,
            )

        await self._database.write(unit)
        self._forget(id)

    async def verify_basic(self, authorization_header: str | None) -> Principal:
        """Return who an HTTP Basic header (RFC 7617) says is calling, proven by the secret.

        Raises Unauthorized, the same for whatever is wrong with it.
        """
        if not authorization_header or len(authorization_header) > HEADER_LIMIT:
            raise _unauthorized()
        mac = hmac.digest(self._mac_key, authorization_header.encode("utf-8", "replace"), "sha256")
        known = self._verified.get(mac)
        now = self._clock.micros()
        if known is not None and abs(now - known.checked_at) < RECHECK_SECONDS * 1_000_000:
            self._verified.move_to_end(mac)
            return known.principal
        key_id, secret = _basic(authorization_header)
        changes = self._changes
        row = await self._row(key_id)
        live = row is not None and row["revoked_at"] is None
        secret_hash = row["secret_hash"] if row is not None and live else NOBODY
        proven = known is not None and live and known.secret_hash == secret_hash
        if not proven and not await self._matches(secret, secret_hash):
            self._verified.pop(mac, None)
            raise _unauthorized()
        if row is None or not live:
            raise _unauthorized()
        principal = Principal(row["tenant"], row["id"], _split(row["scopes"]))
        if changes == self._changes:
            self._remember(mac, _Verified(principal, row["secret_hash"], now))
        return principal

    async def any(self) -> bool:
        """Return whether there is any key, of whichever tenant."""
        found = await self._database.read(lambda reading: reading.value(Q.credentials_any))
        return found is not None

    async def list(self, tenant: str) -> list[Credential]:
        """Return a tenant's keys, revoked ones too, oldest first."""
        rows = await self._database.read(
            lambda reading: reading.rows(Q.credentials_of_tenant, tenant=tenant)
        )
        return [
            Credential(
                row["tenant"],
                row["id"],
                row["label"],
                _split(row["scopes"]),
                row["created_at"],
                row["revoked_at"],
            )
            for row in rows
        ]

    async def revoke(self, tenant: str, id: str) -> None:  # noqa: A002
        """Revoke a tenant's key. Raises NotFound."""

        async def unit(tx: Tx) -> int:
            return await tx.execute(
                Q.credential_revoke, tenant=tenant, id=id, now=self._clock.micros()
            )

        if not await self._database.write(unit):
            raise NotFound(NO_SUCH_KEY.format(id=id))
        self._forget(id)

    async def _row(self, key_id: str) -> Row | None:
        async def look(reading: Reading) -> Row | None:
            return await reading.row(Q.credential_by_id, id=key_id)

        return await self._database.read(look)

    def _remember(self, mac: bytes, verified: _Verified) -> None:
        self._verified[mac] = verified
        self._verified.move_to_end(mac)
        if len(self._verified) > REMEMBERED:
            self._verified.popitem(last=False)

    def _forget(self, key_id: str) -> None:
        self._changes += 1
        for mac, known in list(self._verified.items()):
            if known.principal.credential == key_id:
                del self._verified[mac]

    async def _hash(self, secret: str) -> str:
        async with self._hashing:
            return await asyncio.to_thread(hash_secret, secret)

    async def _matches(self, secret: str, secret_hash: str) -> bool:
        async with self._hashing:
            return await asyncio.to_thread(secret_matches, secret, secret_hash)


def hash_secret(secret: str) -> str:
    """Return the scrypt hash (RFC 7914) of a secret, with its salt and cost."""
    salt = os.urandom(16)
    return f"scrypt$14$8$1${salt.hex()}${_scrypt(secret, salt, 14, 8, 1).hex()}"


def secret_matches(secret: str, secret_hash: str) -> bool:
    """Return whether a hash is that of a secret, in constant time."""
    _, log_n, r, p, salt, digest = secret_hash.split("$")
    computed = _scrypt(secret, bytes.fromhex(salt), int(log_n), int(r), int(p))
    return hmac.compare_digest(computed, bytes.fromhex(digest))


def _scrypt(secret: str, salt: bytes, log_n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(
        secret.encode(), salt=salt, n=1 << log_n, r=r, p=p, dklen=32, maxmem=1 << 26
    )


def _basic(header: str) -> tuple[str, str]:
    scheme, _, encoded = header.partition(" ")
    try:
        pair = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        raise _unauthorized() from None
    key_id, colon, secret = pair.partition(":")
    # Control characters are refused by RFC 7617; scrypt would take a secret with NULs behind it.
    if scheme.lower() != "basic" or not colon or not key_id or not secret or min(pair) < " ":
        raise _unauthorized()
    return key_id, secret


def _unauthorized() -> Unauthorized:
    refusal = Unauthorized()
    refusal.headers["WWW-Authenticate"] = 'Basic realm="cursus", charset="UTF-8"'
    return refusal


def _join(scopes: Iterable[Scope]) -> str:
    return " ".join(sorted(scopes))


def _split(scopes: str) -> frozenset[Scope]:
    return frozenset(scopes.split())
