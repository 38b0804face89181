"""Uploads: a picture goes in, only its pixels come out."""

import hashlib
import io
import struct
import zlib
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from tests import factories as f
from tests.reviews.desk.editors import EDITING, ROLES, address, article, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demonstration(settings: Settings, tmp_path: Path) -> None:
    settings.DEMO = True
    settings.MEDIA_ROOT = tmp_path


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 4), **options: object) -> bytes:
    """A red picture in that format."""
    made = io.BytesIO()
    Image.new("RGB", size, "red").save(made, kind, **options)
    return made.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has so many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + crc

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def with_location() -> bytes:
    """A JPEG lying on its side, with a GPS position, a name and a comment in it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "Jane Roe at home"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 30.0, 0.0)
    return picture("JPEG", exif=exif, comment=b"patient 4711")


def stored() -> list[str]:
    return sorted(path.name for path in Path(django_settings.MEDIA_ROOT).iterdir())


def upload(content: bytes, name: str = "a.png", kind: str = "image/png") -> tuple[int, dict]:  # type: ignore[type-arg]  # JSON
    file = SimpleUploadedFile(name, content, kind)
    response = signed_in(f.user("Editors")).post(address(article(), "upload"), {"image": file})
    assert response["Cache-Control"] == "private, no-store"
    return response.status_code, response.json()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_is_kept_as_webp_under_its_digest(kind: str) -> None:
    status, answer = upload(picture(kind))
    (name,) = stored()
    content = (Path(django_settings.MEDIA_ROOT) / name).read_bytes()
    assert name == f"{hashlib.sha256(content).hexdigest()}.webp"
    path = f"/uploads/{name}"
    assert (status, answer) == (200, {"image_code": f"![]({path})", "image_path": path})
    with Image.open(io.BytesIO(content)) as kept:
        assert (kept.format, kept.size) == ("WEBP", (8, 4))


def test_same_picture_twice_is_one_file() -> None:
    assert upload(picture(), "a.png") == upload(picture(), "b.jpg", "text/html")
    assert len(stored()) == 1


def test_position_and_names_are_dropped_and_the_picture_stands_upright() -> None:
    original = with_location()
    assert b"Jane Roe" in original
    assert b"patient 4711" in original
    upload(original, "a.jpg", "image/jpeg")
    content = (Path(django_settings.MEDIA_ROOT) / stored()[0]).read_bytes()
    assert b"Jane Roe" not in content
    assert b"patient 4711" not in content
    with Image.open(io.BytesIO(content)) as kept:
        assert (kept.size, dict(kept.getexif()), kept.info.get("xmp")) == ((4, 8), {}, None)


def test_transparency_is_kept() -> None:
    made = io.BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(made, "PNG")
    upload(made.getvalue())
    with Image.open(Path(django_settings.MEDIA_ROOT) / stored()[0]) as kept:
        assert kept.convert("RGBA").getpixel((0, 0)) == (255, 0, 0, 0) or kept.mode == "RGBA"


def test_polyglot_leaves_only_its_picture() -> None:
    payload = b"<html><script>alert(1)</script></html>"
    status, _ = upload(picture("JPEG") + payload, "a.html", "text/html")
    content = (Path(django_settings.MEDIA_ROOT) / stored()[0]).read_bytes()
    assert status == 200
    assert b"<script" not in content
    assert stored()[0].endswith(".webp")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "a.svg"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "a.png"),
        (b"<html><script>alert(1)</script></html>", "a.png"),
        (picture("GIF"), "a.gif"),
        (picture("GIF"), "a.png"),
        (picture("TIFF"), "a.tiff"),
        (picture("PNG")[:40], "a.png"),
        (picture("JPEG", (64, 64))[:200], "a.jpg"),
        (picture("WEBP")[:24], "a.webp"),
        (b"\xff\xd8\xff" + bytes(range(256)) * 4, "a.jpg"),
        (b"", "a.png"),
        (bytes(5 * 1024 * 1024 + 1), "a.png"),
        (bomb(5_000, 5_000), "a.png"),
        (bomb(10_000, 10_000), "a.png"),
        (bomb(60_000, 60_000), "a.png"),
        (bomb(16_384, 1), "a.png"),
    ],
)
def test_what_is_no_reasonable_picture_is_refused(content: bytes, name: str) -> None:
    status, answer = upload(content, name)
    assert status == 400
    assert list(answer) == ["image"]
    assert answer["image"][0].startswith(("This is not", "The picture", "Choose one"))
    assert stored() == []


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a.html", "a.png\r\nX: y", "<script>.png", "CON", "x" * 300]
)
def test_hostile_name_names_nothing(name: str) -> None:
    status, answer = upload(picture(), name)
    assert status == 200
    assert answer["image_path"] == f"/uploads/{stored()[0]}"
    assert len(stored()[0]) == 69


@pytest.mark.parametrize("role", ROLES)
def test_only_who_may_edit_uploads(role: str) -> None:
    file = SimpleUploadedFile("a.png", picture())
    response = signed_in(f.user(role)).post(address(article(), "upload"), {"image": file})
    assert response.status_code == (200 if role in EDITING else 403)
    assert len(stored()) == (1 if role in EDITING else 0)


def test_outsider_uploads_nothing(client: Client) -> None:
    file = SimpleUploadedFile("a.png", picture())
    assert client.post(address(article(), "upload"), {"image": file}).status_code == 403
    assert stored() == []


def test_upload_needs_the_csrf_token() -> None:
    client = signed_in(f.user("Editors"), strict=True)
    file = SimpleUploadedFile("a.png", picture())
    assert client.post(address(article(), "upload"), {"image": file}).status_code == 403


def test_upload_without_one_picture_is_refused() -> None:
    client, written = signed_in(f.user("Editors")), article()
    assert client.get(address(written, "upload")).status_code == 405
    assert client.post(address(written, "upload"), {"image": "text"}).status_code == 400
    other = SimpleUploadedFile("a.png", picture())
    assert client.post(address(written, "upload"), {"file": other}).status_code == 400


def test_widget_of_markdownx_is_all_we_use_of_it() -> None:
    client = signed_in(f.user("Editors"))
    for path in ("/markdownx/upload/", "/markdownx/markdownify/"):
        assert client.post(path, {"content": "x"}).status_code == 404
