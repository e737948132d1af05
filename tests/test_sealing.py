"""What is sealed is opened by its key, by an older key behind a new one, and by nothing else."""

from __future__ import annotations

import base64

import pytest

from bot.sealing import SealedError, Sealer

OLD, NEW, OTHER = (base64.b64encode(bytes([number]) * 32).decode() for number in (251, 2, 3))
URL_SAFE = base64.urlsafe_b64encode(b"\xfb" * 32).decode()


def test_what_is_sealed_is_opened_again() -> None:
    sealer = Sealer([OLD])
    sealed = sealer.seal("xoxb-жаршы")
    assert sealer.open(sealed) == "xoxb-жаршы"
    assert "жаршы" not in sealed
    assert sealer.seal("xoxb-жаршы") != sealed


def test_a_key_in_either_alphabet_is_the_same_key() -> None:
    assert OLD != URL_SAFE
    assert Sealer([URL_SAFE]).open(Sealer([OLD]).seal("a")) == "a"
    assert Sealer([URL_SAFE.rstrip("=")]).open(Sealer([OLD]).seal("a")) == "a"


def test_an_older_key_still_opens_and_what_it_sealed_is_not_current() -> None:
    sealed, both = Sealer([OLD]).seal("a"), Sealer([NEW, OLD])
    assert both.open(sealed) == "a"
    assert not both.is_current(sealed)
    assert both.is_current(both.seal("a"))


@pytest.mark.parametrize("sealed", ["", "gAAAA", "not sealed", "жаршы", Sealer([OTHER]).seal("xoxb-secret")])
def test_what_no_key_opens_is_a_stated_problem_that_names_the_variable_alone(sealed: str) -> None:
    with pytest.raises(SealedError, match="JARSHY_SECRET_KEY") as caught:
        Sealer([NEW, OLD]).open(sealed)
    assert not any(word in str(caught.value) for word in (OLD, NEW, "xoxb", *([sealed] if sealed else [])))
    assert caught.value.__cause__ is None
