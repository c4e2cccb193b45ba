"""Keys are made once, kept to ourselves, added to, and never quietly replaced."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from fuxue.kernel.errors import Invalid
from fuxue.vault import blind_index, open_sealed, seal
from fuxue.vault.keys import ring, rotate

PLACE = "t.c"
MAKER = """
import sys
from pathlib import Path
from django.conf import settings
settings.configure(DATA_DIR=Path(sys.argv[1]), FUXUE_KEYS_DIR=Path(sys.argv[1]))
from fuxue.vault.keys import ring
sys.stdin.readline()
found = ring()
print(found.current, found.keys[found.current].hex(), found.index.hex())
"""


def test_keys_are_made_at_first_use_for_our_eyes_only(folder: Path) -> None:
    sealed = seal(b"x", context=PLACE)
    assert sealed.startswith(b"v1|k1|")
    assert sorted(path.name for path in folder.iterdir()) == ["index.key", "k1.key"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_processes_that_make_keys_at_once_agree(folder: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("FUXUE_")}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    makers = [
        subprocess.Popen(
            [sys.executable, "-c", MAKER, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for _ in range(4)
    ]
    for maker in makers:  # all wait at the same line
        assert maker.stdin is not None
        maker.stdin.write("\n")
        maker.stdin.flush()
    said = {maker.communicate(timeout=60)[0] for maker in makers}
    assert all(maker.returncode == 0 for maker in makers)
    assert len(said) == 1
    assert said.pop().split()[1] == (folder / "k1.key").read_text()
    assert sorted(path.name for path in folder.iterdir()) == ["index.key", "k1.key"]  # no left-overs


def test_a_new_key_seals_and_the_old_one_still_opens(folder: Path) -> None:
    old, index = seal(b"before", context=PLACE), blind_index("a", column=PLACE)
    assert rotate() == "k2"
    new = seal(b"after", context=PLACE)
    assert new.startswith(b"v1|k2|")
    assert open_sealed(old, context=PLACE) == b"before"
    assert open_sealed(new, context=PLACE) == b"after"
    assert blind_index("a", column=PLACE) == index  # what was found before is still found


def test_the_tenth_key_comes_after_the_ninth(folder: Path) -> None:
    seal(b"x", context=PLACE)
    assert [rotate() for _ in range(9)][-1] == "k10"
    assert ring().current == "k10"


def test_a_key_that_another_process_added_is_found_without_a_restart(folder: Path) -> None:
    seal(b"x", context=PLACE)
    before = ring()
    rotate()
    sealed = seal(b"by another", context=PLACE)
    ring.cache_clear()
    (folder / "k2.key").rename(folder / "aside")
    assert ring() == before
    (folder / "aside").rename(folder / "k2.key")
    assert open_sealed(sealed, context=PLACE) == b"by another"


def test_a_lost_key_is_called_lost(folder: Path) -> None:
    seal(b"x", context=PLACE)
    rotate()
    sealed = seal(b"x", context=PLACE)
    (folder / "k2.key").unlink()
    ring.cache_clear()
    with pytest.raises(Invalid) as refusal:
        open_sealed(sealed, context=PLACE)
    assert refusal.value.code == "vault_key_unknown"


def test_lost_keys_are_never_quietly_replaced_by_new_ones(folder: Path) -> None:
    seal(b"x", context=PLACE)
    (folder / "k1.key").unlink()
    ring.cache_clear()
    with pytest.raises(Invalid) as refusal:
        seal(b"x", context=PLACE)
    assert refusal.value.code == "vault_keys"
    assert not (folder / "k1.key").exists()


@pytest.mark.parametrize("text", ["", "zz" * 32, "ab" * 31])
def test_a_damaged_key_file_is_refused_by_name(folder: Path, text: str) -> None:
    seal(b"x", context=PLACE)
    (folder / "k1.key").write_text(text)
    ring.cache_clear()
    with pytest.raises(Invalid, match=r"k1\.key"):
        seal(b"x", context=PLACE)


def test_keys_of_the_environment_leave_no_folder_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUXUE_VAULT_KEYS", f"k1={'11' * 32}, k2={'22' * 32}")
    monkeypatch.setenv("FUXUE_INDEX_KEY", "33" * 32)
    ring.cache_clear()
    sealed = seal(b"x", context=PLACE)
    assert sealed.startswith(b"v1|k2|")
    assert open_sealed(sealed, context=PLACE) == b"x"
    assert not folder.exists()
    with pytest.raises(Invalid):
        rotate()


def test_keys_of_the_environment_need_the_index_key_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUXUE_VAULT_KEYS", f"k1={'11' * 32}")
    ring.cache_clear()
    with pytest.raises(Invalid, match="FUXUE_INDEX_KEY"):
        seal(b"x", context=PLACE)
