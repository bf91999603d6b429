"""Posting webhooks: to whom it may be, once, not for long, and without following anybody."""

import socket
import ssl
import threading
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bookings_app.integrations.webhook_sender import HttpWebhookSender
from tests.databases import free_port
from tests.receiver import Handler, receiver
from tests.webhooks import Heard

HEADERS = {"webhook-id": "msg_1", "webhook-timestamp": "1", "webhook-signature": "v1,x"}
PUBLIC = "93.184.216.34"
OPEN = HttpWebhookSender(allow_private=True)
CLOSED = HttpWebhookSender(allow_private=False)


def leads_to(*addresses: str) -> Any:
    """A name service in which every name leads there."""

    def resolve(host: str, port: int, **_: object) -> list[Any]:
        del host
        found: list[Any] = []
        for address in addresses:
            found += socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)
        return found

    return resolve


def test_the_words_and_headers_arrive_as_they_are() -> None:
    with receiver(lambda handler, _: handler.answer(202, "gracias, señora".encode())) as there:
        answer = OPEN.send(f"{there.url}?shop=1", '{"name":"José"}', HEADERS)

    (heard,) = there.heard
    assert (answer.status, answer.text) == (202, "gracias, señora")
    assert (heard.url, heard.body) == ("/bookings?shop=1", '{"name":"José"}')
    assert heard.headers["content-type"] == "application/json"
    assert HEADERS.items() <= heard.headers.items()
    assert "cookie" not in heard.headers


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    with receiver() as elsewhere:

        def send_on(handler: Handler, _: Heard) -> None:
            handler.answer(307, Location=elsewhere.url)

        with receiver(send_on) as there:
            answer = OPEN.send(there.url, "{}", HEADERS)

    assert answer.status == 307
    assert elsewhere.heard == []


def test_of_an_endless_answer_only_the_beginning_is_read() -> None:
    def endless(handler: Handler, _: Heard) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"x" * 65_536)
        except OSError:
            pass

    with receiver(endless) as there:
        answer = OPEN.send(there.url, "{}", HEADERS)

    assert answer.status == 200
    assert len(answer.text) <= 4_096


def test_the_pause_that_is_asked_for_is_read() -> None:
    with receiver(lambda handler, _: handler.answer(503, Retry_After="120")) as there:
        assert OPEN.send(there.url, "{}", HEADERS).retry_after == timedelta(minutes=2)
    with receiver(lambda handler, _: handler.answer(503, Retry_After="soon")) as there:
        assert OPEN.send(there.url, "{}", HEADERS).retry_after is None


def test_a_receiver_that_drips_is_cut_off() -> None:
    stop = threading.Event()

    def drip(handler: Handler, _: Heard) -> None:
        handler.wfile.write(b"HTTP/1.1 ")
        try:
            while not stop.wait(0.05):
                handler.wfile.write(b"x")
        except OSError:
            pass

    began = time.monotonic()
    with receiver(drip) as there:
        answer = HttpWebhookSender(allow_private=True, total_seconds=0.5).send(
            there.url, "{}", HEADERS
        )
        stop.set()

    assert answer.status is None
    assert time.monotonic() - began < 5


def test_a_receiver_that_says_nothing_is_cut_off() -> None:
    stop = threading.Event()
    with receiver(lambda handler, _: handler.answer(204) if stop.wait(20) else None) as there:
        sender = HttpWebhookSender(allow_private=True, total_seconds=0.3)
        answer = sender.send(there.url, "{}", HEADERS)
        stop.set()

    assert answer.status is None
    assert answer.text == "It did not answer in time."


def test_what_goes_wrong_is_said_in_words() -> None:
    nobody = f"http://127.0.0.1:{free_port()}/"
    assert OPEN.send(nobody, "{}", HEADERS).text == "Nothing listens there."
    unknown = OPEN.send("http://nowhere.invalid/", "{}", HEADERS)
    assert unknown.text == "The name could not be found."
    with receiver(lambda handler, _: None) as there:
        silent = OPEN.send(there.url, "{}", HEADERS)
    assert silent.text == "It ended the connection without an answer."
    with receiver(lambda handler, _: handler.wfile.write(b"SSH-2.0\r\n\r\n")) as there:
        assert OPEN.send(there.url, "{}", HEADERS).text == "It did not answer in HTTP."


