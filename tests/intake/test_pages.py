"""The import page over plain HTTP, without scripts: hand in, correct, land, take the returned copy; others get 404."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.intake.lists import line, write
from tests.registers.files import xlsx
from tests.web.county import County

from fuxue.audit.models import Event
from fuxue.intake import actions
from fuxue.intake.models import ImportRun
from fuxue.ledger.models import Case
from fuxue.registers.suspected import SCHEMA

pytestmark = pytest.mark.django_db
Sign = Callable[[County, str], Client]


@pytest.fixture
def sign() -> Sign:
    def signed_in(place: County, who: str) -> Client:
        client = Client()
        client.force_login(place.users[who], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    return write(tmp_path / "名单.xlsx", [line(1), line(2), line(3, 村="没有这个村")])


def upload(client: Client, path: Path) -> Any:
    with path.open("rb") as stream:
        return client.post("/import/", {"list": stream})


def test_from_upload_to_the_returned_copy(home: County, sign: Sign, mixed: Path) -> None:
    client = sign(home, "reviewer")
    address = upload(client, mixed).url
    page = client.get(address).content.decode()
    assert "现在还没有入库" in page
    assert "找不到这个村（社区）" in page
    assert "13800001234" not in page
    assert not Case.objects.exists()
    assert client.post(f"{address}land/").headers["Location"] == address
    assert 'hx-trigger="every 1s"' in client.get(address).content.decode()
    run = ImportRun.objects.get()
    actions.run_import(run.id)
    assert client.get(f"{address}progress/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == address
    page = client.get(address).content.decode()
    assert '新建案件 <strong class="number">2</strong> 个' in page
    answer = client.get(f"{address}rejects/")
    copy = load_workbook(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert copy.worksheets[0].cell(2, 9).value == "退回原因"
    assert Event.objects.filter(kind="download", object_id=str(run.id)).count() == 1


def test_columns_are_corrected_by_hand(home: County, sign: Sign, tmp_path: Path) -> None:
    values = line(1)
    path = xlsx(tmp_path / "a.xlsx", [["姓名", "号码", "村"], [values[1], values[3], values[5]]])
    client = sign(home, "township")
    address = upload(client, path).url
    assert "还缺“身份证号或出生日期”" in client.get(address).content.decode()
    assert client.post(f"{address}land/").status_code == 422
    choice = {field.name: -1 for field in SCHEMA.fields} | {"name": 0, "id_number": 1, "village": 2}
    assert client.post(f"{address}columns/", choice).headers["Location"] == address
    assert '合格 <strong class="number">1</strong> 行' in client.get(address).content.decode()


def test_a_file_that_is_no_list_is_refused_with_a_sentence(home: County, sign: Sign, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"%PDF-1.7")
    answer = upload(sign(home, "reviewer"), path)
    assert answer.status_code == 422
    assert "这不是表格，而是PDF 文件。" in answer.content.decode()


def test_nothing_chosen_is_said(home: County, sign: Sign) -> None:
    answer = sign(home, "reviewer").post("/import/", {})
    assert answer.status_code == 422
    assert "请选择名单文件。" in answer.content.decode()


def test_taking_a_list_back(home: County, sign: Sign, mixed: Path) -> None:
    client = sign(home, "reviewer")
    address = upload(client, mixed).url
    assert client.post(f"{address}withdraw/").headers["Location"] == "/import/"
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("page", ["", "progress/", "rejects/", "land/", "withdraw/", "columns/"])
def test_a_neighbour_finds_nothing(home: County, neighbour: County, sign: Sign, mixed: Path, page: str) -> None:
    address = upload(sign(home, "reviewer"), mixed).url
    actions.run_import(ImportRun.objects.get().id)
    other = sign(neighbour, "reviewer")
    get, post = other.get(f"{address}{page}"), other.post(f"{address}{page}")
    assert {get.status_code, post.status_code} <= {404, 405}
    assert "名单.xlsx" not in other.get("/import/").content.decode()


@pytest.mark.parametrize("who", ["village", "school", "police", "auditor", "system", "security"])
def test_others_have_no_such_page(home: County, sign: Sign, who: str) -> None:
    assert sign(home, who).get("/import/").status_code == 404
