"""A time stamp (RFC 3161) of the chain's head: an authority that is not ours says that it existed by then.

The crawler asks for one (``scrapy stamp``), for the archive never touches the network; here the question is made, the
answer is kept beside the head's text, and a kept one is checked. ``openssl ts -verify`` is the stranger's tool.
"""

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from archive.errors import UsageError, WarcError
from archive.verify.faults import Fault
from archive.verify.heads import STAMPED, kept_heads, write_head
from archive.warc.paths import file_errors

SUFFIX = ".tsr"

_SHA256 = "2.16.840.1.101.3.4.2.1"
_CERTIFICATES = 0xA0


@dataclass(frozen=True, slots=True)
class Query:
    """What is to be stamped: the text of the head, and the question to the authority, as it is sent."""

    text: Path
    request: bytes
    nonce: int | None


@dataclass(frozen=True, slots=True)
class Stamp:
    """The head in ``file`` (relative to the ``warc`` folder) existed at ``time`` (UTC), says ``authority``, the subject
    of its certificate; ``checked`` says that its signature was checked against certificates that the caller trusts."""

    file: str
    time: datetime
    authority: str
    checked: bool

    def line(self) -> str:
        """What a person reads."""
        how = "" if self.checked else "; its signature was not checked, which --roots does"
        return f"{self.file}: existed by {self.time:%Y-%m-%dT%H:%M:%SZ}, says {self.authority}{how}"


def stamp_query(root: Path) -> Query:
    """The question for a stamp of the chain's head. Raises UsageError where there is no finished file."""
    text = write_head(root, STAMPED)
    request = TimestampRequestBuilder().data(text.read_bytes()).hash_algorithm(HashAlgorithm.SHA256).build()
    return Query(text, request.as_bytes(), request.nonce)


def keep_stamp(query: Query, answer: bytes, root: Path) -> Stamp:
    """Keep an authority's answer beside the text. Raises WarcError where it is no stamp of it."""
    stamp = _stamp(query.text, answer, root, None)
    if query.nonce is not None and _decode(answer).tst_info.nonce != query.nonce:
        raise WarcError("the authority answered another question: its nonce is not ours")
    path, part = (query.text.with_name(query.text.name + ending) for ending in (SUFFIX, SUFFIX + ".part"))
    with file_errors(path):
        part.write_bytes(answer)
        part.replace(path)
    return stamp


def check_stamps(root: Path, hashes: Sequence[str], roots: Path | None) -> Iterator[Fault | Stamp]:
    """Each kept stamp: its head must be that of the chain's line (``hashes`` has the SHA-256 of each), and the stamp be
    of it; with ``roots``, certificates in PEM, one of them must vouch for the authority."""
    trusted = None if roots is None else _certificates(roots)
    for text in kept_heads(root, STAMPED, hashes):
        if isinstance(text, Fault):
            yield text
            continue
        path = text.with_name(text.name + SUFFIX)
        try:
            with file_errors(path):
                answer = path.read_bytes()
            yield _stamp(text, answer, root, trusted)
        except WarcError as error:
            yield Fault(path.relative_to(root).as_posix(), None, "bad_stamp", str(error))


def _certificates(path: Path) -> list[x509.Certificate]:
    with file_errors(path), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # stores of a system hold certificates with odd serial numbers
        try:
            return x509.load_pem_x509_certificates(path.read_bytes())
        except ValueError as error:
            raise UsageError(f"{path}: holds no certificates in PEM") from error


def _stamp(text: Path, answer: bytes, root: Path, trusted: list[x509.Certificate] | None) -> Stamp:
    response = _decode(answer)
    imprint = response.tst_info.message_imprint
    if (imprint.hash_algorithm.dotted_string, imprint.message) != (_SHA256, sha256(text.read_bytes()).digest()):
        raise WarcError(f"a stamp of something else than {text.name}")
    if trusted is not None:
        try:
            # What the answer brings along helps to find the way to a trusted certificate, and is none itself.
            VerifierBuilder(roots=trusted).build().verify_message(response, text.read_bytes())
        except (VerificationError, ValueError) as error:
            raise WarcError(f"no trusted certificate vouches for it: {error}") from error
    name = text.relative_to(root).as_posix() + SUFFIX
    return Stamp(name, response.tst_info.gen_time, _authority(response), checked=trusted is not None)


def _decode(answer: bytes) -> TimeStampResponse:
    try:
        response = decode_timestamp_response(_in_order(answer))
    except ValueError as error:
        raise WarcError(f"no answer of a time-stamping authority: {error}") from error
    if response.status > 1:
        raise WarcError(f"the authority refused: {'; '.join(response.status_string) or f'status {response.status}'}")
    return response


def _authority(response: TimeStampResponse) -> str:
    """The subject of the certificate that signed, or its issuer and number where the answer does not bring it."""
    (signer, *_) = response.signed_data.signer_infos
    for data in response.signed_data.certificates:
        certificate = x509.load_der_x509_certificate(data)
        if (certificate.issuer, certificate.serial_number) == (signer.issuer, signer.serial_number):
            return certificate.subject.rfc4514_string()
    return f"certificate {signer.serial_number} of {signer.issuer.rfc4514_string()}"


def _in_order(answer: bytes) -> bytes:
    """The answer with its certificates in the order of DER. They stand outside of what is signed; openssl 3.0 writes
    them in the order of its configuration, and rfc3161-client 1.0.9 refuses every other than that of DER."""
    start, end = 0, len(answer)
    try:
        for step in (0, 1, 1, 0):  # the response, its token, the token's content, SignedData
            _, _, start, end = _elements(answer, start, end)[step]
        for tag, _, inner, stop in _elements(answer, start, end):
            if tag == _CERTIFICATES:
                certificates = sorted(answer[first:last] for _, first, _, last in _elements(answer, inner, stop))
                return answer[:inner] + b"".join(certificates) + answer[stop:]
    except IndexError:
        pass  # whoever decodes it will say so
    return answer


def _elements(data: bytes, start: int, end: int) -> list[tuple[int, int, int, int]]:
    """The elements of DER in a range: tag, where it starts, where its content starts and ends."""
    found = []
    while start < end:
        tag, length, inner = data[start], data[start + 1], start + 2
        if length & 0x80:
            inner += length & 0x7F
            length = int.from_bytes(data[start + 2 : inner])
        found.append((tag, start, inner, inner + length))
        start = inner + length
    return found
