"""Answers that come one at a time, so that the first is there at once and the rest can be cut short.

>>> answers = Lazy(lambda stop: iter([1, 2, 3]), limit=2)
>>> list(answers), answers.cut_short
([1, 2], 'limit')
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic
from typing import Generic, Literal, TypeVar

T = TypeVar("T")
CutShort = Literal["", "limit", "deadline"]


class Lazy(Iterator[T], Generic[T]):
    """An iterator with a ``limit`` and a ``deadline`` that says when there may be more.

    Parameters
    ----------
    start : callable
        Given ``stop``, a function that tells that time is up and is asked now and then, the answers.
    limit : int, optional
        At most so many answers.
    deadline : float, optional
        Seconds from the first answer asked for.

    Attributes
    ----------
    cut_short : str
        ``""`` when everything came (or is still to come), ``"limit"`` when there is at least one more,
        ``"deadline"`` when the search was stopped before it was through.
    """

    def __init__(
        self,
        start: Callable[[Callable[[], bool]], Iterator[T]],
        *,
        limit: int | None = None,
        deadline: float | None = None,
    ) -> None:
        self.cut_short: CutShort = ""
        self._limit, self._deadline = limit, deadline
        self._given, self._over = 0, False
        self._ends: float | None = None
        self._answers = start(self._late)

    def _late(self) -> bool:
        if self._ends is not None and monotonic() > self._ends:
            self.cut_short = "deadline"
        return self.cut_short != ""

    def __iter__(self) -> Lazy[T]:
        return self

    def __next__(self) -> T:
        if self._over:
            raise StopIteration
        if self._ends is None and self._deadline is not None:
            self._ends = monotonic() + self._deadline
        answer = next(self._answers, _END)
        if answer is _END or self._late():
            self._over = True
            raise StopIteration
        if self._given == self._limit:
            self._over, self.cut_short = True, "limit"
            raise StopIteration
        self._given += 1
        return answer  # type: ignore[return-value]


_END = object()
