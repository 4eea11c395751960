"""A file signed as a whole: the signature and the signer's certificates lie beside it, as JSON.

For papers that hold no Content Credentials. The algorithms are those of a C2PA signer: ECDSA (FIPS 186-5), Ed25519 (RFC 8032)
and RSASSA-PSS (RFC 8017).
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from underpaint.errors import InputError
from underpaint.formats.certificates import MISSING, Signer, local_anchor
from underpaint.formats.pictures import read_bytes
from underpaint.formats.writing import record_bytes

KIND = "underpaint.signature"
VERSION = 1
_LIMIT = 2**20
_HASHES = {"es256": "SHA256", "es384": "SHA384", "es512": "SHA512", "ps256": "SHA256"}


@dataclass(frozen=True)
class Signature:
    """What a signature is worth.

    origin: "trusted": the given anchors vouch for the signer. "local": it is this user's own certificate. "foreign": another
    one's. "tampered": the file is not the one that was signed. signer: as the certificate names it.
    """

    origin: Literal["trusted", "local", "foreign", "tampered"]
    signer: str


def signature_path(path: Path) -> Path:
    """Where the signature of a file lies: receipt.json has receipt.json.sig beside it."""
    return path.with_name(path.name + ".sig")


def signature_bytes(data: bytes, signer: Signer) -> bytes:
    """The file to lay beside `data`. Raises InputError where the packages for it are missing."""
    _, _, serialization, _ = _library()
    key = serialization.load_pem_private_key(signer.key, password=None)
    made = key.sign(data, *_how(signer.algorithm))
    told = {"kind": KIND, "version": VERSION, "signer": signer.name, "algorithm": signer.algorithm}
    told |= {"signature": base64.b64encode(made).decode(), "certificates": signer.chain.decode()}
    return record_bytes(told)


def read_signature(path: Path, anchors: bytes | None = None, *, folder: Path | None = None) -> Signature:
    """What the signature beside a file is worth. anchors, folder: as verify_picture takes them.

    Raises InputError in one line where there is none, or it cannot be read.
    """
    x509, exceptions, _, _ = _library()
    beside = signature_path(path)
    data, made = read_bytes(path), read_bytes(beside, _LIMIT)
    try:
        told = json.loads(made)
        if told["kind"] != KIND or told["version"] != VERSION:
            raise ValueError("of another kind or version")
        chain = x509.load_pem_x509_certificates(str(told["certificates"]).encode())
        signature, how = base64.b64decode(told["signature"], validate=True), _how(str(told["algorithm"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError(f"{beside}: is no signature, or a damaged one") from None
    name = str(told.get("signer", ""))
    try:
        chain[0].public_key().verify(signature, data, *how)
    except (exceptions.InvalidSignature, TypeError, AttributeError, ValueError):
        return Signature("tampered", name)
    name = chain[0].subject.rfc4514_string()
    if anchors is not None and _vouched(chain, x509.load_pem_x509_certificates(anchors)):
        return Signature("trusted", name)
    own = local_anchor(folder)
    if own is not None and _vouched(chain, x509.load_pem_x509_certificates(own)):
        return Signature("local", name)
    return Signature("foreign", name)


def _how(algorithm: str) -> tuple[Any, ...]:
    """What a key's sign and verify want beside the data."""
    _, _, _, (ec, padding, hashes) = _library()
    if algorithm == "ed25519":
        return ()
    chosen = getattr(hashes, _HASHES[algorithm])()
    if algorithm == "ps256":
        return padding.PSS(padding.MGF1(chosen), padding.PSS.DIGEST_LENGTH), chosen
    return (ec.ECDSA(chosen),)


def _vouched(chain: list, anchors: list) -> bool:
    """Whether one of the anchors is in the chain, or issued a certificate in it, each issued by the next."""
    for number, certificate in enumerate(chain):
        if certificate in anchors or any(_issued(certificate, anchor) for anchor in anchors):
            return True
        if number + 1 == len(chain) or not _issued(certificate, chain[number + 1]):
            return False
    return False


def _issued(certificate: Any, by: Any) -> bool:
    _, exceptions, _, _ = _library()
    try:
        certificate.verify_directly_issued_by(by)
    except (ValueError, TypeError, exceptions.InvalidSignature):
        return False
    return True


def _library() -> tuple[Any, Any, Any, tuple[Any, Any, Any]]:
    """cryptography, imported only here: it is part of an extra."""
    try:
        from cryptography import exceptions, x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec, padding
    except ImportError:
        raise InputError(MISSING) from None
    return x509, exceptions, serialization, (ec, padding, hashes)
