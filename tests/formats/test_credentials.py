"""Signed pictures: what they say comes back, and every way in which they can be wrong is told apart."""

from __future__ import annotations

import io
import stat
import struct
import sys
import threading
import time
import zipfile
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from underpaint.errors import InputError
from underpaint.formats.certificates import Signer, local_signer, read_anchors, studio_signer
from underpaint.formats.claims import Claim, Step, UsedBoard, UsedLayout, UsedModel, manifest
from underpaint.formats.credentials import sidecar_path, sign_picture, verify_picture

pytest.importorskip("c2pa", reason="needs the extra 'credentials'")

SUFFIXES = (".png", ".tif", ".jpg", ".webp", ".ora", ".psd", ".psb", ".exr")
CLAIM = Claim(
    title="原図 C012 T02",
    engine="exemplar",
    engine_version="7",
    trained=False,
    boards=(
        UsedBoard("meadow-noon", "Aiko Mori", "ab" * 32, 0.625),
        UsedBoard("hut", "Jan Vos", "cd" * 32, 0.375, strokes="0.75, 1.5"),
    ),
    layout=UsedLayout("Ken Itō", "ef" * 32),
    steps=(
        Step("pass 1", "2026-11-20T10:00:00+09:00"),
        Step("pass 2", "2026-11-20T10:05:00+09:00"),
        Step("touch-up", "2026-11-21T16:40:00+09:00", by="Mio Sato", hand_share=0.031),
        Step("approved", "2026-11-22T09:00:00+09:00", by="Rin Abe"),
    ),
)


def pixels(seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 255, (48, 64, 3), dtype=np.uint8)


def picture(suffix: str, seed: int = 1) -> bytes:
    """A small finished file of that kind; of PSD and EXR only the beginning matters, as nothing looks inside."""
    file = io.BytesIO()
    if suffix == ".ora":
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("mimetype", "image/openraster")
            archive.writestr("stack.xml", '<image w="64" h="48"/>')
            archive.writestr("mergedimage.png", picture(".png", seed))
    elif suffix in (".psd", ".psb", ".exr"):
        start = {".psd": b"8BPS\0\1", ".psb": b"8BPS\0\2", ".exr": b"\x76\x2f\x31\x01"}[suffix]
        return start + pixels(seed).tobytes()
    else:
        kind = {".png": "PNG", ".tif": "TIFF", ".jpg": "JPEG", ".webp": "WEBP"}[suffix]
        Image.fromarray(pixels(seed)).save(file, kind, **({"lossless": True} if kind == "WEBP" else {}))
    return file.getvalue()


@pytest.fixture(scope="session")
def own(tmp_path_factory) -> Path:
    """The folder of this user's local certificate."""
    folder = tmp_path_factory.mktemp("settings")
    local_signer(folder)
    return folder


