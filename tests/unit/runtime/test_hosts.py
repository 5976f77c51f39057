from __future__ import annotations

import pytest

from runtime.hosts import API, Hosts, Origin

LABEL = "k3f2a7b5c9d1e8g4h6j0"

LOOPBACK = Hosts("http://127.0.0.1:8080", "http://{label}.cursus.localhost:8080")
PRODUCTION = Hosts("https://lms.example.org", "https://{label}.content.example.org")
SHARED = Hosts("https://lms.example.org", "https://content.example.org")
SECOND_PORT = Hosts("http://10.1.2.3:8080", "http://10.1.2.3:8081")
IPV6 = Hosts("http://[2001:db8::1]:8080", "http://[2001:db8::1]:8081")


@pytest.mark.parametrize(
    ("hosts", "host", "origin"),
    [
        (LOOPBACK, "127.0.0.1:8080", API),
        (LOOPBACK, "localhost:8080", API),
        (LOOPBACK, "localhost:49152", API),
        (LOOPBACK, "LocalHost", API),
        (LOOPBACK, "localhost.", API),
        (LOOPBACK, "[::1]:8080", API),
        (LOOPBACK, "[0:0:0:0:0:0:0:1]:8080", API),
        (LOOPBACK, f"{LABEL}.cursus.localhost:8080", Origin("content", LABEL)),
        (LOOPBACK, f"{LABEL.upper()}.Cursus.LocalHost:8080", Origin("content", LABEL)),
        (LOOPBACK, f"{LABEL}.cursus.localhost.:8080", Origin("content", LABEL)),
        (LOOPBACK, "cursus.localhost:8090", None),
        (LOOPBACK, "a.b.cursus.localhost:8080", None),
        (LOOPBACK, ".cursus.localhost:8080", None),
        (LOOPBACK, "-a.cursus.localhost", None),
        (LOOPBACK, "127.0.0.2:8080", None),
        (PRODUCTION, "lms.example.org", API),
        (PRODUCTION, "lms.example.org:443", API),
        (PRODUCTION, "LMS.example.org.", API),
        (PRODUCTION, "lms.example.org:8080", API),
        (PRODUCTION, f"{LABEL}.content.example.org", Origin("content", LABEL)),
        (PRODUCTION, f"{LABEL}.content.example.org:8443", Origin("content", LABEL)),
        (PRODUCTION, "content.example.org", None),
        (PRODUCTION, f"{LABEL}.content.example.org.evil.test", None),
        (PRODUCTION, f"{LABEL}xcontent.example.org", None),
        (PRODUCTION, "localhost", None),
        (PRODUCTION, "127.0.0.1", None),
        (SHARED, "content.example.org", Origin("content")),
        (SHARED, "lms.example.org", API),
        (SHARED, f"{LABEL}.content.example.org", None),
        (SECOND_PORT, "10.1.2.3:8080", API),
        (SECOND_PORT, "10.1.2.3:8081", Origin("content")),
        (SECOND_PORT, "10.1.2.3", API),
        (IPV6, "[2001:db8::1]:8081", Origin("content")),
        (IPV6, "[2001:DB8:0:0::1]:8080", API),
    ],
)
def test_a_host_is_the_apis_or_a_content_hosts_or_nobodys(
    hosts: Hosts, host: str, origin: Origin | None
) -> None:
    assert hosts.of(host) == origin


@pytest.mark.parametrize(
    "host",
    [
        None,
        "",
        " ",
        ":8080",
        "user@127.0.0.1",
        "127.0.0.1:8080@evil.test",
        f"evil@{LABEL}.cursus.localhost",
        "127.0.0.1:8080:8080",
        "127.0.0.1:http",
        "127.0.0.1:",
        "[::1",
        "::1",
        "[::1]x",
        "[evil]",
        "localhost/",
        "localhost, evil.test",
        "localhost\t",
        "lócalhost",
        "localhost..",
        "%6cocalhost",
    ],
)
def test_what_is_no_host_is_nobodys(host: str | None) -> None:
    assert LOOPBACK.of(host) is None


def test_the_origin_that_is_handed_out_is_the_one_that_is_recognised() -> None:
    origin = LOOPBACK.content_origin(LABEL)
    assert origin == f"http://{LABEL}.cursus.localhost:8080"
    assert LOOPBACK.of(origin.removeprefix("http://")) == Origin("content", LABEL)


def test_content_on_the_apis_own_origin_is_refused() -> None:
    with pytest.raises(ValueError, match="origin"):
        Hosts("https://lms.example.org", "https://lms.example.org:443")


def test_the_label_must_be_the_whole_first_label() -> None:
    with pytest.raises(ValueError, match="label"):
        Hosts("https://lms.example.org", "https://x-{label}.example.org")
