from __future__ import annotations

from pathlib import Path

import pytest

from cursus.settings import (
    Settings,
    UnknownSetting,
    UnsuitableSetting,
    is_loopback,
    load_settings,
    settings_table,
)

DOCS = Path(__file__).parents[3] / "docs"


def test_an_empty_environment_gives_the_defaults() -> None:
    assert load_settings({}) == Settings()
    assert load_settings({}).data == Path("data")


def test_settings_are_read_from_the_environment() -> None:
    settings = load_settings(
        {
            "CURSUS_DATA": "/srv/cursus",
            "CURSUS_UPLOAD_LIMIT": "1GiB",
            "CURSUS_DEPTH_LIMIT": "8",
            "HOME": "/root",
        }
    )
    assert settings.data == Path("/srv/cursus")
    assert settings.upload_limit == 1 << 30
    assert settings.depth_limit == 8


def test_an_empty_value_is_as_good_as_none() -> None:
    assert load_settings({"CURSUS_DATABASE_URL": "", "CURSUS_DEPTH_LIMIT": ""}) == Settings()


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("CURSUS_UPLOADLIMIT", "did you mean CURSUS_UPLOAD_LIMIT?"),
        ("CURSUS_STORAGE", "did you mean CURSUS_STORAGE_URL?"),
        ("CURSUS_QWERTY", "docs/settings.md"),
    ],
)
def test_an_unknown_name_is_refused_with_a_hint(name: str, hint: str) -> None:
    with pytest.raises(UnknownSetting) as refused:
        load_settings({name: "1"})
    assert name in str(refused.value)
    assert hint in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CURSUS_SERVICE_HOST", "10.0.0.11"),
        ("CURSUS_SERVICE_PORT", "8080"),
        ("CURSUS_SERVICE_PORT_HTTP", "8080"),
        ("CURSUS_PORT", "tcp://10.0.0.11:8080"),
        ("CURSUS_PORT_8080_TCP", "tcp://10.0.0.11:8080"),
        ("CURSUS_PORT_8080_TCP_PROTO", "tcp"),
        ("CURSUS_PORT_8080_TCP_PORT", "8080"),
        ("CURSUS_PORT_8080_TCP_ADDR", "10.0.0.11"),
        ("CURSUS_POSTGRES_SERVICE_HOST", "10.0.0.12"),
        ("CURSUS_POSTGRES_PORT_5432_TCP", "tcp://10.0.0.12:5432"),
    ],
)
def test_what_kubernetes_injects_is_ignored(name: str, value: str) -> None:
    assert load_settings({name: value}) == Settings()


def test_a_port_that_a_person_wrote_is_not_ignored() -> None:
    with pytest.raises(UnknownSetting, match="cursus serve --port"):
        load_settings({"CURSUS_PORT": "8081"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CURSUS_UPLOAD_LIMIT", "much"),
        ("CURSUS_UPLOAD_LIMIT", "0"),
        ("CURSUS_DEPTH_LIMIT", "-1"),
        ("CURSUS_PUBLIC_URL", "cursus.example.org"),
        ("CURSUS_CONTENT_URL", "content.example.org"),
        ("CURSUS_SECRET_KEY", "short"),
        ("CURSUS_DATABASE_URL", "postgresql://db.example.org/cursus"),
        ("CURSUS_DATABASE_URL", "sqlite:///srv/elsewhere.db"),
        ("CURSUS_STORAGE_URL", "ftp://files.example.org"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(UnsuitableSetting, match=name):
        load_settings({name: value})


def test_what_another_database_is_refused_with_says_which_there_is() -> None:
    with pytest.raises(UnsuitableSetting, match=r"^CURSUS_DATABASE_URL: must be sqlite or unset"):
        load_settings({"CURSUS_DATABASE_URL": "postgresql://db.example.org/cursus"})
    assert load_settings({"CURSUS_DATABASE_URL": "sqlite"}).database_url == "sqlite"


@pytest.mark.parametrize("name", ["CURSUS_BOOTSTRAP_APP_ID", "CURSUS_BOOTSTRAP_SECRET"])
def test_half_of_a_first_key_is_refused_and_not_made_up(name: str) -> None:
    with pytest.raises(UnsuitableSetting, match="together with CURSUS_BOOTSTRAP_APP_ID"):
        load_settings({name: "half-of-a-key"})


def test_a_refused_secret_is_not_shown() -> None:
    with pytest.raises(UnsuitableSetting) as refused:
        load_settings({"CURSUS_SECRET_KEY": "hunter2"})
    assert "hunter2" not in str(refused.value)


def test_secrets_do_not_show_in_the_settings() -> None:
    settings = load_settings(
        {
            "CURSUS_SECRET_KEY": "s" * 32,
            "CURSUS_BOOTSTRAP_APP_ID": "portal",
            "CURSUS_BOOTSTRAP_SECRET": "hunter2",
        }
    )
    assert "hunter2" not in repr(settings)
    assert "ssss" not in repr(settings)


@pytest.mark.parametrize(
    ("public", "content"),
    [
        ("http://127.0.0.1:8080", "http://{label}.cursus.localhost:8080"),
        ("http://localhost:9000/", "http://{label}.cursus.localhost:9000"),
        ("http://[::1]:8080", "http://{label}.cursus.localhost:8080"),
        ("http://localhost", "http://{label}.cursus.localhost"),
        ("https://cursus.example.org", None),
    ],
)
def test_on_loopback_each_course_has_an_origin_without_being_told(
    public: str, content: str | None
) -> None:
    assert load_settings({"CURSUS_PUBLIC_URL": public}).content_url == content


def test_a_content_address_that_was_given_stays() -> None:
    given = "https://{label}.content.example.org"
    assert load_settings({"CURSUS_CONTENT_URL": given + "/"}).content_url == given


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("localhost", True),
        ("cursus.localhost", True),
        ("127.0.0.2", True),
        ("::1", True),
        ("0.0.0.0", False),  # noqa: S104 - nothing is bound
        ("example.org", False),
        ("localhost.example.org", False),
    ],
)
def test_only_this_machine_is_loopback(host: str, loopback: bool) -> None:  # noqa: FBT001
    assert is_loopback(host) is loopback


def test_the_page_of_settings_holds_the_table() -> None:
    assert settings_table() in (DOCS / "settings.md").read_text("utf-8")


def test_every_setting_is_described() -> None:
    assert all(field.description for field in Settings.model_fields.values())