@pytest.fixture(scope="session")
def issued(tmp_path_factory):
    """A studio's root, intermediate and leaf as files: issued(name, ...) -> (chain, key, anchors)."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    usages = {
        "e-mail": ExtendedKeyUsageOID.EMAIL_PROTECTION,
        "document signing": x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36"),  # RFC 9336
        "web": ExtendedKeyUsageOID.SERVER_AUTH,
    }

    def issue(studio: str, *, kind: str = "ec", days: float = 365, purpose: str = "e-mail") -> tuple[Path, Path, Path]:
        start = datetime.now(UTC) - timedelta(days=2)
        issuer_name = issuer_key = None
        certificates = []
        for level in ("root", "intermediate", "leaf"):
            leaf = level == "leaf"
            make = {
                "ec": lambda: ec.generate_private_key(ec.SECP384R1()),
                "ed25519": ed25519.Ed25519PrivateKey.generate,
                "rsa": lambda: rsa.generate_private_key(65537, 2048),
                "short rsa": lambda: rsa.generate_private_key(65537, 1024),
            }
            key = make[kind if leaf else "ec"]()
            title = studio if leaf else f"{studio} {level}"
            name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, title)])
            issuer_name, issuer_key = issuer_name or name, issuer_key or key
            usage = (leaf, False, False, False, False, not leaf, not leaf, False, False)
            ski, aki = x509.SubjectKeyIdentifier, x509.AuthorityKeyIdentifier
            builder = (
                x509.CertificateBuilder()
                .subject_name(name)
                .issuer_name(issuer_name)
                .public_key(key.public_key())
                .serial_number(x509.random_serial_number())
                .not_valid_before(start)
                .not_valid_after(start + timedelta(days=2 + days))
                .add_extension(x509.BasicConstraints(ca=not leaf, path_length=None), critical=True)
                .add_extension(x509.KeyUsage(*usage), critical=True)
                .add_extension(ski.from_public_key(key.public_key()), critical=False)
                .add_extension(aki.from_issuer_public_key(issuer_key.public_key()), critical=False)
            )
            if leaf:
                builder = builder.add_extension(x509.ExtendedKeyUsage([usages[purpose]]), critical=False)
            certificates.insert(0, builder.sign(issuer_key, hashes.SHA256()))
            issuer_name, issuer_key = name, key
        folder = tmp_path_factory.mktemp("studio")
        pem = [each.public_bytes(serialization.Encoding.PEM) for each in certificates]
        (folder / "chain.pem").write_bytes(b"".join(pem[:2]))
        (folder / "anchors.pem").write_bytes(b"the studio's root\n" + pem[2])
        form = serialization.PrivateFormat.PKCS8
        secret = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
        (folder / "key.pem").write_bytes(secret)
        return folder / "chain.pem", folder / "key.pem", folder / "anchors.pem"

    return issue


@pytest.fixture(scope="session")
def studio(issued) -> tuple[Signer, bytes]:
    chain, key, anchors = issued("Studio Kawa")
    return studio_signer(chain, key), read_anchors(anchors)


def deliver(folder: Path, suffix: str, signer: Signer, claim: Claim = CLAIM, seed: int = 1) -> Path:
    path = folder / f"C012_T02{suffix}"
    signed = sign_picture(picture(suffix, seed), suffix, claim, signer)
    path.write_bytes(signed.picture)
    if signed.sidecar is not None:
        sidecar_path(path).write_bytes(signed.sidecar)
    return path


def repainted(signed: bytes, suffix: str) -> bytes:
    """The signed file with other, undamaged pixels, its credentials as they were."""
    if suffix == ".png":  # where the chunks of credentials go over to another picture
        chunks = b""
        at = 8
        while at < len(signed):
            (length,) = struct.unpack(">I", signed[at : at + 4])
            if signed[at + 4 : at + 8] == b"caBX":
                chunks += signed[at : at + 12 + length]
            at += 12 + length
        assert chunks
        other = picture(".png", seed=2)
        return other[:33] + chunks + other[33:]
    if suffix == ".ora":
        other = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(signed)) as before, zipfile.ZipFile(other, "w") as after:
            for entry in before.infolist():
                data = picture(".png", seed=2) if entry.filename == "mergedimage.png" else before.read(entry)
                after.writestr(entry.filename, data)
        return other.getvalue()
    at = {".jpg": len(signed) - 400, ".webp": 2000}.get(suffix, 4000)
    return signed[:at] + bytes([signed[at] ^ 4]) + signed[at + 1 :]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_was_declared_comes_back_and_the_studio_is_trusted(tmp_path, studio, own, suffix):
    signer, anchors = studio
    path = deliver(tmp_path, suffix, signer)
    finding = verify_picture(path, anchors, folder=own)
    assert (finding.origin, finding.fine, finding.signer) == ("trusted", True, "Studio Kawa")
    assert finding.claim == CLAIM
    assert sidecar_path(path).exists() == (suffix in (".psd", ".psb", ".exr"))
    told = "\n".join(finding.lines())
    for word in ("Studio Kawa", "you trust", "Aiko Mori, 62.5 %", "Ken Itō", "touch-up by Mio Sato, 3.1 %", "Rin Abe"):
        assert word in told


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_changed_pixels_are_tampered(tmp_path, studio, own, suffix):
    signer, anchors = studio
    path = deliver(tmp_path, suffix, signer)
    path.write_bytes(repainted(path.read_bytes(), suffix))
    finding = verify_picture(path, anchors, folder=own)
    assert (finding.origin, finding.fine, finding.claim) == ("tampered", False, None)
    assert "after it was signed by Studio Kawa" in finding.sentence and "C012 T02" in finding.sentence


@pytest.mark.parametrize("suffix", (".png", ".tif", ".jpg", ".webp"))
def test_signing_changes_no_pixel(studio, suffix):
    data = picture(suffix)
    signed = sign_picture(data, suffix, CLAIM, studio[0]).picture
    before, after = (np.asarray(Image.open(io.BytesIO(each))) for each in (data, signed))
    assert (before == after).all()
    assert len(signed) - len(data) < 8000  # no thumbnail


def test_a_signed_ora_is_still_one(studio):
    signed = sign_picture(picture(".ora"), ".ora", CLAIM, studio[0]).picture
    with zipfile.ZipFile(io.BytesIO(signed)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.header_offset) == ("mimetype", zipfile.ZIP_STORED, 0)
        assert archive.testzip() is None
        assert archive.read("mergedimage.png") == picture(".png")


def test_the_local_certificate_is_known_here_and_nowhere_else(tmp_path, own):
    path = deliver(tmp_path, ".png", local_signer(own))
    here = verify_picture(path, folder=own)
    assert (here.origin, here.fine, here.claim) == ("local", True, CLAIM)
    assert "not trusted by others" in here.sentence
    elsewhere = verify_picture(path, folder=tmp_path / "another user")
    assert (elsewhere.origin, elsewhere.fine, elsewhere.claim) == ("foreign", False, None)
    assert "not trusted by others" in elsewhere.sentence and "not known here" in elsewhere.sentence
    assert not (tmp_path / "another user").exists()


def test_a_local_certificate_handed_over_is_trusted(tmp_path, own):
    path = deliver(tmp_path, ".psd", local_signer(own))
    handed = read_anchors(own / "local-certificate.pem")
    assert verify_picture(path, handed, folder=tmp_path).origin == "trusted"


def test_another_studios_signature_is_foreign(tmp_path, issued, studio, own):
    chain, key, _ = issued("Somebody Else")
    path = deliver(tmp_path, ".png", studio_signer(chain, key))
    finding = verify_picture(path, studio[1], folder=own)
    assert (finding.origin, finding.signer) == ("foreign", "Somebody Else")
    assert "not among those you trust" in finding.sentence


def test_a_certificate_that_only_bears_the_studios_name_is_foreign(tmp_path, issued, studio, own):
    chain, key, _ = issued("Studio Kawa")
    path = deliver(tmp_path, ".png", studio_signer(chain, key))
    assert verify_picture(path, studio[1], folder=own).origin == "foreign"


def foreign_program(signer: Signer, program: str, **assertions: object) -> bytes:
    import c2pa

    told = {
        "title": "x",
        "claim_generator_info": [{"name": program}],
        "assertions": [
            {
                "label": "c2pa.actions.v2",
                "data": {"actions": [{"action": "c2pa.created", "digitalSourceType": "http://x/empty"}]},
            },
            *({"label": label, "data": data, "kind": "Json"} for label, data in assertions.items()),
        ],
    }
    signed = io.BytesIO()
    info = c2pa.C2paSignerInfo(signer.algorithm, signer.chain, signer.key, None)
    settings = c2pa.Settings.from_dict({"version": 1, "builder": {"thumbnail": {"enabled": False}}})
    with c2pa.Signer.from_info(info) as hand, c2pa.Context(settings=settings) as context:
        c2pa.Builder(told, context).sign(hand, "image/png", io.BytesIO(picture(".png")), signed)
    return signed.getvalue()


def test_another_programs_signature_is_foreign_even_by_a_trusted_key(tmp_path, studio, own):
    signer, anchors = studio
    path = tmp_path / "x.png"
    path.write_bytes(foreign_program(signer, "Some\x1b[2J Editor"))
    finding = verify_picture(path, anchors, folder=own)
    assert (finding.origin, finding.claim) == ("foreign", None)
    assert finding.program == "Some[2J Editor" and "\x1b" not in "".join(finding.lines())


@pytest.mark.parametrize("record", [{}, {"kind": "underpaint.claim", "version": 1, "boards": 3}, {"kind": "x"}])
def test_a_claim_that_makes_no_sense_vouches_for_nothing(tmp_path, studio, own, record):
    path = tmp_path / "x.png"
    path.write_bytes(foreign_program(studio[0], "Underpaint", **{"underpaint.claim": record}))
    finding = verify_picture(path, studio[1], folder=own)
    assert (finding.origin, finding.fine) == ("foreign", False)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_picture_without_credentials_is_of_unknown_origin(tmp_path, own, suffix):
    path = tmp_path / f"x{suffix}"
    path.write_bytes(picture(suffix))
    finding = verify_picture(path, folder=own)
    assert (finding.origin, finding.fine) == ("unknown", False)
    assert "unknown origin" in finding.sentence


@pytest.mark.parametrize("suffix", (".png", ".tif", ".jpg", ".webp", ".ora", ".psd"))
def test_stripped_credentials_are_unknown_origin(tmp_path, studio, own, suffix):
    path = deliver(tmp_path, suffix, studio[0])
    if suffix == ".ora":
        with zipfile.ZipFile(path) as before:
            kept = {entry: before.read(entry) for entry in before.namelist() if not entry.startswith("META-INF")}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as after:  # as a paint program saves it again
            for name, data in kept.items():
                after.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
    elif suffix == ".psd":
        sidecar_path(path).unlink()
    else:
        array = np.asarray(Image.open(path))
        Image.fromarray(array).save(path)
    assert verify_picture(path, studio[1], folder=own).origin == "unknown"


def test_the_sidecar_of_another_file_is_not_taken(tmp_path, studio, own):
    path = deliver(tmp_path, ".psd", studio[0])
    other = sign_picture(picture(".psd", seed=9), ".psd", replace(CLAIM, title="C040 T01"), studio[0])
    sidecar_path(path).write_bytes(other.sidecar)
    finding = verify_picture(path, studio[1], folder=own)
    assert finding.origin == "tampered"
    assert "another file's" in finding.sentence and "C040 T01" in finding.sentence


@pytest.mark.parametrize("junk", [b"junk", b"\0" * 5000])
def test_a_damaged_sidecar_vouches_for_nothing(tmp_path, studio, own, junk):
    path = deliver(tmp_path, ".exr", studio[0])
    sidecar_path(path).write_bytes(junk)
    finding = verify_picture(path, studio[1], folder=own)
    assert finding.origin == "tampered" and sidecar_path(path).name in finding.sentence
    sidecar_path(path).write_bytes(b"")
    with pytest.raises(InputError, match="empty file"):
        verify_picture(path, studio[1], folder=own)


def test_altered_words_are_tampered(tmp_path, studio, own):
    path = deliver(tmp_path, ".jpg", studio[0])
    data = path.read_bytes()
    assert data.count(b"Aiko Mori") > 1
    path.write_bytes(data.replace(b"Aiko Mori", b"Nobody Ok"))
    finding = verify_picture(path, studio[1], folder=own)
    assert (finding.origin, finding.claim) == ("tampered", None)


@pytest.mark.parametrize("suffix", (".png", ".tif", ".jpg", ".webp", ".ora"))
@pytest.mark.parametrize("kept", (0.3, 0.5))
def test_a_file_cut_short_is_damaged(tmp_path, studio, own, suffix, kept):
    path = deliver(tmp_path, suffix, studio[0])
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    with pytest.raises(InputError, match=r"damaged|unfinished") as why:
        verify_picture(path, studio[1], folder=own)
    assert str(why.value).count("\n") == 0 and path.name in str(why.value)


def test_a_sidecar_kind_cut_short_is_not_taken(tmp_path, studio, own):
    path = deliver(tmp_path, ".psd", studio[0])
    path.write_bytes(path.read_bytes()[:-500])
    assert verify_picture(path, studio[1], folder=own).origin == "tampered"


@pytest.mark.parametrize("suffix", (".png", ".jpg", ".ora", ".psd"))
def test_bytes_hung_on_after_signing_are_noticed(tmp_path, studio, own, suffix):
    path = deliver(tmp_path, suffix, studio[0])
    if suffix == ".ora":
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("data/more.png", picture(".png", seed=3))
    else:
        path.write_bytes(path.read_bytes() + b"more")
    assert verify_picture(path, studio[1], folder=own).origin == "tampered"


@pytest.mark.parametrize("seed", range(2))
def test_no_flipped_byte_is_called_fine(tmp_path, studio, own, seed):
    """Every kind of damage ends in a finding that is not fine, or in one line; the seed says where it is."""
    rng = np.random.default_rng(seed)
    for suffix in SUFFIXES:
        path = deliver(tmp_path, suffix, studio[0])
        data = path.read_bytes()
        for at in rng.integers(0, len(data), 12):
            path.write_bytes(data[:at] + bytes([data[at] ^ int(rng.integers(1, 256))]) + data[at + 1 :])
            try:
                finding = verify_picture(path, studio[1], folder=own)
            except InputError:
                continue
            # What C2PA leaves out of its sums can hold no paint: there the claim must still be the one that was signed.
            assert not finding.fine or (finding.claim == CLAIM and same_paint(path, data)), (suffix, int(at))


def same_paint(path: Path, before: bytes) -> bool:
    """Whether only the credentials' own place in the file differs, or else no pixel does."""
    after = path.read_bytes()
    if path.suffix == ".png":
        start = before.index(b"caBX") - 4
        end = start + 12 + int.from_bytes(before[start : start + 4], "big")
        return after[:start] + after[end:] == before[:start] + before[end:]
    if path.suffix == ".ora":
        archives = [zipfile.ZipFile(io.BytesIO(data)) for data in (before, after)]
        pictures = [{name: a.read(name) for name in a.namelist() if "META-INF" not in name} for a in archives]
        return pictures[0] == pictures[1]
    if path.suffix not in (".tif", ".jpg", ".webp"):
        return False
    return bool((np.asarray(Image.open(path)) == np.asarray(Image.open(io.BytesIO(before)))).all())