def test_what_speaks_no_tls_is_not_trusted() -> None:
    with receiver() as there:
        answer = OPEN.send(there.url.replace("http://", "https://"), "{}", HEADERS)

    assert answer.status is None
    assert there.heard == []


@dataclass(frozen=True)
class Certificate:
    """A certificate for localhost that only those trust who are told to."""

    file: Path

    def server(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file)
        return context

    def trusted(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.file))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "localhost.pem"
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    file.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + made.public_bytes(pem)
    )
    return Certificate(file)


def test_by_https_the_certificate_must_be_trusted_and_be_of_that_name(
    certificate: Certificate,
) -> None:
    knowing = HttpWebhookSender(allow_private=True, trust=certificate.trusted())
    with receiver(secured=certificate.server()) as there:
        assert knowing.send(there.url, "{}", HEADERS).status == 204
        stranger = OPEN.send(there.url, "{}", HEADERS)
        other_name = knowing.send(there.url.replace("localhost", "127.0.0.1"), "{}", HEADERS)

    assert len(there.heard) == 1
    assert there.heard[0].headers["host"] == there.url.split("/")[2]
    assert stranger.text.startswith("The certificate is not trusted: ")
    assert other_name.text.startswith("The certificate is not trusted: ")


def test_a_receiver_that_hangs_behind_https_is_cut_off(certificate: Certificate) -> None:
    stop = threading.Event()
    knowing = HttpWebhookSender(allow_private=True, trust=certificate.trusted(), total_seconds=0.5)

    def drip(handler: Handler, _: Heard) -> None:
        with suppress(OSError):
            while not stop.wait(0.05):
                handler.wfile.write(b"x")

    began = time.monotonic()
    with receiver(drip, secured=certificate.server()) as there:
        answer = knowing.send(there.url, "{}", HEADERS)
        stop.set()

    assert answer.status is None
    assert time.monotonic() - began < 5


def test_a_handshake_that_never_ends_is_cut_off() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        sender = HttpWebhookSender(allow_private=True, total_seconds=0.3)
        answer = sender.send(f"https://127.0.0.1:{listener.getsockname()[1]}/", "{}", HEADERS)

    assert answer.status is None


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "0x7f.1", "2130706433", "[::1]"])
def test_a_private_address_is_not_connected_to_however_it_is_written(host: str) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        listener.settimeout(0)
        port = listener.getsockname()[1]
        answer = CLOSED.send(f"https://{host}:{port}/", "{}", HEADERS)

        assert answer.status is None
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_a_name_that_leads_into_a_private_network_by_now_is_not_connected_to() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        listener.settimeout(0)
        port = listener.getsockname()[1]
        sender = HttpWebhookSender(
            allow_private=False, resolve=leads_to("127.0.0.1", "::ffff:127.0.0.1")
        )
        answer = sender.send(f"https://example.com:{port}/", "{}", HEADERS)

        assert "private network" in answer.text
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_of_the_addresses_of_a_name_only_public_ones_are_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[Any] = []

    def connect(_: socket.socket, address: Any) -> None:
        tried.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    sender = HttpWebhookSender(allow_private=False, resolve=leads_to("10.0.0.1", PUBLIC))
    answer = sender.send("https://example.com/", "{}", HEADERS)

    assert tried == [PUBLIC]
    assert answer.text == "Nothing listens there."


def test_customers_details_never_go_by_plain_http_to_the_internet() -> None:
    sender = HttpWebhookSender(allow_private=False, resolve=leads_to(PUBLIC))

    assert sender.send("http://example.com/", "{}", HEADERS).status is None
