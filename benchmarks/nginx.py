"""nginx serving the same bytes unpacked: what content delivery is measured against."""

from __future__ import annotations

import asyncio
import contextlib
import getpass
import gzip
import shutil
import socket
import zipfile
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

START_SECONDS = 10

# gzip_static: a .gz beside the file is sent as it lies, nginx's own way to spend no CPU on coding.
# No tcp_nopush: with it every range waited 40 ms for the client's delayed acknowledgement.
_CONFIGURATION = """
daemon off; {user} worker_processes auto; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  default_type text/html; access_log off; sendfile on; keepalive_requests 100000000;
  open_file_cache max=100; gzip_static on; gzip_vary on;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{ listen 127.0.0.1:{port}; root {folder}/files;
    add_header Cache-Control "public, max-age=31536000, immutable"; }}
}}
"""


def found() -> str | None:
    """Return where nginx is, or None."""
    return shutil.which("nginx") or shutil.which("/usr/sbin/nginx")


@asynccontextmanager
async def serving(package: Path, folder: Path) -> AsyncIterator[int]:
    """Serve a package's files, unpacked and gzipped beforehand, on the port yielded."""
    files = folder / "files"
    files.mkdir(parents=True)
    with zipfile.ZipFile(package) as archive:
        archive.extractall(files)
        for info in archive.infolist():
            if info.compress_type == zipfile.ZIP_DEFLATED:
                packed = files / f"{info.filename}.gz"
                packed.write_bytes(gzip.compress(archive.read(info), 6))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    user = f"user {getpass.getuser()};" if getpass.getuser() == "root" else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(_CONFIGURATION.format(folder=folder, port=port, user=user))
    process = await asyncio.create_subprocess_exec(found() or "nginx", "-c", str(configuration))
    try:
        await _listening(port)
        yield port
    finally:
        process.terminate()
        await process.wait()


async def _listening(port: int) -> None:
    async with asyncio.timeout(START_SECONDS):
        while True:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.05)
