"""Run a stage in processes of its own that may die of any item: the item is lost, the rest is read.

A page can end the process that reads it (a fault in a parser written in C, memory without end) or never let go of it.
Such an item is tried again alone, and becomes a ``Dropped`` with code W002 when it has ended ``TRIES`` processes.
Results come in the order of the items, however many processes work.
"""

from __future__ import annotations

import contextlib
import fcntl
import multiprocessing
import pickle
import resource
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import connection as pipes
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Generic, TypeVar

from tellings.errors import TellingsError
from tellings.types.articles import Dropped
from tellings.workers.base import Item, Job, Result
from tellings.workers.local import run_job

Entry = TypeVar("Entry")

#: How many processes an item may end. The first time others were at work, and one of them may have taken the memory.
TRIES = 3
#: An item that takes longer never ends: the slowest page of 4 MB that was built on purpose took 22 s of a processor.
ITEM_SECONDS = 120.0
#: Bytes of data that a process may hold; that page took 0.9 GB.
MAX_DATA = 4 << 30
#: How long ``Crew.results`` waits for a result before it lets the caller look after other things.
POLL_SECONDS = 0.5
#: Items of one process that are under way or wait in its pipe, so that it has work while nobody hands out more.
_AHEAD = 8
#: Entries that are held at once, with results or without, and the bytes of the items among them.
_HELD = 512
_HELD_BYTES = 16_000_000
#: Asked for each pipe: the most that Linux gives without rights.
_PIPE_BYTES = 1 << 20
#: What a message takes in a pipe beside its bytes: two pages that are not full.
_SLACK = 8192
#: Requests to stop, which may come to the whole group, are for the process that hands out.
_PARENTS = frozenset({signal.SIGINT, signal.SIGTERM})


class _Task:
    """One entry on its way.

    Attributes:
        packed: its item as it is sent; b"" where it has none.
        size: of ``packed``, also when that was let go.
        tries: how many processes it has ended.
        outcome: its result once there is one, in a list of one.
    """

    __slots__ = ("entry", "item", "outcome", "packed", "size", "tries")

    def __init__(self, entry: Any, item: Any) -> None:  # noqa: ANN401 -- any entry, any item
        self.entry = entry
        self.item = item
        self.packed = b"" if item is None else pickle.dumps(item, pickle.HIGHEST_PROTOCOL)
        self.size = len(self.packed)
        self.tries = 0
        self.outcome: list[Any] = [None] if item is None else []

    def finish(self, result: object) -> None:
        """Note the result."""
        self.outcome, self.packed = [result], b""


class _Member:
    """One process of a crew, and the tasks that it was given and has not done, oldest first."""

    def __init__(self, job: Job[Any, Any], warm: object, limits: tuple[float, int]) -> None:
        context = multiprocessing.get_context("spawn")
        theirs, self._outbox = context.Pipe(duplex=False)
        self.inbox, back = context.Pipe(duplex=False)
        self._room = min(_widened(self._outbox), _widened(self.inbox))
        self._process = context.Process(target=_serve, args=(job, warm, limits, theirs, back), daemon=True)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _PARENTS)  # and so in the process, from its very start
        try:
            self._process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()
        back.close()
        self.is_ready = False
        self.tasks: deque[_Task] = deque()

    def takes(self, task: _Task) -> bool:
        """Return whether a task can be sent without waiting for the process."""
        if not self.is_ready or not self.tasks:
            return self.is_ready
        ahead = sum(one.size + _SLACK for one in self.tasks)
        return len(self.tasks) < _AHEAD and ahead + task.size + _SLACK <= self._room

    def give(self, task: _Task) -> None:
        """Send a task; that the process is dead shows when its results are asked for."""
        self.tasks.append(task)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._outbox.send_bytes(task.packed)

    def end(self) -> int:
        """End the process if it lives; return how it ended: its status, or below 0 the signal."""
        self._outbox.close()
        self.inbox.close()
        self._process.kill()
        self._process.join()
        status = self._process.exitcode
        self._process.close()
        return status or 0

    def bury(self) -> int:
        """Return how a process ended that is ending by itself."""
        self._process.join(POLL_SECONDS)
        return self.end()


