"""Batch keys: identity of a batch, and how it is written (contract 1, rule 1)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from genealogy.errors import UsageError

_PLAIN = frozenset("._-~:+ ")
_ONLY_DOTS = re.compile(r"\.+")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
# Unicode's Default_Ignorable_Code_Point (zero width, bidi marks, fillers, variation selectors, tags), and the blank of
# Braille: what no screen or label shows.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def normal(text: str) -> str:
    """The form in which parts of a key are compared: NFC, trimmed (rule 1)."""
    return unicodedata.normalize("NFC", text).strip()


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8"))


@lru_cache(maxsize=65536)
def encode_part(part: str) -> str:
    """One part as it stands in a key: what is neither alphanumeric nor one of `._-~:+` or space is percent-encoded."""
    if _ONLY_DOTS.fullmatch(part):
        return "".join(map(_percent, part))
    if part.isascii() and part.isalnum():
        return part
    return "".join(char if char.isalnum() or char in _PLAIN else _percent(char) for char in part)


def decode_part(text: str) -> str:
    """The reverse of `encode_part`; raises UsageError on a broken escape."""
    if "%" not in text:
        return normal(text)
    if "%" in _ESCAPE.sub("", text):
        raise UsageError(f"{text!r}: a % must be followed by two hexadecimal digits (write % itself as %25)")
    try:
        return normal(unquote(text, errors="strict"))
    except UnicodeDecodeError:
        raise UsageError(f"{text!r}: the percent escapes are not UTF-8") from None


def seen(text: str) -> str:
    """A text without the characters that nobody can see; they are part of a key all the same (rule 1)."""
    return (text if text.isascii() else _UNSEEN.sub("", text)).strip()


def look_of(part: str) -> str:
    """What a part looks like to a person: without width, case, leading zeros and what cannot be seen."""
    return unicodedata.normalize("NFKC", seen(part)).casefold().lstrip("0")


@dataclass(frozen=True, slots=True)
class BatchKey:
    """Material + lot + assigner (+ serial), each in normal form; empty assigner and serial are `""`."""

    material: str
    lot: str
    assigner: str = ""
    serial: str = ""

    @classmethod
    def of(cls, material: str, lot: str, assigner: str | None = None, serial: str | None = None) -> BatchKey:
        """A key from raw parts; raises UsageError when material or lot is empty."""
        key = cls(normal(material), normal(lot), normal(assigner or ""), normal(serial or ""))
        if not key.material or not key.lot:
            raise UsageError("a batch key needs a material and a lot number")
        return key

    @classmethod
    def parse(cls, text: str) -> BatchKey:
        """A key from `material/lot[@assigner][#serial]`; raises UsageError when it is not of that form."""
        body, hash_sign, serial = text.partition("#")
        body, at_sign, assigner = body.partition("@")
        material, slash, lot = body.partition("/")
        parts = [material, lot, assigner, serial]
        if not slash or any(sign in part for part in parts for sign in "/@#"):
            raise UsageError(
                f"{text!r} is not a batch key; write material/lot, material/lot@assigner"
                " or material/lot@assigner#serial (inside a part write / as %2F, @ as %40, # as %23)"
            )
        if (at_sign and not assigner.strip()) or (hash_sign and not serial.strip()):
            raise UsageError(
                f"{text!r} is not a batch key: nothing follows the {'#' if hash_sign and not serial.strip() else '@'}"
            )
        return cls.of(*map(decode_part, parts))

    def __str__(self) -> str:
        return written(self.material, self.lot, self.assigner, self.serial)

    @property
    def bare(self) -> BatchKey:
        """The same key without its assigner (rule 3)."""
        return BatchKey(self.material, self.lot, "", self.serial)

    @property
    def alike(self) -> str:
        """Keys that look the same to a person have the same value here (rule 1): listed, never merged."""
        return written(*map(look_of, (self.material, self.lot, self.assigner, self.serial)))


def written(material: str, lot: str, assigner: str = "", serial: str = "") -> str:
    """The written key of parts in normal form; made a million times in a load, hence without an object between."""
    text = f"{encode_part(material)}/{encode_part(lot)}"
    if assigner:
        text += "@" + encode_part(assigner)
    return text + "#" + encode_part(serial) if serial else text


def material_of(key: str) -> str:
    """The material of a written key."""
    return _material(key.partition("/")[0])


_material = lru_cache(maxsize=65536)(decode_part)  # a few of them stand in many keys
