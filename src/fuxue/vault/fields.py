"""Model fields whose column holds sealed bytes. They can be stored and read, never compared or sorted in SQL."""

import json
from typing import Any

from django.core.exceptions import FieldError
from django.db import models

from fuxue.vault.sealing import open_sealed, seal


class _Sealed(models.Field):  # type: ignore[type-arg]  # generic only in the stubs, not at run time
    def get_internal_type(self) -> str:
        return "BinaryField"

    def _context(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def _pack(self, value: Any) -> bytes:
        raise NotImplementedError

    def _unpack(self, plain: bytes) -> Any:
        raise NotImplementedError

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return None if value is None else seal(self._pack(value), context=self._context())

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        return None if value is None else self._unpack(open_sealed(bytes(value), context=self._context()))

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is sealed: look it up by its blind index")
        return super().get_lookup(lookup_name)


class SealedTextField(_Sealed):
    def _pack(self, value: Any) -> bytes:
        return str(value).encode()

    def _unpack(self, plain: bytes) -> Any:
        return plain.decode()


class SealedJSONField(_Sealed):
    def _pack(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def _unpack(self, plain: bytes) -> Any:
        return json.loads(plain)