def test_bombs_cost_one_line(tmp_path, own):
    bomb = tmp_path / "bomb.ora"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "image/openraster", zipfile.ZIP_STORED)
        with archive.open("META-INF/content_credential.c2pa", "w", force_zip64=True) as entry:
            for _ in range(64):
                entry.write(bytes(2**20))
    finding = verify_picture(bomb, folder=own)
    assert finding.origin == "tampered" and "damaged" in finding.sentence

    crowd = tmp_path / "crowd.ora"
    with zipfile.ZipFile(crowd, "w") as archive:
        archive.writestr("mimetype", "image/openraster")
        for number in range(10_001):
            archive.writestr(f"{number}", b"")
    with pytest.raises(InputError, match="10,002 entries"):
        verify_picture(crowd, folder=own)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 6, 0, 0, 0)
    rows = zlib.compress(bytes(2**24), 9)
    wide = tmp_path / "wide.png"
    wide.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))
    assert verify_picture(wide, folder=own).origin == "unknown"

    deep = b"".join(struct.pack(">I4s", 8 * (5000 - level), b"jumb") for level in range(5000))
    (tmp_path / "deep.psd").write_bytes(picture(".psd"))
    sidecar_path(tmp_path / "deep.psd").write_bytes(deep)
    assert verify_picture(tmp_path / "deep.psd", folder=own).origin == "tampered"


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>", b"PK\x03\x04 a zip of another kind"])
def test_what_is_no_picture_is_said_in_one_line(tmp_path, data):
    path = tmp_path / "x.png"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"x\.png: (not a picture|empty)"):
        verify_picture(path)
    with pytest.raises(InputError, match="not a plain file"):
        verify_picture(tmp_path)
    with pytest.raises(InputError, match="no such file"):
        verify_picture(tmp_path / "none.png")


