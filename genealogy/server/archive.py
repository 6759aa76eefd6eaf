"""Archives that carry their own sums: a tar whose first member, manifest.json, lists all others."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from genealogy.errors import ServerError
from genealogy.progress import Progress
from genealogy.server.layout import disk_errors

_MANIFEST = "manifest.json"
_MANIFEST_LIMIT = 16 * 1024 * 1024
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive, as the manifest records it."""

    path: str
    size: int
    sha256: str
    executable: bool = False


def sha256_of(file: Path) -> str:
    """The SHA-256 sum of a file, as hexadecimal digits."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_archive(
    target: Path, kind: str, about: Mapping[str, str], members: Mapping[str, Path], progress: Progress
) -> None:
    """Write `members` (path in the archive: file) to `target`, whole or not at all and for its owner's eyes only.

    Raises ServerError when the disk does not let it.
    """
    unfinished = target.with_name(f".{target.name}.part")
    with disk_errors(target.parent):
        try:
            unfinished.touch(mode=0o600)
            entries = {path: _entry(path, file) for path, file in members.items()}
            with tarfile.open(unfinished, "w") as tar:
                listed = [asdict(entry) for entry in entries.values()]
                manifest = json.dumps({"kind": kind, **about, "files": listed}, indent=1).encode()
                tar.addfile(_header(_MANIFEST, len(manifest), False), io.BytesIO(manifest))
                for done, (path, entry) in enumerate(entries.items(), start=1):
                    with members[path].open("rb") as stream:
                        tar.addfile(_header(path, entry.size, entry.executable), stream)
                    progress(f"writing {target.name}", done, len(entries))
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)


def _entry(path: str, file: Path) -> Entry:
    return Entry(path, file.stat().st_size, sha256_of(file), os.access(file, os.X_OK))


def _header(path: str, size: int, executable: bool) -> tarfile.TarInfo:
    header = tarfile.TarInfo(path)
    header.size = size
    header.mode = 0o755 if executable else 0o644
    return header


def read_archive(source: Path, kind: str, into: Path, progress: Progress) -> dict[str, Any]:
    """Unpack the archive into the empty folder `into`, each file checked against its sum; returns the manifest.

    Raises ServerError when it is of another kind, damaged, incomplete, or has a member that is not a plain file
    below `into` or that its manifest does not list.
    """
    if not source.is_file():
        raise ServerError(f"{source} does not exist, or is no file")
    with disk_errors(into):
        try:
            with tarfile.open(source, "r:") as tar:
                manifest = _manifest(tar, kind)
                entries = {entry["path"]: Entry(**entry) for entry in manifest["files"]}
                _unpack(tar, entries, into, progress)
        except (tarfile.TarError, ValueError, KeyError, TypeError) as error:
            raise ServerError(f"{source} is damaged, or not what is wanted here: {error}") from error
    return manifest


def _manifest(tar: tarfile.TarFile, kind: str) -> dict[str, Any]:
    first = tar.next()
    stream = tar.extractfile(first) if first is not None and first.name == _MANIFEST else None
    if first is None or stream is None or first.size > _MANIFEST_LIMIT:
        raise ValueError(f"it does not begin with {_MANIFEST}")
    manifest: dict[str, Any] = json.loads(stream.read())
    if manifest["kind"] != kind:
        raise ValueError(f"it is a {manifest['kind']}, not a {kind}")
    return manifest


def _unpack(tar: tarfile.TarFile, entries: dict[str, Entry], into: Path, progress: Progress) -> None:
    seen: set[str] = set()
    while (member := tar.next()) is not None:
        entry = entries.get(member.name)
        if entry is None or member.name in seen or not member.isreg() or not _stays_inside(member.name):
            raise ValueError(f"{member.name!r} does not belong into it")
        stream = tar.extractfile(member)
        assert stream is not None  # a regular file has one
        _copy_checked(stream, into / member.name, entry)
        seen.add(member.name)
        progress("unpacking", len(seen), len(entries))
    if len(seen) != len(entries):
        raise ValueError(f"{len(entries) - len(seen)} files are missing")


def _stays_inside(path: str) -> bool:
    parts = PurePosixPath(path)
    return not parts.is_absolute() and ".." not in parts.parts and "\\" not in path and "\0" not in path


def _copy_checked(stream: IO[bytes], target: Path, entry: Entry) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    total = hashlib.sha256()
    with target.open("wb") as out:
        while chunk := stream.read(_CHUNK):
            total.update(chunk)
            out.write(chunk)
    if total.hexdigest() != entry.sha256:
        raise ValueError(f"the sum of {entry.path} is wrong")
    if entry.executable:
        target.chmod(0o755)
