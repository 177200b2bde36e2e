"""Which machines may be spoken to."""

from __future__ import annotations

import ipaddress

import pytest

from tellings.collect.guard import Guard, Refused, kind_of, parse_networks
from tellings.errors import SettingError


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104 -- to be refused
        "0.1.2.3", "127.0.0.1", "127.8.9.1", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "100.100.100.200", "168.63.129.16", "224.0.0.1", "239.255.255.255",
        "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.51.100.7", "203.0.113.9", "198.18.0.1", "192.0.0.8",
        "192.88.99.1", "::", "::1", "fe80::1", "febf::1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1",
        "2001:db8::1", "3fff::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1", "2001::1", "2001:2::1", "100::1",
        "4000::1", "5f00::1",
    ],
)  # fmt: skip
def test_guard_knows_every_kind_of_special_address(address: str) -> None:
    assert kind_of(ipaddress.ip_address(address)) is not None
    with pytest.raises(Refused) as caught:
        Guard(resolve=lambda _host: [address]).addresses("news.example", 443)
    assert caught.value.refusal.code == "C014"


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "172.32.0.1", "192.169.0.1", "100.128.0.1", "2606:2800:220:1::1",
                "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)  # fmt: skip
def test_guard_lets_public_addresses_pass(address: str) -> None:
    assert kind_of(ipaddress.ip_address(address)) is None
    given = str(ipaddress.ip_address(address))
    assert Guard(resolve=lambda _host: [address]).addresses("news.example", 443) == [given]


def test_guard_refuses_a_host_for_one_bad_answer_among_good_ones() -> None:
    guard = Guard(resolve=lambda _host: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(Refused, match=r"news\.example \(10\.0\.0\.1\)"):
        guard.addresses("news.example", 443)


def test_guard_reads_numbers_without_asking_for_a_name() -> None:
    def nobody(host: str) -> list[str]:
        raise AssertionError(host)

    assert Guard(resolve=nobody).addresses("93.184.216.34", 80) == ["93.184.216.34"]
    with pytest.raises(Refused):
        Guard(resolve=nobody).addresses("::1", 80)


def test_guard_allows_the_named_networks_and_any_port_there() -> None:
    guard = Guard(parse_networks(["127.0.0.0/8", " fd00::/8 "]), resolve=lambda _host: ["127.0.0.1", "fd00::7"])
    assert guard.addresses("site.example", 9999) == ["127.0.0.1", "fd00::7"]
    with pytest.raises(Refused):
        guard.addresses("10.0.0.1", 80)


@pytest.mark.parametrize("port", [1, 22, 25, 6379, 9200, 65535])
def test_guard_refuses_ports_of_other_services(port: int) -> None:
    with pytest.raises(Refused) as caught:
        Guard().addresses("93.184.216.34", port)
    assert caught.value.refusal.code == "C013"


@pytest.mark.parametrize("answers", [[], ["no number"], ["fe80::1%eth0"]])
def test_guard_refuses_odd_answers_of_a_resolver(answers: list[str]) -> None:
    with pytest.raises(Refused):
        Guard(resolve=lambda _host: answers).addresses("news.example", 80)


def test_guard_says_that_a_network_cannot_be_read() -> None:
    with pytest.raises(SettingError, match="S003"):
        parse_networks(["localhost"])