class Crew(Generic[Item, Result]):
    """Processes for one job; they start when there is work and end with the ``with`` block.

    Args:
        job: what to run; an exception in it makes a ``Dropped`` with code W001.
        warm: an item that every process runs first, so that one that can run none at all ends the run, instead of
            losing every item.
        processes: how many.
        item_seconds: how long one item may take.
        max_data: bytes that one process may hold.
    """

    def __init__(
        self,
        job: Job[Item, Result],
        warm: Item,
        *,
        processes: int = 1,
        item_seconds: float = ITEM_SECONDS,
        max_data: int = MAX_DATA,
    ) -> None:
        self._job = job
        self._warm = warm
        self._processes = processes
        self._limits = (item_seconds, max_data)
        self._members: list[_Member] = []
        self._fresh: deque[_Task] = deque()
        self._again: deque[_Task] = deque()

    def __enter__(self) -> Crew[Item, Result]:
        return self

    def __exit__(self, *_: object) -> None:
        for member in self._members:
            member.end()
        self._members.clear()

    def results(
        self, entries: Iterable[Entry], item_of: Callable[[Entry], Item | None]
    ) -> Iterator[tuple[Entry, Result | Dropped | None] | None]:
        """Yield every entry in order with the result of its item.

        Close it to stop before the end; what is under way then is not done.

        Args:
            entries: what comes in; read ahead only as far as the processes need it.
            item_of: the item of an entry; None for one that has none, whose result is None.

        Yields:
            Entry and result; None when nothing came for a while.

        Raises:
            TellingsError: a process cannot be kept alive long enough to begin (W003).
        """
        source = (_Task(entry, item_of(entry)) for entry in entries)
        held: deque[_Task] = deque()
        is_more, size = True, 0
        try:
            while is_more or held:
                while held and held[0].outcome:
                    task = held.popleft()
                    size -= task.size
                    yield task.entry, task.outcome[0]
                following = next(source, None) if is_more and len(held) < _HELD and size < _HELD_BYTES else None
                if following is not None:
                    held.append(following)
                    size += following.size
                    self._fresh.extend([following] if following.packed else [])
                    self._hand_out()
                elif held and not held[0].outcome:
                    is_more = is_more and (len(held) >= _HELD or size >= _HELD_BYTES)
                    self._hand_out()
                    if not self._gather():
                        yield None
                else:
                    is_more = False
        finally:
            self._drop_all()

    def _drop_all(self) -> None:
        """Forget what is under way, with the processes that are at it."""
        self._fresh.clear()
        self._again.clear()
        for member in [member for member in self._members if member.tasks]:
            self._members.remove(member)
            member.end()

    def _hand_out(self) -> None:
        """Give tasks to processes that take them; one that has ended a process runs alone."""
        missing = self._processes - len(self._members) if self._fresh or self._again else 0
        self._members += [_Member(self._job, self._warm, self._limits) for _ in range(missing)]
        queue = self._again or self._fresh
        while queue:
            busy = [member for member in self._members if member.tasks]
            if any(task.tries for member in busy for task in member.tasks) or (queue[0].tries and busy):
                return
            free = [member for member in self._members if member.takes(queue[0])]
            if not free:
                return
            min(free, key=lambda member: len(member.tasks)).give(queue.popleft())

    def _gather(self) -> bool:
        """Wait for results and take them; False if none came for a while."""
        asked = [member.inbox for member in self._members if member.tasks or not member.is_ready]
        came = pipes.wait(asked, POLL_SECONDS)
        for member in [member for member in self._members if member.inbox in came]:
            try:
                self._take(member)
                while member.inbox.poll():
                    self._take(member)
            except (EOFError, OSError):
                self._lose(member)
        return bool(came)

    @staticmethod
    def _take(member: _Member) -> None:
        result = member.inbox.recv()
        if member.is_ready:
            member.tasks.popleft().finish(result)
        member.is_ready = True

    def _lose(self, member: _Member) -> None:
        """Note that a process is dead: the task that it was at has ended it, the others were not begun."""
        self._members.remove(member)
        status = member.bury()
        if not member.is_ready:
            message = f"a process that reads pages ends before it has read any ({_ending(status)}): is memory left?"
            raise TellingsError(message, code="W003")
        if not member.tasks:
            return
        task = member.tasks.popleft()
        task.tries += 1
        self._fresh.extendleft(reversed(member.tasks))
        if task.tries < TRIES:
            self._again.append(task)
            return
        why = f"ended every process that read it ({_ending(status)})"
        if status == -signal.SIGALRM:
            why = f"took more than {self._limits[0]:g} seconds"
        reason = f"the input {why}, {TRIES} times; the rest was read"
        task.finish(Dropped(source=self._job.name(task.item), stage=self._job.stage, code="W002", reason=reason))


def _ending(status: int) -> str:
    """Return how a process ended, in words."""
    return f"signal {-status}" if status < 0 else f"status {status}"


def _widened(pipe: Connection) -> int:
    """Ask for a larger pipe; return how many bytes it holds."""
    with contextlib.suppress(OSError, AttributeError):
        return fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    return 65_536


def _serve(job: Job[Any, Any], warm: object, limits: tuple[float, int], inbox: Connection, outbox: Connection) -> None:
    """Be one process of a crew: run items until no more come. A timer of the system ends it if one takes too long."""
    seconds, max_data = limits
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit_data(max_data)
    with contextlib.suppress(OSError):  # where memory ends, this one is to go, not the one that writes the store
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")
    list(run_job(job, [warm]))
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        outbox.send(None)
        while True:
            item = inbox.recv()
            signal.setitimer(signal.ITIMER_REAL, seconds)
            [result] = run_job(job, [item])
            signal.setitimer(signal.ITIMER_REAL, 0)
            outbox.send(result)


def _limit_data(most: int) -> None:
    """Let an allocation beyond so many bytes fail, unless a lower limit stands already."""
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if soft == resource.RLIM_INFINITY or soft > most:
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
