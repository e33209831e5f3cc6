"""Rows of a list that were asked for and not fetched yet: to be counted, cut into pages, or streamed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, Generic, TypeVar, overload

from django.db.models import QuerySet

Row = TypeVar("Row")
CHUNK = 2000


class Found(Generic[Row]):
    """A query of plain values and how one of them becomes a row. Counting and cutting cost one statement each."""

    def __init__(self, query: QuerySet[Any, Any], read: Callable[[Any], Row], known: int | None = None) -> None:
        """`known` is how many rows there are, where that was counted already."""
        self._query = query
        self._read = read
        self._known = known

    def count(self) -> int:
        """How many rows there are on all pages."""
        return self._query.order_by().count() if self._known is None else self._known

    def __len__(self) -> int:
        return self.count()

    @overload
    def __getitem__(self, part: int) -> Row: ...
    @overload
    def __getitem__(self, part: slice) -> list[Row]: ...
    def __getitem__(self, part: int | slice) -> Row | list[Row]:
        if isinstance(part, int):
            return self._read(self._query[part])
        return [self._read(values) for values in self._query[part]]

    def __iter__(self) -> Iterator[Row]:
        """All rows one after another in constant memory."""
        return (self._read(values) for values in self._query.iterator(chunk_size=CHUNK))


class FoundByKey(Found[Row]):
    """The same of a query that gives keys alone, in order; `read` gives the rows of many keys by one statement more.

    For lists of thousands of which fifty are shown: what is shown of a row is then joined to fifty, not to thousands.
    """

    def __init__(
        self, keys: QuerySet[Any, Any], read: Callable[[Sequence[Any]], list[Row]], known: int | None = None
    ) -> None:
        super().__init__(keys, lambda row: read([row])[0], known)
        self._read_all = read

    def __getitem__(self, part: int | slice) -> Any:
        return super().__getitem__(part) if isinstance(part, int) else self._read_all(list(self._query[part]))

    def __iter__(self) -> Iterator[Row]:
        keys = self._query.iterator(chunk_size=CHUNK)
        while some := list(islice(keys, CHUNK)):
            yield from self._read_all(some)


class FoundInOrder(Found[Row]):
    """Keys that are known already, in order; `read` gives the rows of many keys by one statement."""

    def __init__(self, keys: Sequence[Any], read: Callable[[Sequence[Any]], list[Row]]) -> None:
        self._keys = keys
        self._read_all = read

    def count(self) -> int:
        return len(self._keys)

    def __getitem__(self, part: int | slice) -> Any:
        return self._read_all([self._keys[part]])[0] if isinstance(part, int) else self._read_all(self._keys[part])

    def __iter__(self) -> Iterator[Row]:
        for i in range(0, len(self._keys), CHUNK):
            yield from self._read_all(self._keys[i : i + CHUNK])
