"""Where webhooks may go: to the internet, not into the network of whoever hosts this."""

import pytest

from bookings_app.domain.text import TextRefused
from bookings_app.domain.webhook_targets import check_target, is_public


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"]
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.10",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.5",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.8",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:c0a8:105",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:c0a8:105::1",
        "2001:0:7f00:1::",
        "not an address",
        "",
    ],
)
def test_all_others_are_not_however_they_are_written(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "https://example.com:8443/a/b?c=d",
        "https://8.8.8.8/hook",
        "https://[2606:4700:4700::1111]/hook",
        "https://xn--mnchen-3ya.example/hook",
    ],
)
def test_what_can_be_told(url: str) -> None:
    assert check_target(url, allow_private=False) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "ftp://example.com",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https://example.com:0/",
        "https://example.com:99999/",
        "https://example.com:x/",
        "https://[::1/",
        "https://user@example.com/",
        "https://user:password@example.com/",
        "https://example.com/#part",
        "https://exa mple.com/",
        "https://example.com/\r\nHost: x",
        "https://münchen.example/",
        "https://example.com/" + "x" * 2_000,
    ],
)
@pytest.mark.parametrize("allow_private", [False, True])
def test_what_cannot_be_told_at_all(url: str, allow_private: bool) -> None:
    with pytest.raises(TextRefused):
        check_target(url, allow_private=allow_private)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "https://localhost/",
        "https://LOCALHOST:3000/",
        "https://app.localhost/",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://[::1]/",
        "https://[::ffff:10.1.2.3]/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://8.8.8.0x8/",
        "https://localhost./x",
        "https://%6c%6f%63alhost/",
        "https://169.254.169.254/latest/meta-data",
    ],
)
def test_what_must_be_allowed_first(url: str) -> None:
    with pytest.raises(TextRefused):
        check_target(url, allow_private=False)

    assert check_target(url, allow_private=True) == url