def test_nothing_is_fetched(tmp_path, studio, own):
    """A picture whose credentials lie on a server, which listens, and hears nothing."""
    import c2pa

    asked = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        signer = studio[0]
        info = c2pa.C2paSignerInfo(signer.algorithm, signer.chain, signer.key, None)
        signed = io.BytesIO()
        with c2pa.Signer.from_info(info) as hand, c2pa.Builder(manifest(CLAIM)) as builder:
            builder.set_no_embed()
            builder.set_remote_url(f"http://127.0.0.1:{server.server_port}/x.c2pa")
            builder.sign(hand, "image/png", io.BytesIO(picture(".png")), signed)
        path = tmp_path / "x.png"
        path.write_bytes(signed.getvalue())
        finding = verify_picture(path, studio[1], folder=own)
        assert finding.origin == "unknown" and "not fetched" in finding.sentence
        assert not asked
    finally:
        server.shutdown()
        server.server_close()


def test_other_programs_read_the_same_in_c2pas_own_words(tmp_path, studio):
    import c2pa

    path = deliver(tmp_path, ".png", studio[0])
    with path.open("rb") as file, c2pa.Reader("image/png", file) as reader:
        told = reader.get_active_manifest()
    assert told["title"] == CLAIM.title and "thumbnail" not in told
    ingredients = {each["title"]: each for each in told["ingredients"]}
    assert ingredients["layout"]["relationship"] == "inputTo" and "Ken Itō" in ingredients["layout"]["description"]
    assert ingredients["meadow-noon"]["relationship"] == "componentOf"
    assert (
        "Aiko Mori" in ingredients["meadow-noon"]["description"]
        and "ab" * 32 in ingredients["meadow-noon"]["description"]
    )
    (actions,) = [each["data"]["actions"] for each in told["assertions"] if each["label"] == "c2pa.actions.v2"]
    names = [each["action"].rpartition(".")[2] for each in actions]
    assert names == ["created", "placed", "placed", "drawing", "approved"]
    assert CLAIM.sentence in actions[0]["description"] and "no trained model" in CLAIM.sentence
    assert actions[0]["digitalSourceType"].endswith("/compositeSynthetic")
    assert actions[3]["digitalSourceType"].endswith("/humanEdits") and "Mio Sato" in actions[3]["description"]
    trained = manifest(replace(CLAIM, trained=True, sentence=""))
    created = trained["assertions"][0]["data"]["actions"][0]
    assert created["digitalSourceType"].endswith("/compositeWithTrainedAlgorithmicMedia")
    assert "a trained model took part" in created["description"]


