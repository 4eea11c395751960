"""Content Credentials (C2PA 2.2): a picture is signed with what it says of itself, and a signed picture is read back.

Nothing here ever reaches for the network: no remote manifests, no revocation look-ups, no time stamps.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal

from underpaint.errors import InputError
from underpaint.formats.certificates import MISSING, Signer, local_anchor
from underpaint.formats.claims import PROGRAM, Claim, manifest, plain, read_claim
from underpaint.formats.pictures import read_bytes, read_picture

_CREDENTIALS_LIMIT = 16 * 2**20
_ORA_ENTRIES = 10_000
_ORA_CREDENTIALS = "META-INF/content_credential.c2pa"
_MIMETYPE = b"image/openraster"


@dataclass(frozen=True)
class _Kind:
    """A kind of picture: how its file begins, what else stands in its first bytes, and the format C2PA knows it as, None where
    it cannot hold credentials."""

    name: str
    suffixes: tuple[str, ...]
    starts: tuple[bytes, ...]
    format: str | None
    says: bytes = b""

    def begins(self, data: bytes) -> bool:
        return data.startswith(self.starts) and self.says in data[:_START]


_START = 64
_KINDS = (
    _Kind("PNG", (".png",), (b"\x89PNG\r\n\x1a\n",), "image/png"),
    _Kind("TIFF", (".tif", ".tiff"), (b"II*\x00", b"MM\x00*"), "image/tiff"),
    _Kind("JPEG", (".jpg", ".jpeg"), (b"\xff\xd8\xff",), "image/jpeg"),
    _Kind("WebP", (".webp",), (b"RIFF",), "image/webp", b"WEBP"),
    _Kind("ORA", (".ora",), (b"PK\x03\x04",), "zip", _MIMETYPE),
    _Kind("PSD", (".psd", ".psb"), (b"8BPS",), None),
    _Kind("EXR", (".exr",), (b"\x76\x2f\x31\x01",), None),
)
# Extended key usages that may sign: e-mail protection, document signing, and C2PA's own claim signing. Its reader takes
# only some of them unless told.
_USAGES = "1.3.6.1.5.5.7.3.4\n1.3.6.1.5.5.7.3.36\n1.3.6.1.4.1.62558.2.1\n"
_BESIDE = "application/octet-stream"


@dataclass(frozen=True)
class Signed:
    """picture: the file's bytes. sidecar: the credentials, for sidecar_path; None where the picture holds them."""

    picture: bytes
    sidecar: bytes | None


@dataclass(frozen=True)
class Finding:
    """What a picture's credentials are worth.

    origin: "trusted": signed by Underpaint with a certificate that the given anchors vouch for, and unchanged since.
        "local": the same, with this user's own certificate, which nobody else trusts.
        "foreign": unchanged since it was signed, but by another program, or with somebody else's certificate.
        "tampered": changed after it was signed.
        "unknown": no credentials; it never had any, or they were taken out.
    sentence: the same in plain words. claim: what was declared, where origin is "trusted" or "local".
    signer, program: as the credentials name them; None where nothing they say can be believed.
    """

    path: Path
    origin: Literal["trusted", "local", "foreign", "tampered", "unknown"]
    sentence: str
    claim: Claim | None = None
    signer: str | None = None
    program: str | None = None

    @property
    def fine(self) -> bool:
        return self.origin in ("trusted", "local")

    def lines(self) -> tuple[str, ...]:
        """A few plain lines: the finding, then what was declared."""
        told = [f"{self.path.name}: {self.sentence}"]
        if self.claim:
            claim = self.claim
            told += [f"  title    {claim.title}", f"  says     {claim.sentence}"]
            told += [f"  engine   {claim.engine} {claim.engine_version}"]
            told += [f"  board    {board.name}, {board.painter}, {board.part}" for board in claim.boards]
            told += [f"  model    {model.words}" for model in claim.models]
            told += [f"  layout   {claim.layout.by}"]
            told += [f"  step     {step.words}, {step.when}" for step in claim.steps]
        return tuple(told)


def sidecar_path(path: Path) -> Path:
    """Where the credentials of a picture lie that cannot hold them: C012.psd has C012.psd.c2pa beside it."""
    return path.with_name(path.name + ".c2pa")


