"""What is sealed opens to the same bytes, in its own place, unchanged, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuxue.kernel.errors import Invalid
from fuxue.vault import blind_index, open_sealed, seal

PLACE = "ledger_child.private"


@given(plain=st.binary(max_size=300), place=st.text(min_size=1, max_size=20))
def test_what_is_sealed_opens_to_the_same_bytes(plain: bytes, place: str) -> None:
    assert open_sealed(seal(plain, context=place), context=place) == plain


@given(plain=st.binary(min_size=1, max_size=60), data=st.data())
def test_one_flipped_bit_anywhere_is_found(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal(plain, context=PLACE))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Invalid) as refusal:
        open_sealed(bytes(sealed), context=PLACE)
    assert refusal.value.code in {"vault_damaged", "vault_key_unknown"}


@given(st.binary(max_size=60))
def test_bytes_that_were_never_sealed_are_refused(noise: bytes) -> None:
    with pytest.raises(Invalid):
        open_sealed(noise, context=PLACE)


def test_a_cut_end_is_found() -> None:
    sealed = seal("测试甲".encode(), context=PLACE)
    for length in range(len(sealed)):
        with pytest.raises(Invalid):
            open_sealed(sealed[:length], context=PLACE)


def test_another_column_does_not_open_it() -> None:
    sealed = seal(b"532999", context=PLACE)
    with pytest.raises(Invalid) as refusal:
        open_sealed(sealed, context="ledger_child.other")
    assert refusal.value.code == "vault_damaged"


def test_equal_contents_look_different_and_show_nothing() -> None:
    plain = "测试甲".encode() * 4
    first, second = seal(plain, context=PLACE), seal(plain, context=PLACE)
    assert first != second
    assert plain not in first


def test_a_blind_index_finds_equals_within_one_column_only() -> None:
    found = blind_index("532999201411030012", column="ledger_child.id_number")
    assert len(found) == 16
    assert found == blind_index("５３２９９９201411030012", column="ledger_child.id_number")  # full-width digits
    assert found != blind_index("532999201411030013", column="ledger_child.id_number")
    assert found != blind_index("532999201411030012", column="ledger_child.guardian_id")
