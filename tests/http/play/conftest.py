from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.playing import Rig

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from cursus.clock import Clock, Ids


@pytest.fixture
async def rig(clock: Clock, ids: Ids) -> AsyncIterator[Rig]:
    made = Rig(clock, ids)
    yield made
    await made.database.close()
