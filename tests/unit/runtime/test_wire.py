from __future__ import annotations

import threading

from runtime.api.wire import answer_apart


async def test_a_long_answer_is_made_outside_the_event_loop() -> None:
    made = await answer_apart(lambda: {"thread": threading.get_ident()})
    assert made.body != f'{{"thread":{threading.get_ident()}}}'.encode()
