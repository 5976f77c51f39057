"""The folder that holds all that an installation keeps on this machine.

One process at a time serves from it: it holds a lock on `lock`, which names it by its process id.
A command that finds the folder held acts through the service's socket (`cursus.admin`) instead.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from cursus.storage.files import beside, make_folder, sync

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pydantic import SecretStr

SOCKET_PATH_LIMIT = 107  # bytes: sun_path without its NUL (unix(7))


class FolderHeld(RuntimeError):
    """Another process serves from the data folder; `pid` is its process id, if it said so."""

    def __init__(self, path: Path, pid: int | None) -> None:
        super().__init__(f"{path} is in use by process {pid or 'unknown'}")
        self.pid = pid


class DataFolder:
    """Where things lie in a data folder, made for its owner alone."""

    def __init__(self, path: Path) -> None:
        """Name the folder and make what is missing of it."""
        self.path = path.absolute()
        self.objects = self.path / "objects"  # packages, unless they lie in S3
        self.spool = self.path / "spool"  # uploads under way
        self.cache = self.path / "cache"  # copies of packages that lie in S3
        self.database = self.path / "cursus.db"
        self.secret_key_file = self.path / "secret.key"
        self.admin_socket = self.path / "admin.sock"
        if not self.path.is_dir():
            make_folder(self.path.parent)
            with suppress(FileExistsError):
                self.path.mkdir(mode=0o700)
            sync(self.path.parent)
        for folder in (self.objects, self.spool, self.cache):
            with suppress(FileExistsError):
                folder.mkdir(mode=0o700)  # whoever made the folder that they lie in
        sync(self.path)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder; raise FolderHeld while another process does.

        The lock ends with the process, however that ends, and with processes forked from it.
        """
        descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                said = os.pread(descriptor, 20, 0).strip()
                raise FolderHeld(self.path, int(said) if said.isdigit() else None) from None
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, b"%d\n" % os.getpid(), 0)
            yield
        finally:
            os.close(descriptor)

    def secret_key(self, given: SecretStr | None) -> bytes:
        """Return the key that signs links: the one given, else one made once and kept here."""
        if given is not None:
            return given.get_secret_value().encode()
        if not self.secret_key_file.exists():
            temporary = beside(self.secret_key_file)
            temporary.touch(mode=0o600)
            temporary.write_text(secrets.token_hex(32), "ascii")
            sync(temporary)
            temporary.replace(self.secret_key_file)
            sync(self.path)
        return self.secret_key_file.read_bytes().strip()

    @contextmanager
    def socket_address(self) -> Iterator[str]:
        """Give the socket's path in a form that binds and connects however long it is."""
        if len(os.fsencode(self.admin_socket)) <= SOCKET_PATH_LIMIT:
            yield str(self.admin_socket)
            return
        descriptor = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:  # the same folder by a name that is short
            yield f"/proc/self/fd/{descriptor}/{self.admin_socket.name}"
        finally:
            os.close(descriptor)
