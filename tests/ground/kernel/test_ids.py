"""Keys: ordered, never twice, readable by people."""

import json
import subprocess
import sys
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from vmeste.ground.kernel import ids
from vmeste.ground.kernel.ids import LARGEST, LENGTH, CodeConverter, Mint, code, code_in, from_code, new_id

KEYS = some.integers(min_value=0, max_value=LARGEST)
MAKE_MANY = (
    "import json; from vmeste.ground.kernel.ids import new_id; print(json.dumps([new_id() for _ in range(60_000)]))"
)
MAKE_AFTER_FORK = """
import json, os
from vmeste.ground.kernel.ids import new_id
new_id()
read, write = os.pipe()
child = os.fork()
keys = [new_id() for _ in range(20_000)]
if not child:
    os.close(read)
    with os.fdopen(write, "w") as pipe: json.dump(keys, pipe)
    os._exit(0)
os.close(write)
with os.fdopen(read) as pipe: print(json.dumps(keys + json.load(pipe)))
os.waitpid(child, 0)
"""


@given(KEYS)
def test_a_key_survives_its_code(key: int) -> None:
    assert from_code(code(key)) == key
    assert len(code(key)) == LENGTH


@given(KEYS, KEYS)
def test_codes_are_ordered_as_their_keys(one: int, other: int) -> None:
    assert (code(one) < code(other)) == (one < other)


@given(some.text(max_size=16))
def test_any_text_is_a_code_or_told_to_be_none(text: str) -> None:
    try:
        key = from_code(text)
    except ValueError:
        return
    assert from_code(code(key)) == key


@pytest.mark.parametrize("text", ["", "0", "z" * 13, "0" * 14, "00000000000u0", "00000000000-0", "½" * 13])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text or "^$"):
        from_code(text)


def test_letters_that_people_mistake_are_understood() -> None:
    assert from_code("OIL00000000OO".lower()) == from_code("0110000000000") == from_code("OIL00000000OO")


def test_addresses_take_codes_and_nothing_else() -> None:
    converter = CodeConverter()
    assert converter.to_python(converter.to_url(17)) == 17
    assert converter.to_url("0000000000011") == "0000000000011"


def test_keys_of_one_process_grow() -> None:
    keys = [new_id() for _ in range(10_000)]
    assert keys == sorted(set(keys))
    assert keys[-1] <= LARGEST


def test_keys_grow_though_the_clock_is_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    before = new_id()
    hour_ago = time.time_ns() - 3_600_000_000_000
    monkeypatch.setattr(time, "time_ns", lambda: hour_ago)
    assert before < new_id() < new_id()


def test_more_keys_than_a_millisecond_holds_are_still_different(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: moment)
    mint = Mint()
    keys = [mint.key() for _ in range(3 * ids.COUNTS)]
    assert keys == sorted(set(keys))
    assert len({key >> ids.COUNTER_BITS & ids.NODES - 1 for key in keys}) == 1, "none belongs to another process"


def test_threads_never_share_a_key() -> None:
    found: list[list[int]] = []
    threads = [threading.Thread(target=lambda: found.append([new_id() for _ in range(5_000)])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    keys = [key for part in found for key in part]
    assert len(set(keys)) == len(keys) == 20_000


def test_processes_at_full_speed_never_share_a_key() -> None:
    children = [subprocess.Popen([sys.executable, "-c", MAKE_MANY], stdout=subprocess.PIPE) for _ in range(3)]
    keys = [key for child in children for key in json.loads(child.communicate(timeout=60)[0])]
    assert len(set(keys)) == len(keys) == 180_000


def test_a_forked_process_makes_keys_of_its_own() -> None:
    said = subprocess.run([sys.executable, "-c", MAKE_AFTER_FORK], stdout=subprocess.PIPE, check=True, timeout=60)
    keys = json.loads(said.stdout)
    assert len(set(keys)) == len(keys) == 40_000


@pytest.mark.parametrize("text", [None, "", "nonsense", "0" * 12, "u" * 13, "z" * 13, "٣" * 13])
def test_what_a_reader_typed_or_changed_is_no_key_and_no_fault(text: str | None) -> None:
    assert code_in(text) is None
    key = new_id()
    assert code_in(code(key).upper()) == key
