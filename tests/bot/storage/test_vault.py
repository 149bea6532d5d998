"""Sealing texts and naming people."""

import re

import pytest

from bot.storage.vault import Unreadable, Vault

OLD, NEW = b"o" * 32, b"n" * 32


def test_a_person_has_one_pseudonym_with_each_bot() -> None:
    vault = Vault({1: OLD})

    names = {
        vault.pseudonym(*who) for who in (("vicenza", "12"), ("vicenza", "1"), ("vicenza1", "2"), ("trento", "12"))
    }

    assert len(names) == 4
    assert vault.pseudonym("vicenza", "12") == Vault({1: OLD}).pseudonym("vicenza", "12")


def test_a_pseudonym_tells_nothing_without_the_key() -> None:
    pseudonym = Vault({1: OLD}).pseudonym("vicenza", "123456789")

    assert re.fullmatch("[0-9a-f]{32}", pseudonym)
    assert pseudonym != Vault({1: NEW}).pseudonym("vicenza", "123456789")


def test_the_same_text_is_never_sealed_the_same_way_twice() -> None:
    vault = Vault({1: OLD})

    assert vault.seal("ciao", "here") != vault.seal("ciao", "here")


def test_a_sealed_text_opens_only_in_its_place() -> None:
    vault = Vault({1: OLD})
    sealed = vault.seal("ciao", "records", "r1")

    assert vault.open(sealed, "records", "r1") == "ciao"
    with pytest.raises(Unreadable):
        vault.open(sealed, "records", "r2")
    with pytest.raises(Unreadable):
        vault.open(sealed, "recordsr1")


def test_a_changed_text_does_not_open() -> None:
    vault = Vault({1: OLD})
    sealed = vault.seal("ciao", "here")

    for changed in (
        b"",
        sealed[:1],
        sealed[:12],
        sealed[:-1],
        b"\x02" + sealed[1:],
        sealed[:-1] + bytes([sealed[-1] ^ 1]),
    ):
        with pytest.raises(Unreadable):
            vault.open(changed, "here")


def test_after_a_key_was_added_old_texts_open_and_new_ones_need_it() -> None:
    before, after = Vault({1: OLD}), Vault({1: OLD, 2: NEW})

    assert after.open(before.seal("ciao", "here"), "here") == "ciao"
    with pytest.raises(Unreadable):
        before.open(after.seal("ciao", "here"), "here")


def test_people_and_database_know_the_vault_again_after_a_key_was_added() -> None:
    before, after = Vault({1: OLD}), Vault({1: OLD, 2: NEW})

    assert before.pseudonym("vicenza", "12") == after.pseudonym("vicenza", "12")
    assert before.fingerprint == after.fingerprint != Vault({1: NEW}).fingerprint
