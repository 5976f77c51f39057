"""What stands behind the ports when their contract is tested: real files, a real S3 server."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

S3_KEY = "cursus-tests"
S3_SECRET = "cursus-tests-secret"
BUCKET = "packages"


@pytest.fixture(scope="session")
def s3_endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an S3 server with one empty bucket; credentials are in the environment."""
    folder = tmp_path_factory.mktemp("s3")
    (folder / BUCKET).mkdir()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{listening.getsockname()[1]}"
    rclone = Path(sys.executable).with_name("rclone")
    options = ["--auth-key", f"{S3_KEY},{S3_SECRET}", "--config", str(folder / "none"), "-v"]
    command = [str(rclone), "serve", "s3", str(folder), "--addr", address, *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            reading = _wait_for_start(server)
            with pytest.MonkeyPatch.context() as environment:
                environment.setenv("AWS_ACCESS_KEY_ID", S3_KEY)
                environment.setenv("AWS_SECRET_ACCESS_KEY", S3_SECRET)
                yield f"http://{address}"
        finally:
            server.kill()
        reading.join()


def _wait_for_start(server: subprocess.Popen[str]) -> threading.Thread:
    assert server.stderr is not None
    said = []
    for line in server.stderr:
        said.append(line)
        if "Starting s3 server" in line:  # from now on its log only must not fill the pipe
            reading = threading.Thread(target=server.stderr.read, daemon=True)
            reading.start()
            return reading
    raise AssertionError("".join(said))
