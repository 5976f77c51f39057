"""How aiohttp's server is set up: what it may do before any of our code sees a request.

Bodies stay as they came: inflating them would happen on the event loop, before anybody has looked
at who sends them, and 300 KB of gzip are 300 MB of work (`runtime.middleware` refuses them).
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

if TYPE_CHECKING:
    from collections.abc import Mapping

_log = logging.getLogger("cursus.connections")

#: The caller's doing, whatever it is; their texts quote the request.
_CALLERS_FAULTS = (HttpProcessingError, web.RequestPayloadError, ConnectionError)


class ConnectionLog(logging.LoggerAdapter[logging.Logger]):
    """The log of connections, without what callers sent.

    aiohttp logs what it cannot read as an error with a trace and an excerpt: tokens stand in
    paths, and anybody could fill the disk.
    """

    def exception(  # type: ignore[override] # only what aiohttp calls
        self, msg: str, *args: object, exc_info: BaseException | bool | None = True
    ) -> None:
        """Log an error; one of the caller's in a line."""
        if isinstance(exc_info, _CALLERS_FAULTS):
            self.info(f"{msg} (%s)", *args, type(exc_info).__name__)
        else:
            self.error(msg, *args, exc_info=exc_info)


#: For `web.AppRunner` and whatever else makes an aiohttp server.
SERVER_OPTIONS: Mapping[str, Any] = {
    "access_log": None,  # paths hold tokens
    "auto_decompress": False,
    # Also for a head that does not end. Longer than the 60 seconds for which proxies keep theirs.
    "keepalive_timeout": 75,
    "logger": ConnectionLog(_log),
}