MEADOW = UsedModel("Meadow SD", "1.2", "Kawa Lab", "CC BY 4.0", "public-domain landscapes", "12" * 32, 1.0)
SHOWN = tuple(replace(board, share=0.0, strokes="") for board in CLAIM.boards)
UNTOUCHED = tuple(step for step in CLAIM.steps if step.kind != "touch-up")


@pytest.mark.parametrize(
    ("boards", "share", "steps", "term", "says"),
    [
        (SHOWN, 1.0, UNTOUCHED, "trainedAlgorithmicMedia",
         "painted by trained model Meadow SD 1.2 by Kawa Lab (100.0 %), shown the film's art boards by Aiko Mori and Jan Vos, after"),
        (SHOWN, 0.9, CLAIM.steps, "compositeWithTrainedAlgorithmicMedia", "(90.0 %), shown the film's art boards"),
        (CLAIM.boards, 0.4, UNTOUCHED, "compositeWithTrainedAlgorithmicMedia",
         "from the film's own art boards by Aiko Mori and Jan Vos and by trained model Meadow SD 1.2 by Kawa Lab (40.0 %), after"),
        (CLAIM.boards, 0.0, UNTOUCHED, "compositeWithTrainedAlgorithmicMedia",
         "own art boards by Aiko Mori and Jan Vos, helped by trained model Meadow SD 1.2 by Kawa Lab, after"),
    ],
)  # fmt: skip
def test_a_trained_model_is_declared_by_name_and_share(tmp_path, studio, own, boards, share, steps, term, says):
    steps = (replace(steps[0], by="Meadow SD 1.2"), *steps[1:])
    claim = replace(CLAIM, trained=True, sentence="", boards=boards, steps=steps, models=(replace(MEADOW, share=share),))
    assert claim.source_type.rpartition("/")[2] == term and says in claim.sentence
    path = tmp_path / "C012.png"
    signer, anchors = studio
    path.write_bytes(sign_picture(picture(".png"), ".png", claim, signer).picture)
    found = verify_picture(path, anchors, folder=own)
    assert found.claim == claim
    lines = "\n".join(found.lines())
    assert "licence CC BY 4.0, trained on public-domain landscapes" in lines and "pass 1 by trained model Meadow SD 1.2" in lines


