"""Settings: every one that cursus has, read from the environment once, at the start.

To add one: a field with a default and a description here, then `python -m cursus.settings` into
docs/settings.md (a test holds them equal). A name beginning with CURSUS_ that is none of these is
refused: a mistyped limit must not silently be the default.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import urlsplit

from pydantic import ByteSize, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict

from cursus.storage.objects import read_storage_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic.fields import FieldInfo
    from pydantic_settings import PydanticBaseSettingsSource

PREFIX = "CURSUS_"
SECRET_CHARACTERS = 32  # fewest in a secret key

# What Kubernetes puts into the environment of every pod for a service called cursus or cursus-*.
_KUBERNETES = re.compile(
    r"CURSUS_(\w+_)?(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT(_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)"
)

Size = Annotated[ByteSize, Field(gt=0)]
Count = Annotated[int, Field(gt=0)]


class UnsuitableSetting(ValueError):
    """A setting has a value that cannot be used; the message names it."""


class UnknownSetting(UnsuitableSetting):
    """A CURSUS_ name in the environment is no setting; the message says which one is near."""


class Settings(BaseSettings):
    """What an installation decides. Sizes are bytes; the environment may write `2GiB`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    data: Path = Field(
        default=Path("data"),
        description="Folder for everything kept locally; one process at a time.",
    )
    database_url: Literal["sqlite"] | None = Field(
        default=None,
        description="Database: `sqlite`, in the data folder; so far there is no other.",
    )
    storage_url: str | None = Field(
        default=None,
        description="Where packages lie: `file:///folder` or"
        " `s3://bucket/prefix?endpoint=URL&region=NAME`; unset: the data folder.",
    )
    public_url: str = Field(
        default="http://127.0.0.1:8080",
        description="Address of the API, the LRS and the pages, as clients see it.",
    )
    content_url: str | None = Field(
        default=None,
        validate_default=True,
        description="Address of course content, `{label}` in it (`https://{label}.content.example"
        ".org`): an origin per course version; unset on loopback: `{label}.cursus.localhost` with"
        " the port of the public URL.",
    )
    secret_key: SecretStr | None = Field(
        default=None,
        description=f"Signs links, {SECRET_CHARACTERS} characters or more; unset: made once and"
        " kept in the data folder. Nodes of one installation share it.",
    )
    bootstrap_app_id: str | None = Field(
        default=None,
        description="Name of the first key, created at the start when it is not there.",
    )
    bootstrap_secret: SecretStr | None = Field(
        default=None,
        validate_default=True,
        description="Secret of the first key, given together with its name.",
    )
    upload_limit: Size = Field(default=ByteSize(2 << 30), description="Largest package taken.")
    entries_limit: Count = Field(default=20_000, description="Most files in a package.")
    unpacked_limit: Size = Field(
        default=ByteSize(8 << 30), description="Largest package, all its files unpacked."
    )
    unpacked_ratio_limit: Count = Field(
        default=100,
        description="Most times that a package of over 10 MB, unpacked, may have grown.",
    )
    entry_ratio_limit: Count = Field(
        default=1000, description="Most times that one file of a package may grow when unpacked."
    )
    descriptor_limit: Size = Field(
        default=ByteSize(10 << 20), description="Largest manifest or other descriptor."
    )
    name_limit: Count = Field(
        default=512, description="Longest name of a file in a package, in bytes."
    )
    depth_limit: Count = Field(default=32, description="Deepest folder in a package.")
    memory_cache: Size = Field(
        default=ByteSize(64 << 20), description="Memory for course files that are asked for often."
    )
    disk_cache: Size = Field(
        default=ByteSize(10 << 30), description="Local copies of packages that lie in S3."
    )
    import_workers: Count = Field(default=1, description="Packages inspected at the same time.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take what is given and nothing else: `load_settings` alone reads an environment."""
        return (init_settings,)

    @field_validator("database_url", mode="before")
    @classmethod
    def _database_url(cls, database: object) -> object:
        if database not in (None, "sqlite"):
            raise ValueError(
                "must be sqlite or unset: cursus keeps its data in no other database yet"
            )
        return database

    @field_validator("storage_url")
    @classmethod
    def _storage_url(cls, url: str | None) -> str | None:
        if url is not None:
            read_storage_url(url)
        return url

    @field_validator("public_url")
    @classmethod
    def _public_url(cls, url: str) -> str:
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise ValueError("must be an address like https://cursus.example.org")
        return url.rstrip("/")

    @field_validator("content_url")
    @classmethod
    def _content_url(cls, template: str | None, info: ValidationInfo) -> str | None:
        if template is not None:
            if urlsplit(template).scheme not in ("http", "https"):
                raise ValueError("must be an address like https://{label}.content.example.org")
            return template.rstrip("/")
        public = urlsplit(info.data.get("public_url", ""))
        if not is_loopback(public.hostname or ""):
            return None
        port = f":{public.port}" if public.port else ""
        return f"{public.scheme}://{{label}}.cursus.localhost{port}"

    @field_validator("secret_key")
    @classmethod
    def _secret_key(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None and len(key.get_secret_value()) < SECRET_CHARACTERS:
            raise ValueError(f"must have {SECRET_CHARACTERS} characters or more")
        return key

    @field_validator("bootstrap_secret")
    @classmethod
    def _bootstrap_secret(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if (secret is None) != (info.data.get("bootstrap_app_id") is None):
            raise ValueError(f"must be given together with {PREFIX}BOOTSTRAP_APP_ID, or neither")
        return secret


def is_loopback(host: str) -> bool:
    """Return whether a host name or address means this machine itself."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Return the settings that an environment holds.

    Raises UnknownSetting for a CURSUS_ name that is no setting and UnsuitableSetting for a value
    that cannot be used.
    """
    names = [PREFIX + name.upper() for name in Settings.model_fields]
    for name, value in environ.items():
        if name.startswith(PREFIX) and name not in names:
            _refuse_unknown(name, value, names)
    source = EnvSettingsSource(Settings)
    source.env_vars = {name.lower(): environ[name] for name in names if environ.get(name)}
    try:
        return Settings(**source())
    except ValidationError as error:
        faults = [
            f"{PREFIX}{str(e['loc'][0]).upper()}: {e['msg'].removeprefix('Value error, ')}"
            for e in error.errors()
        ]
        raise UnsuitableSetting("; ".join(faults)) from None


def _refuse_unknown(name: str, value: str, names: list[str]) -> None:
    if name == "CURSUS_PORT" and "://" not in value:  # Kubernetes writes tcp://…
        raise UnknownSetting("CURSUS_PORT is no setting: write cursus serve --port")
    if _KUBERNETES.fullmatch(name):
        return
    near = get_close_matches(name[len(PREFIX) :], [known[len(PREFIX) :] for known in names], n=1)
    hint = f"did you mean {PREFIX}{near[0]}?" if near else "docs/settings.md lists all"
    raise UnknownSetting(f"{name} is no setting; {hint}")


def settings_table() -> str:
    """Return all settings as the Markdown table of docs/settings.md."""
    lines = ["| setting | default | what |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        lines.append(f"| `{PREFIX}{name.upper()}` | {_default(field)} | {field.description} |")
    return "\n".join(lines) + "\n"


def _default(field: FieldInfo) -> str:
    if field.default is None:
        return "–"
    if isinstance(field.default, ByteSize):
        return field.default.human_readable(separator=" ").replace(".0 ", " ")
    return f"`{field.default}`"


if __name__ == "__main__":
    print(settings_table(), end="")  # noqa: T201 - a program that prints