def sign_picture(data: bytes, suffix: str, claim: Claim, signer: Signer) -> Signed:
    """Sign a finished file's bytes. PNG, TIFF, JPEG, WebP and ORA hold their credentials, PSD, PSB and EXR get a sidecar.

    suffix: as of the file's name, such as ".png". No pixel changes; credentials that were in the file are replaced. Two
    signings differ in their bytes: each has a fresh id. Raises InputError where the file is not what its suffix says,
    is damaged, is an ORA with packed entries, or where the certificate cannot sign.
    """
    kind = next((kind for kind in _KINDS if suffix.lower() in kind.suffixes), None)
    if kind is None or not kind.begins(data):
        raise InputError(
            f"{suffix}: not a picture that can be signed; PNG, TIFF, JPEG, WebP, ORA, PSD, PSB and EXR files can"
        )
    c2pa = _library()
    signed = io.BytesIO()
    try:
        with (
            c2pa.Signer.from_info(c2pa.C2paSignerInfo(signer.algorithm, signer.chain, signer.key, None)) as hand,
            _settings(c2pa) as settings,
            c2pa.Builder(manifest(claim), settings) as builder,
        ):
            if kind.format is None:
                builder.set_no_embed()
            credentials = builder.sign(hand, kind.format or _BESIDE, io.BytesIO(data), signed)
    except c2pa.C2paError as why:
        raise InputError(f"{claim.title}: cannot be signed by {signer.name} as {kind.name} ({plain(why)})") from None
    return Signed(data, credentials) if kind.format is None else Signed(signed.getvalue(), None)


def verify_picture(path: str | Path, anchors: bytes | None = None, *, folder: Path | None = None) -> Finding:
    """Read back what a picture's credentials say, and what that is worth.

    anchors: PEM of the certificates that are trusted, as read_anchors gives it. folder: where this user's local
    certificate lies, the user's settings folder unless told. Raises InputError in one line for what is not such a
    picture, or is damaged.
    """
    path = Path(path)
    kind = _kind(path)
    c2pa = _library()
    beside = None
    try:
        told = _embedded(c2pa, path, kind, anchors)
        if told is None and sidecar_path(path).exists():
            beside = read_bytes(sidecar_path(path), _CREDENTIALS_LIMIT)
            told = _read(c2pa, path, kind, anchors, beside)
    except c2pa.C2paError as why:
        _require_whole(path, kind)
        if str(why).startswith("Remote"):
            return Finding(path, "unknown", "unknown origin: its Content Credentials lie elsewhere and are not fetched")
        where = sidecar_path(path).name if beside else "it"
        return Finding(path, "tampered", f"tampered: the Content Credentials in {where} are damaged or were altered")
    if told is None:
        _require_whole(path, kind)
        return Finding(
            path, "unknown", "unknown origin: no Content Credentials; none were made, or they were taken out"
        )
    if told.changed:
        _require_whole(path, kind)
        return Finding(path, "tampered", _changed(told, sidecar_path(path).name if beside else None))
    return _valued(c2pa, path, kind, anchors, beside, told, folder)


@dataclass(frozen=True)
class _Told:
    """What C2PA's reader says of the active manifest. failures: its codes, the certificate's included."""

    state: str
    failures: tuple[str, ...]
    manifest: dict[str, Any]

    @property
    def changed(self) -> bool:
        return any(not code.startswith("signingCredential.") for code in self.failures)

    @property
    def signer(self) -> str:
        about = self.manifest.get("signature_info") or {}
        return plain(about.get("issuer") or about.get("common_name") or "somebody without a name")

    @property
    def program(self) -> str:
        listed = self.manifest.get("claim_generator_info") or [{}]
        return plain(listed[0].get("name") or self.manifest.get("claim_generator") or "one without a name")


def _valued(
    c2pa: Any, path: Path, kind: _Kind, anchors: bytes | None, beside: bytes | None, told: _Told, folder: Path | None
) -> Finding:
    """An unchanged picture: whose signature is it?"""
    signer, program, claim = told.signer, told.program, read_claim(told.manifest)
    trusted = told.state == "Trusted"
    if program != PROGRAM or claim is None:
        whose = "a certificate that you trust" if trusted else "a certificate that is not among those you trust"
        sentence = f"foreign: signed by {signer}, {whose}, in {program}; it says nothing of boards, layout or steps"
        return Finding(path, "foreign", sentence, signer=signer, program=program)
    if trusted:
        sentence = f"signed by {signer}, whose certificate you trust; not changed since"
        return Finding(path, "trusted", sentence, claim, signer, program)
    own = local_anchor(folder)
    if own:
        again = _read(c2pa, path, kind, own, beside) if beside else _embedded(c2pa, path, kind, own)
        if again is not None and again.state == "Trusted" and not again.changed:
            sentence = "signed with your local certificate, which is not trusted by others; not changed since"
            return Finding(path, "local", sentence, claim, signer, program)
    unfit = [code for code in told.failures if code != "signingCredential.untrusted"]
    if unfit:
        why = "whose certificate has ended or is not fit for signing"
    elif anchors:
        why = "whose certificate is not among those you trust"
    else:
        why = "whose certificate is not known here; if it is your studio's, give its certificate with --trust"
    return Finding(path, "foreign", f"foreign: signed by {signer}, {why}", signer=signer, program=program)