def test_a_claim_about_nobody_is_refused():
    with pytest.raises(ValueError, match="by nobody"):
        replace(CLAIM, steps=(Step("approved", "2026-11-22T09:00:00Z"),))
    with pytest.raises(ValueError, match="0..1"):
        replace(CLAIM, boards=(replace(CLAIM.boards[0], share=1.5),))


@pytest.mark.parametrize("made", [{"kind": "ed25519"}, {"kind": "rsa"}, {"purpose": "document signing"}])
def test_studios_certificates_of_other_kinds_sign(tmp_path, issued, own, made):
    chain, key, anchors = issued("Studio Umi", **made)
    path = deliver(tmp_path, ".tif", studio_signer(chain, key))
    assert verify_picture(path, read_anchors(anchors), folder=own).origin == "trusted"


def test_a_certificate_that_cannot_sign_is_said(tmp_path, issued, studio, own):
    chain, key, anchors = issued("Studio Kawa")
    stranger = issued("Somebody Else")[1]
    with pytest.raises(InputError, match="not the key of the first certificate"):
        studio_signer(chain, stranger)
    with pytest.raises(InputError, match="not a private key"):
        studio_signer(chain, anchors)
    with pytest.raises(InputError, match="not certificates"):
        studio_signer(key, key)
    with pytest.raises(InputError, match="holds from"):
        studio_signer(*issued("Ended", days=-1)[:2])
    with pytest.raises(InputError, match="cannot sign with"):
        studio_signer(*issued("Weak", kind="short rsa")[:2])
    with pytest.raises(InputError, match="no certificate"):
        read_anchors(key)
    web = studio_signer(*issued("A web server's", purpose="web")[:2])
    with pytest.raises(InputError, match="cannot be signed by A web server's"):
        sign_picture(picture(".png"), ".png", CLAIM, web)


