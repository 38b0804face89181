"""People who act at the same moment: each in a thread, or each in a process of their own."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Thread

import django
from django.db import connection

from articles.errors import RuleError

Act = Callable[[], object]
# What each act returned, or the error it raised; all start at the same moment.
Together = Callable[..., list[object]]


def together(*acts: Act) -> list[object]:
    """`Together` in threads of this process."""
    start = Barrier(len(acts))
    outcomes: list[object] = [None] * len(acts)

    def run(position: int, act: Act) -> None:
        outcomes[position] = _outcome(act, start)

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return _told(outcomes)


@contextmanager
def two_processes(database: str) -> Iterator[Together]:
    """`Together` for two acts that can be pickled, in processes that set Django up themselves.

    Like a server's workers they stay, and share nothing but the database of that name.
    """
    # Not forked: a fork takes along what the threads of this process hold.
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, spawn, _begin, (database, spawn.Barrier(2))) as pool:

        def race(*acts: Act) -> list[object]:
            assert len(acts) == 2
            running = [pool.submit(_act, act) for act in acts]
            return _told([run.result(timeout=60) for run in running])

        yield race


def errors(outcomes: Sequence[object]) -> list[type[object]]:
    """The kinds of error among what became of the acts."""
    return [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)]


def _begin(database: str, start: Barrier) -> None:
    """Once in each process, before anything of the site is imported there."""
    global _start
    _start = start
    django.setup()
    connection.settings_dict["NAME"] = database


def _act(act: Act) -> object:
    # What begins at the same moment is the act, not the connecting.
    connection.ensure_connection()
    return _outcome(act, _start)


def _outcome(act: Act, start: Barrier) -> object:
    start.wait(timeout=30)
    try:
        return act()
    except Exception as error:
        return error
    finally:
        connection.close()


def _told(outcomes: list[object]) -> list[object]:
    """Whoever loses is told by a rule: never by a deadlock, a time-out or a raw refusal."""
    unexpected = [o for o in outcomes if isinstance(o, Exception) and not isinstance(o, RuleError)]
    assert unexpected == []
    return outcomes


_start: Barrier
