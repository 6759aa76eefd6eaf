"""Checkpoints as signed notes, by the service and by the auditor's own program."""

from __future__ import annotations

from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from genealogy.ledger import offline
from genealogy.ledger.keys import public_bytes
from genealogy.ledger.notes import COSIGNED, SIGNED, Checkpoint, NoteError, Verifier, cosign, opened, seen_at, sign
from tests.support.campaign import size

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
POINT = Checkpoint("genealogy/x", 17, bytes(range(32, 64)))
LEDGER = Verifier(POINT.origin, SIGNED, public_bytes(KEY))
WITNESS = Verifier("witness.example", COSIGNED, public_bytes(OTHER))
NOTE = cosign(sign(POINT, KEY), WITNESS.name, OTHER, 1_780_000_000)
CHANGED = size(400, 20_000)


def by_offline(note: str) -> tuple[int, bytes]:
    return offline.opened(note, offline.key_of(str(LEDGER)), [offline.key_of(str(WITNESS))])


def test_a_signed_checkpoint_opens() -> None:
    assert opened(NOTE, LEDGER) == POINT
    assert seen_at(NOTE, WITNESS) == 1_780_000_000
    assert by_offline(NOTE) == (17, POINT.root)
    assert Verifier.parse(str(LEDGER)) == LEDGER


def test_signatures_of_strangers_are_passed_over() -> None:
    stranger = cosign(NOTE, "somebody.else", KEY, 1)
    assert opened(stranger, LEDGER) == POINT
    assert by_offline(stranger) == (17, POINT.root)
    assert seen_at(sign(POINT, KEY), WITNESS) is None


@pytest.mark.parametrize(
    "verifier",
    [
        Verifier(POINT.origin, SIGNED, public_bytes(OTHER)),
        Verifier("genealogy/y", SIGNED, public_bytes(KEY)),
        Verifier(POINT.origin, COSIGNED, public_bytes(KEY)),
    ],
)
def test_another_key_does_not_open_it(verifier: Verifier) -> None:
    with pytest.raises(NoteError):
        opened(NOTE, verifier)


@pytest.mark.parametrize(
    "text", ["", "x", "a+b+c", "name+00000000+AAAA", str(LEDGER).replace("+", "+0", 1), f"{LEDGER}A"]
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        Verifier.parse(text)
    with pytest.raises(offline.WrongError):
        offline.key_of(text)


def test_no_changed_checkpoint_is_accepted() -> None:
    random = Random(3)
    for _ in range(CHANGED):
        note = _changed(random)
        with pytest.raises(NoteError):
            if seen_at(note, WITNESS) and opened(note, LEDGER):
                continue
            raise NoteError
        with pytest.raises(offline.WrongError):
            by_offline(note)
    print(f"{CHANGED} changed checkpoints, none accepted")


def _changed(random: Random) -> str:
    """One letter put in the place of another, taken out, or put in."""
    place = random.randrange(len(NOTE))
    letter = random.choice([letter for letter in "A1z+/=\n \u2014批\r" if letter != NOTE[place]])
    kind = random.randrange(3)
    if kind == 0:
        return NOTE[:place] + letter + NOTE[place + 1 :]
    return NOTE[:place] + (letter if kind == 1 else "") + NOTE[place + (kind == 2) :]


def test_ed25519_of_the_offline_program_is_that_of_the_library() -> None:
    random = Random(5)
    for number in range(size(20, 500)):
        key = Ed25519PrivateKey.from_private_bytes(random.randbytes(32))
        said = random.randbytes(number)
        signature, public = key.sign(said), public_bytes(key)
        assert offline.signed(public, said, signature)
        assert not offline.signed(public, said + b"x", signature)
        broken = bytearray(signature)
        broken[random.randrange(64)] ^= 1 << random.randrange(8)
        assert not offline.signed(public, said, bytes(broken))