def test_a_certificate_that_ended_since_is_not_called_tampering(tmp_path, issued, own):
    chain, key, anchors = issued("Studio Kawa", days=2 / 86400)
    path = deliver(tmp_path, ".png", studio_signer(chain, key))
    time.sleep(3.1)
    finding = verify_picture(path, read_anchors(anchors), folder=own)
    assert (finding.origin, finding.fine) == ("foreign", False)
    assert "has ended" in finding.sentence and "tampered" not in finding.sentence


@pytest.mark.parametrize("suffix", [".gif", ".tif", ".ora"])
def test_only_what_the_suffix_says_is_signed(studio, suffix):
    with pytest.raises(InputError, match=f"{suffix}: not a picture that can be signed"):
        sign_picture(picture(".png"), suffix, CLAIM, studio[0])


def test_an_ora_with_packed_entries_is_refused(studio):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "image/openraster")
        archive.writestr("stack.xml", bytes(5000), zipfile.ZIP_DEFLATED)
    with pytest.raises(InputError, match="as ORA"):
        sign_picture(packed.getvalue(), ".ora", CLAIM, studio[0])


def test_the_local_key_is_this_users_alone_and_stays(tmp_path):
    folder = tmp_path / "new" / "settings"
    first = local_signer(folder)
    key = folder / "local-key.pem"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600 and stat.S_IMODE(folder.stat().st_mode) == 0o700
    before = key.read_bytes()
    assert local_signer(folder) == first and key.read_bytes() == before
    assert {path.name for path in folder.iterdir()} == {"local-key.pem", "local-certificate.pem"}
    assert b"PRIVATE" not in (folder / "local-certificate.pem").read_bytes()
    assert first.local and "not trusted by others" in first.name and b"PRIVATE" not in repr(first).encode()
    key.chmod(0o644)
    with pytest.raises(InputError, match="chmod 600"):
        local_signer(folder)
    key.chmod(0o600)
    key.write_bytes(b"damaged")
    with pytest.raises(InputError, match=r"local-key\.pem"):
        local_signer(folder)
    assert key.read_bytes() == b"damaged"


