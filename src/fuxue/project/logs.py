"""What may stand in a log: place, kind and time of a fault; never a body, a query string or a value.

Exception texts can carry what somebody typed (a driver quotes the row at fault), so tracebacks keep files and lines
and lose the message.
"""

import logging
import traceback
from types import TracebackType

Caught = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Impersonal(logging.Filter):
    """Cuts query strings off the paths that Django puts into its messages, and keeps only simple arguments."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_without_query(value) for value in record.args)
        return True


class PlaceOnly(logging.Formatter):
    """Writes an exception as its type and the lines it passed through, without its message."""

    def formatException(self, ei: Caught) -> str:  # noqa: N802 - the name logging calls
        kind, _, trace = ei
        places = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
        return "\n".join([kind.__name__ if kind else "", *places])


def _without_query(value: object) -> object:
    if isinstance(value, int | float | None):
        return value
    if isinstance(value, BaseException):
        return type(value).__name__
    return str(value).split("?", 1)[0]
