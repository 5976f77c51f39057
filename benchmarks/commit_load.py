"""Clients that commit over and over, in a process of their own.

Reads a JSON object from standard input: `port`, `seconds`, `warmup` and `clients`, each with host,
session, epoch, activity and visit. Prints how long each commit took (milliseconds, sorted), the
last score that each client had acknowledged, and how many commits there were, warm-up included.

A typical commit: location, 1 KB of suspend data, score, session time, and every fifth one
interaction. Requests are put together by one `%` so that the clients do not become the limit.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from typing import Any

INTERACTIONS = 20  # a quiz of so many questions, answered again and again
# %d: number, page twice, score, minutes, seconds; %s: the interaction's changes, events.
_BODY = (
    '{"epoch":EPOCH,"sets":[{"seq":%d,"activity":"ACTIVITY","visit":VISIT,"changes":['
    '["cmi.core.lesson_location","page %d"],'
    f'["cmi.suspend_data","page=%06d;{"answered=0110101;" * 58}"],'
    '["cmi.core.score.raw","%d"],["cmi.core.session_time","0000:%02d:%02d.00"]%s],'
    '"events":[%s]}]}'
)

_LENGTH = re.compile(rb"\r\n[Cc]ontent-[Ll]ength: (\d+)\r\n")


class Client(asyncio.Protocol):
    """One learner's player: the next commit goes out when the last is acknowledged."""

    def __init__(self, who: dict[str, Any], begin: float, end: float) -> None:
        self._begin = begin
        self._end = end
        self.seq = 0
        self._sent_at = 0.0
        self._answer = b""
        self.times: list[float] = []
        self.score = 0
        self.done = asyncio.get_running_loop().create_future()
        host, session = who["host"], who["session"]
        self._head = (
            f"POST /rte/{session}/commit HTTP/1.1\r\nHost: {host}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        ).encode()
        self._body = (
            _BODY.replace("EPOCH", str(who["epoch"]))
            .replace("ACTIVITY", who["activity"])
            .replace("VISIT", str(who["visit"]))
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        """See whether that was meant."""
        if not self.done.done():
            self.done.set_exception(exc or ConnectionResetError("the service closed"))

    def data_received(self, data: bytes) -> None:
        """Take an answer; send the next commit when it is there whole."""
        self._answer += data
        head, end, body = self._answer.partition(b"\r\n\r\n")
        found = _LENGTH.search(head + b"\r\n") if end else None
        if found is None or len(body) < int(found[1]):
            return
        now = time.perf_counter()
        if not head.startswith(b"HTTP/1.1 200") or b'"refused"' in body:
            self.done.set_exception(RuntimeError(self._answer.decode()))
            self._transport.close()
            return
        self._answer = b""
        self.score = self.seq % 101
        if now >= self._begin:
            self.times.append((now - self._sent_at) * 1000)
        if now < self._end:
            self._send()
        else:
            self.done.set_result(None)
            self._transport.close()

    def _send(self) -> None:
        self.seq += 1
        seq = self.seq
        interaction = ""
        if seq % 5 == 0:
            number = (seq // 5 - 1) % INTERACTIONS
            at = f'["cmi.interactions.{number}.'
            interaction = (
                f',{at}id","q{number}"],{at}type","choice"],'
                f'{at}student_response","{"abcd"[seq % 4]}"],{at}result","correct"]'
            )
        first = '"initialize"' if seq == 1 else ""
        minutes, seconds = divmod(seq % 3600, 60)
        values = (seq, seq, seq, seq % 101, minutes, seconds, interaction, first)
        body = (self._body % values).encode()
        self._sent_at = time.perf_counter()
        self._transport.write(b"%b%d\r\n\r\n%b" % (self._head, len(body), body))


async def load(plan: dict[str, Any]) -> dict[str, Any]:
    """Commit for a while; times count after the warm-up."""
    begin = time.perf_counter() + plan["warmup"]
    end = begin + plan["seconds"]
    loop = asyncio.get_running_loop()
    clients = [Client(who, begin, end) for who in plan["clients"]]
    for client in clients:
        await loop.create_connection(lambda client=client: client, "127.0.0.1", plan["port"])  # type: ignore[misc]
    await asyncio.gather(*(client.done for client in clients))
    times = sorted(moment for client in clients for moment in client.times)
    return {
        "times": times,
        "scores": [client.score for client in clients],
        "commits": sum(client.seq for client in clients),
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(load(json.load(sys.stdin)))))