def test_two_at_once_end_with_one_key(tmp_path):
    made: list[Signer] = []
    threads = [threading.Thread(target=lambda: made.append(local_signer(tmp_path))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 6 and len({signer.key for signer in made}) == 1


def test_without_the_extra_packages_the_message_says_which(tmp_path, underpaint, monkeypatch):
    (tmp_path / "x.png").write_bytes(picture(".png"))
    monkeypatch.setitem(sys.modules, "c2pa", None)
    outcome = underpaint(["verify-picture", str(tmp_path / "x.png")])
    assert outcome.code == 2 and "pip install 'underpaint[credentials]'" in outcome.err
    for name in [name for name in sys.modules if name.partition(".")[0] == "cryptography"]:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(InputError, match="credentials"):
        local_signer(tmp_path / "settings")


def test_the_command_tells_it_and_ends_with_its_code(tmp_path, issued, underpaint, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    chain, key, anchors = issued("Studio Kawa")
    path = deliver(tmp_path, ".png", studio_signer(chain, key))
    trusted = underpaint(["verify-picture", str(path), "--trust", str(anchors)])
    assert trusted.code == 0 and trusted.out.startswith("C012_T02.png: signed by Studio Kawa") and trusted.err == ""
    assert underpaint(["verify-picture", str(path)]).code == 1
    path.write_bytes(repainted(path.read_bytes(), ".png"))
    changed = underpaint(["verify-picture", str(path), "--trust", str(anchors)])
    assert changed.code == 1 and "tampered" in changed.out
    path.write_bytes(picture(".png"))
    assert underpaint(["verify-picture", str(path)]).code == 1
    path.write_bytes(picture(".png")[:2000])
    damaged = underpaint(["verify-picture", str(path)])
    assert damaged.code == 2 and damaged.out == "" and damaged.err.count("\n") == 1
    assert underpaint(["verify-picture", str(path), "--trust", str(key)]).code == 2


DOCS = Path(__file__).parents[2] / "docs" / "credentials.md"


def test_the_pages_python_runs(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "board.png").write_bytes(picture(".png"))
    program = DOCS.read_text(encoding="utf-8").partition("```python\n")[2].partition("```")[0]
    exec(compile(program, "credentials.md", "exec"), {})  # noqa: S102 - our own page
    assert verify_picture(tmp_path / "C012_T02.png").claim.title == "C012 T02"


def test_the_page_shows_what_the_command_prints(tmp_path, studio, own):
    path = deliver(tmp_path, ".png", studio[0], replace(CLAIM, title="C012 T02"))
    assert "\n".join(verify_picture(path, studio[1], folder=own).lines()) in DOCS.read_text(encoding="utf-8")
