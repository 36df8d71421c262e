"""The worker: a thread per lane runs what is due; the main thread says that it lives and listens for signals."""

import logging
import os
import select
import signal
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from vmeste.ground.facts.leases import free, prolong_held
from vmeste.ground.facts.models import Pulse
from vmeste.ground.facts.outbox import place_of, work
from vmeste.ground.facts.queries import SILENCE
from vmeste.ground.facts.reactions import LANES, Lane
from vmeste.ground.facts.recurring import run_due
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.ids import code, new_id

IDLE: Final = 1.0
BEAT: Final = 10.0
PAUSE_AFTER_FAULT: Final = 5.0
ASKED: Final = (signal.SIGTERM, signal.SIGINT)

log = logging.getLogger(__name__)


class Worker:
    """One process of background work; `run` returns a shell's exit status."""

    def __init__(self, lanes: Sequence[Lane] = LANES) -> None:
        """Take the lanes to serve."""
        self.lanes = lanes
        self.key = new_id()
        self.name = code(self.key)
        self.stop = threading.Event()

    def run(self) -> int:
        """Work until asked to stop; what is in hand is finished, what is claimed goes back."""
        threads = [threading.Thread(target=self.serve, args=(lane,), name=lane) for lane in self.lanes]
        log.info("worker started lanes=%s", ",".join(self.lanes))
        ear = ear_for_signals()
        self.beat()
        for thread in threads:
            thread.start()
        while not asked(ear, BEAT) and all(thread.is_alive() for thread in threads):
            close_old_connections()
            self.beat()
        failed = not all(thread.is_alive() for thread in threads)
        self.stop.set()
        for thread in threads:
            self.wait_for(thread)
        self.leave()
        log.info("worker stopped")
        return int(failed)

    def wait_for(self, thread: threading.Thread) -> None:
        """Keep saying that we live while a delivery is being finished."""
        while thread.is_alive():
            thread.join(BEAT)
            close_old_connections()
            self.beat()

    def serve(self, lane: Lane) -> None:
        """Run what is due in a lane, one piece after another; rest shortly when nothing is."""
        try:
            while not self.stop.is_set():
                close_old_connections()
                self.stop.wait(self.turn(lane))
        finally:
            connection.close()

    def turn(self, lane: Lane) -> float:
        """Run a batch; give how long to rest after it, in seconds."""
        stopping = self.stop.is_set
        try:
            done = work(lane, owner=self.name, stopping=stopping) + run_due(lane, owner=self.name, stopping=stopping)
        except (DatabaseError, InterfaceError) as fault:
            log.warning("the database failed lane=%s fault=%s", lane, place_of(fault))
            return PAUSE_AFTER_FAULT
        return 0 if done else IDLE

    def beat(self) -> None:
        """Say that we live, keep what we hold, free what dead workers held."""
        try:
            now = clock.now()
            if not Pulse.objects.filter(id=self.key).update(seen_at=now):
                Pulse.objects.create(id=self.key, started_at=now, seen_at=now)
            prolong_held()
            for silent in Pulse.objects.filter(seen_at__lt=now - SILENCE):
                free(code(silent.id))
                silent.delete()
        except (DatabaseError, InterfaceError) as fault:
            log.warning("the database failed fault=%s", place_of(fault))

    def leave(self) -> None:
        """Say that we go, so that pages know at once."""
        with suppress(DatabaseError, InterfaceError):
            free(self.name)
            Pulse.objects.filter(id=self.key).delete()
        connection.close()


def ear_for_signals() -> int:
    """Give a descriptor that becomes readable when somebody asks to stop; asked again, the process ends at once.

    «Again» is the same signal twice: who presses Ctrl-C sends one to all, and their keeper sends another kind after it.
    """
    ear, mouth = os.pipe()
    os.set_blocking(mouth, False)

    def hear(number: int, frame: object) -> None:
        del frame
        signal.signal(number, lambda *_: os._exit(1))
        os.write(mouth, b".")

    for number in ASKED:
        signal.signal(number, hear)
    return ear


def asked(ear: int, seconds: float) -> bool:
    """Wait for a wish to stop; a signal interrupts the waiting."""
    return bool(select.select([ear], [], [], seconds)[0])