def _changed(told: _Told, sidecar: str | None) -> str:
    if any(code.startswith("claimSignature.") for code in told.failures):
        return "tampered: its Content Credentials were altered after they were signed"
    signed = f"signed by {told.signer} as {plain(told.manifest.get('title') or 'a picture without a title')!r}"
    if sidecar:
        return f"tampered: changed after it was {signed}, or {sidecar} is another file's"
    return f"tampered: changed after it was {signed}"


def _embedded(c2pa: Any, path: Path, kind: _Kind, anchors: bytes | None) -> _Told | None:
    if kind.format is None or (kind.name == "ORA" and not _ora_has_credentials(path)):
        return None
    try:
        return _read(c2pa, path, kind, anchors, None)
    except c2pa.C2paError.ManifestNotFound:
        return None


def _read(c2pa: Any, path: Path, kind: _Kind, anchors: bytes | None, beside: bytes | None) -> _Told:
    """Raises C2paError."""
    with (
        _opened(path) as file,
        _settings(c2pa, anchors) as settings,
        c2pa.Reader(_BESIDE if beside else kind.format, file, beside, settings) as reader,
    ):
        report = json.loads(reader.json())
    found = report.get("validation_results", {}).get("activeManifest", {}).get("failure", [])
    active = report.get("manifests", {}).get(report.get("active_manifest"))
    if active is None:
        raise c2pa.C2paError("no active manifest")
    failures = tuple(str(failure.get("code")) for failure in found)
    state = str(report.get("validation_state"))
    if state not in ("Trusted", "Valid") and not failures:
        failures = ("unexplained",)  # what its reader calls invalid is never called unchanged here
    return _Told(state, failures, active)


def _settings(c2pa: Any, anchors: bytes | None = None) -> Any:
    chosen: dict[str, Any] = {
        "version": 1,
        "verify": {"verify_trust": True, "remote_manifest_fetch": False, "ocsp_fetch": False},
        "core": {"allowed_network_hosts": [], "max_decompressed_manifest_size_in_mb": _CREDENTIALS_LIMIT >> 20},
        "builder": {"thumbnail": {"enabled": False}},
        "trust": {"trust_config": _USAGES},
    }
    if anchors:
        chosen["trust"]["user_anchors"] = anchors.decode("ascii", "replace")
    return c2pa.Context(settings=c2pa.Settings.from_dict(chosen))


def _kind(path: Path) -> _Kind:
    with _opened(path) as file:
        start = file.read(_START)
    for kind in _KINDS:
        if kind.begins(start):
            return kind
    raise InputError(f"{path}: not a picture that can be verified; PNG, TIFF, JPEG, WebP, ORA, PSD, PSB and EXR files can")


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    if not path.is_file():
        raise InputError(f"{path}: {'not a plain file' if path.exists() else 'no such file'}")
    if not path.stat().st_size:
        raise InputError(f"{path}: empty file")
    try:
        file = path.open("rb")
    except OSError as why:
        raise InputError(f"{path}: cannot be read ({(why.strerror or str(why)).lower()})") from None
    with file:
        yield file


def _ora_has_credentials(path: Path) -> bool:
    try:
        with _opened(path) as file, zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise InputError(f"{path}: damaged or unfinished ORA file; save it again") from None
    if len(entries) > _ORA_ENTRIES:
        raise InputError(f"{path}: {len(entries):,} entries in an ORA file; at most {_ORA_ENTRIES:,} are read")
    return any(entry.filename == _ORA_CREDENTIALS for entry in entries)


def _require_whole(path: Path, kind: _Kind) -> None:
    """Raise the one door's message where a picture is damaged, so that a file cut short is not called tampered."""
    if kind.name not in ("PNG", "TIFF", "JPEG", "WebP"):
        return
    try:
        read_picture(path)
    except InputError as why:
        # What the door refuses for its size or its channels may well be whole.
        if str(why).removeprefix(str(path)).startswith(": damaged"):
            raise


def _library() -> Any:
    """c2pa, imported only here: it takes longer to load than a picture to verify."""
    try:
        import c2pa
    except ImportError:
        raise InputError(MISSING) from None
    return c2pa
