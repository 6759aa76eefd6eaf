"""Changes of files that are attached to records."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

from tests.ledger.tampering.expected import Expected, expect


def file_edited(files: list[Path], random: Random) -> Expected:
    file = random.choice(files)
    content = bytearray(file.read_bytes())
    content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    file.write_bytes(content)
    return expect("file", text=file.name)


def file_cut(files: list[Path], random: Random) -> Expected:
    file = random.choice(files)
    file.write_bytes(file.read_bytes()[:-1])
    return expect("file", text=file.name)


def file_deleted(files: list[Path], random: Random) -> Expected:
    file = random.choice(files)
    file.unlink()
    return expect("file", text="is missing")


def files_swapped(files: list[Path], random: Random) -> Expected:
    one, other = random.sample(files, 2)
    mine, theirs = one.read_bytes(), other.read_bytes()
    one.write_bytes(theirs)
    other.write_bytes(mine)
    return expect("file", text=one.name)


def file_added(files: list[Path], random: Random) -> Expected:
    stranger = random.choice(files).with_name(f"{random.getrandbits(256):064x}")
    stranger.write_bytes(b"forged")
    os.utime(stranger, (0, 0))
    return expect("file", text=stranger.name)


FILE_KINDS = (file_edited, file_cut, file_deleted, files_swapped, file_added)
