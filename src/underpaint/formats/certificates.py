"""Who signs: the studio's certificate, or one of this user's own that is made on first use and that nobody else trusts.

Certificates follow the C2PA 2.2 certificate profile: X.509 v3, a leaf that its issuer signed, digitalSignature, and an
extended key usage of emailProtection.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from underpaint.errors import InputError, OutputError
from underpaint.formats.pictures import read_bytes
from underpaint.formats.user_folders import settings_folder

if TYPE_CHECKING:
    from cryptography import x509

MISSING = "Content Credentials need two more packages; install them with: pip install 'underpaint[credentials]'"

_KEY_FILE = "local-key.pem"
_CERTIFICATE_FILE = "local-certificate.pem"
_LIMIT = 2**20
_YEARS = 20  # without a time stamp a signature is good only as long as its certificate
_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


@dataclass(frozen=True)
class Signer:
    """chain: PEM, the signing certificate first, then its issuers. key: PEM, PKCS #8. algorithm: as C2PA names it.
    name: whom the certificate names. local: whether it is one that nobody else trusts."""

    chain: bytes
    key: bytes = field(repr=False)
    algorithm: str
    name: str
    local: bool


def studio_signer(chain: Path, key: Path) -> Signer:
    """The studio's certificate and key, both PEM.

    Raises InputError where they are unreadable, do not belong together, have ended, or cannot sign.
    """
    return _signer(read_bytes(chain, _LIMIT), read_bytes(key, _LIMIT), chain, key, local=False)


def local_signer(folder: Path | None = None) -> Signer:
    """This user's own certificate, made on the first call in `folder`, the user's settings folder unless told.

    The key file holds the key and its certificates and can be read by this user only; it is never written over. The
    certificates stand beside it once more, for handing to others. Raises OutputError where they cannot be written and
    InputError where the key file is damaged or others can read it.
    """
    folder = folder or settings_folder()
    path = folder / _KEY_FILE
    try:
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _create(path, _made())
        data = _own(path)
        signer = _signer(b"\n".join(_CERTIFICATE.findall(data)) + b"\n", data, path, path, local=True)
        if not (folder / _CERTIFICATE_FILE).exists():
            _create(folder / _CERTIFICATE_FILE, signer.chain, 0o644)
    except (InputError, OutputError):
        raise
    except OSError as why:
        raise OutputError(
            f"{path}: the local signing key cannot be kept ({(why.strerror or str(why)).lower()})"
        ) from None
    return signer


def local_anchor(folder: Path | None = None) -> bytes | None:
    """PEM of the root of this user's own certificate; None where there is none that this user alone can read."""
    try:
        found = _CERTIFICATE.findall(_own((folder or settings_folder()) / _KEY_FILE))
    except InputError:
        return None
    return found[-1] if found else None


def read_anchors(path: Path) -> bytes:
    """The certificates of a PEM file, PEM. Raises InputError where it has none or one is damaged."""
    found = _CERTIFICATE.findall(read_bytes(path, _LIMIT))
    if not found:
        raise InputError(f"{path}: holds no certificate; give a PEM file with the certificates that you trust")
    data = b"\n".join(found) + b"\n"
    _certificates(data, path)
    return data


def _own(path: Path) -> bytes:
    data = read_bytes(path, _LIMIT)
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise InputError(f"{path}: this private key can be read by others; allow only yourself: chmod 600 {path}")
    return data


