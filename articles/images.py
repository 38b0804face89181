"""Editors' pictures, made harmless: decoded, and encoded anew without anything but the picture."""

import hashlib
import io
import struct
import zlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from articles.errors import NotReady

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 24_000_000
# WebP's own limit: a side is kept in 14 bits.
MAX_SIDE = 16_383
_FORMATS = ("JPEG", "PNG", "WEBP")
# What Pillow's decoders raise at broken or hostile files.
_UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)
_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def keep(upload: UploadedFile) -> str:
    """Store the picture under its digest and return its name, `<sha256>.webp`.

    Name, extension and type of the upload are not believed. Keeping the same picture twice
    keeps one file. Raises `NotReady` with a sentence for whoever uploaded it.
    """
    content = _encode(_picture(upload))
    name = f"{hashlib.sha256(content).hexdigest()}.webp"
    if not default_storage.exists(name):
        stored = default_storage.save(name, ContentFile(content))
        if stored != name:  # somebody else stored the same picture in this moment
            default_storage.delete(stored)
    return name


def _picture(upload: UploadedFile) -> Image.Image:
    """The upright pixels of the first frame, and nothing else of the file."""
    if not upload.size or upload.size > MAX_BYTES:
        raise NotReady([_("The picture is empty or larger than 5 MB.")])
    try:
        opened = Image.open(upload, formats=_FORMATS)
        _require_size(opened)
        upright = ImageOps.exif_transpose(opened)
        mode = "RGBA" if upright.has_transparency_data else "RGB"
        # A new picture, because a converted one keeps the metadata of the old.
        bare = Image.new(mode, upright.size)
        bare.paste(upright.convert(mode))
    except _BOMB as error:
        raise NotReady([_too_many_pixels()]) from error
    except _UNREADABLE as error:
        raise NotReady([_("This is not a JPEG, PNG or WebP picture that can be read.")]) from error
    return bare


def _require_size(opened: Image.Image) -> None:
    if opened.width * opened.height > MAX_PIXELS or max(opened.size) > MAX_SIDE:
        raise NotReady([_too_many_pixels()])


def _too_many_pixels() -> str:
    return _("The picture has too many pixels: make it smaller.")


def _encode(picture: Image.Image) -> bytes:
    content = io.BytesIO()
    picture.save(content, format="WEBP", quality=82, method=4)
    return content.getvalue()
