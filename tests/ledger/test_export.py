"""A checker that shares no code with us agrees with the export."""

import hashlib
import json

from tests.ledger.county import NOW, Cast, child

from fuxue.ledger.actions import Source, register
from fuxue.ledger.export import lines


def test_an_outsider_can_check_the_chain(cast: Cast) -> None:
    new = [child(1), child(2)]
    register(actor=cast.reviewer, children=new, source=Source("suspected", "b"), key="k", now=NOW)
    last: dict[str, str] = {}
    text = list(lines())
    for line in text:
        record = json.loads(line)
        number, link = record.pop("number"), record.pop("hash")
        plain = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(plain.encode()).hexdigest() == link
        assert record["prev"] == last.get(number, "")
        last[number] = link
    assert (len(text), len(last)) == (4, 2)
    assert not any(part in "".join(text) for part in ("测试", "13800000000", str(child(1).id_number)))