def _create(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write a new file whole or not at all; where another program was quicker, its file stays."""
    temporary = path.parent / f".underpaint-{os.urandom(6).hex()}.part"
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if os.name == "nt":
            os.rename(temporary, path)  # refuses there, where it replaces elsewhere
        else:
            os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink(missing_ok=True)


def _signer(chain: bytes, key: bytes, chain_path: Path, key_path: Path, *, local: bool) -> Signer:
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives import serialization
    except ImportError:
        raise InputError(MISSING) from None
    certificates = _certificates(chain, chain_path)
    leaf = certificates[0]
    try:
        private = serialization.load_pem_private_key(key, password=None)
    except TypeError:
        raise InputError(f"{key_path}: the key has a password; give a key file without one") from None
    except (ValueError, UnsupportedAlgorithm):
        raise InputError(f"{key_path}: not a private key in PEM form, or a damaged one") from None
    spki = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    if private.public_key().public_bytes(*spki) != leaf.public_key().public_bytes(*spki):
        raise InputError(
            f"{key_path}: not the key of the first certificate in {chain_path}; give the two that go together"
        )
    now = datetime.now(UTC)
    if not leaf.not_valid_before_utc <= now <= leaf.not_valid_after_utc:
        raise InputError(
            f"{chain_path}: the certificate holds from {leaf.not_valid_before_utc:%Y-%m-%d} to "
            f"{leaf.not_valid_after_utc:%Y-%m-%d}; give one that holds today"
        )
    if leaf.issuer == leaf.subject:
        raise InputError(
            f"{chain_path}: the first certificate signed itself, which C2PA does not allow; have it issued"
        )
    return Signer(
        chain=b"".join(each.public_bytes(serialization.Encoding.PEM) for each in certificates),
        key=private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
        algorithm=_algorithm(private, key_path),
        name=_named(leaf),
        local=local,
    )


def _certificates(data: bytes, path: Path) -> list[x509.Certificate]:
    try:
        from cryptography import x509
    except ImportError:
        raise InputError(MISSING) from None
    try:
        return x509.load_pem_x509_certificates(data)
    except ValueError:
        raise InputError(f"{path}: not certificates in PEM form, or damaged ones") from None


def _algorithm(private: Any, path: Path) -> str:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if isinstance(private, ec.EllipticCurvePrivateKey):
        name = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}.get(private.curve.name)
        if name:
            return name
    if isinstance(private, ed25519.Ed25519PrivateKey):
        return "ed25519"
    if isinstance(private, rsa.RSAPrivateKey) and private.key_size >= 2048:
        return "ps256"
    raise InputError(
        f"{path}: a key that C2PA cannot sign with; use EC P-256, P-384 or P-521, Ed25519, or RSA of 2048 bits"
    )


def _named(certificate: x509.Certificate) -> str:
    from cryptography.x509.oid import NameOID

    for wanted in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
        for attribute in certificate.subject.get_attributes_for_oid(wanted):
            return str(attribute.value)
    return certificate.subject.rfc4514_string()


def _made() -> bytes:
    """A new key, its certificate and a root that issued it, PEM. The root's own key is not kept."""
    try:
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
    except ImportError:
        raise InputError(MISSING) from None

    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    mark = os.urandom(4).hex()  # tells the local certificates of two people apart
    start = datetime.now(UTC) - timedelta(days=1)  # clocks of machines in one studio differ

    def named(what: str) -> x509.Name:
        parts = (
            (NameOID.ORGANIZATION_NAME, f"Underpaint {what} {mark} (not trusted by others)"),
            (NameOID.COMMON_NAME, f"Underpaint {what} {mark}"),
        )
        return x509.Name([x509.NameAttribute(*part) for part in parts])

    def certificate(subject: x509.Name, public: ec.EllipticCurvePublicKey, *, root: bool) -> x509.Certificate:
        usage = dict.fromkeys(
            ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only",
             "decipher_only"), False
        )  # fmt: skip
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(named("local root"))
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(start + timedelta(days=round(365.25 * _YEARS)))
            .add_extension(x509.BasicConstraints(ca=root, path_length=None), critical=True)
            .add_extension(
                x509.KeyUsage(digital_signature=not root, key_cert_sign=root, crl_sign=root, **usage), critical=True
            )
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        )
        if not root:
            usages = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
            builder = builder.add_extension(usages, critical=False)
        return builder.sign(root_key, hashes.SHA256())

    pem = serialization.Encoding.PEM
    return (
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate(named("local certificate"), key.public_key(), root=False).public_bytes(pem)
        + certificate(named("local root"), root_key.public_key(), root=True).public_bytes(pem)
    )
