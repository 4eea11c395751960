"""Several pieces of work at once, each in a process of its own: one that dies takes no other with it."""

from __future__ import annotations

import multiprocessing
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import wait
from typing import TypeVar

from underpaint.errors import UnderpaintError

Task = TypeVar("Task")
Result = TypeVar("Result")
Tell = Callable[[str, float], None]
Say = Callable[[str], None]


def work_through(
    tasks: Iterable[Task],
    work: Callable[[Task, Tell, Say], Result],
    *,
    at_once: int,
    progress: Callable[[Task, str, float], None] | None,
    say: Callable[[Task, str], None],
) -> Iterator[tuple[Task, Result | str]]:
    """Do every task and give each with its result, or with the reason why there is none, as they are done.

    work: a function that can be imported by name; told the task, whom to tell its stage and how much of it is done, and whom to
    tell at once what a person wants to know meanwhile, which `say` is told.
    tasks: the next one is taken when there is a hand free for it. at_once: processes; with 1 the work is done in this one.
    """
    if at_once == 1:
        for task in tasks:

            def tell(stage: str, done: float, task: Task = task) -> None:
                if progress is not None:
                    progress(task, stage, done)

            try:
                yield task, work(task, tell, lambda line, task=task: say(task, line))
            except UnderpaintError as why:
                yield task, str(why)
        return
    context = multiprocessing.get_context("spawn")  # a fork would copy the kernel's threads half
    running: dict = {}
    waiting = iter(tasks)
    try:
        while True:
            while len(running) < at_once and (task := next(waiting, None)) is not None:
                mine, theirs = context.Pipe(duplex=False)
                process = context.Process(target=_do, args=(work, task, theirs), daemon=True)
                process.start()
                theirs.close()
                running[mine] = (process, task)
            if not running:
                return
            for pipe in wait(list(running)):
                process, task = running[pipe]
                try:
                    kind, told = pipe.recv()
                except (EOFError, OSError):
                    process.join()
                    kind, told = "wrong", f"the process that worked on it was stopped (exit code {process.exitcode})"
                if kind == "progress":
                    if progress is not None:
                        progress(task, *told)
                    continue
                if kind == "said":
                    say(task, told)
                    continue
                del running[pipe]
                process.join()
                yield task, told
    finally:
        for process, _ in running.values():
            process.terminate()
            process.join()


def _do(work: Callable, task: object, pipe) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the first process, which stops the others

    def tell(stage: str, done: float) -> None:
        pipe.send(("progress", (stage, done)))

    def say(line: str) -> None:
        pipe.send(("said", line))

    try:
        pipe.send(("done", work(task, tell, say)))
    except UnderpaintError as why:
        pipe.send(("wrong", str(why)))
    except MemoryError:
        pipe.send(("wrong", "not enough memory; paint fewer cuts at once with --at-once"))
    except BrokenPipeError:
        pass
    except Exception:  # noqa: BLE001 - said to the person; the other pieces go on
        pipe.send(("wrong", " ".join(traceback.format_exc().split())[-600:]))
