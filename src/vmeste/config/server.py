"""`vmeste serve`: the web server, set up by the product's own environment."""

import argparse
import os
from typing import Any

from gunicorn.app.base import BaseApplication

GRACE_SECONDS = 20
KEEP_ALIVE_SECONDS = 5
REQUEST_SECONDS = 60


class Server(BaseApplication):
    """Gunicorn without its command line: threads for waiting, processes for processors."""

    def __init__(self, options: dict[str, Any]) -> None:
        """Take gunicorn's settings."""
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's own choice."""
        configuration: Any = self.cfg
        for name, value in self.options.items():
            configuration.set(name, value)

    def load(self) -> Any:
        """Give the application; loaded before the processes part, so that they share it."""
        from vmeste.config.wsgi import application  # noqa: PLC0415  reads all settings

        return application


def serve(arguments: list[str]) -> int:
    """Serve until asked to stop; return a shell's exit status."""
    from vmeste.config.settings import ENV  # noqa: PLC0415  tells faults of the environment and ends

    chosen = read(arguments, port=ENV.port, threads=ENV.threads, processes=ENV.processes)
    os.environ["VMESTE_PORT"] = str(chosen.port)
    try:
        Server(options(ENV.bind, chosen)).run()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0


def read(arguments: list[str], **defaults: int) -> argparse.Namespace:
    """Read the command's options; the environment gives the rest."""
    parser = argparse.ArgumentParser(prog="vmeste serve", description="Serve the pages until asked to stop.")
    parser.add_argument("--port", type=number(1, 65535), help="port to listen on (VMESTE_PORT)")
    parser.add_argument("--threads", type=number(1, 64), help="threads of one process (VMESTE_THREADS)")
    parser.add_argument("--processes", type=number(1, 64), help="processes (VMESTE_PROCESSES)")
    parser.set_defaults(**defaults)
    return parser.parse_args(arguments)


def number(least: int, most: int) -> Any:
    """Give a reader of whole numbers within bounds."""

    def check(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            message = f"must be a number from {least} to {most}, not {text!r}"
            raise argparse.ArgumentTypeError(message)
        return int(text)

    return check


def options(address: str, chosen: argparse.Namespace) -> dict[str, Any]:
    """Give gunicorn's settings."""
    host = f"[{address}]" if ":" in address else address
    return {
        "bind": f"{host}:{chosen.port}",
        "worker_class": "gthread",
        "threads": chosen.threads,
        "workers": chosen.processes,
        "preload_app": True,
        "timeout": REQUEST_SECONDS,
        "graceful_timeout": GRACE_SECONDS,
        "keepalive": KEEP_ALIVE_SECONDS,
        "control_socket_disable": True,
        "proc_name": "vmeste",
        "loglevel": "warning",
        "pre_fork": let_go_of_connections,
        "when_ready": say_where(chosen.port),
    }


def let_go_of_connections(_server: Any, _worker: Any) -> None:
    """Close what loading may have opened: a connection must not be shared by processes."""
    from django.db import connections  # noqa: PLC0415  Django is loaded only in the server's process

    connections.close_all()


def say_where(port: int) -> Any:
    """Give the hook that prints the address once connections are taken."""

    def say(_: Any) -> None:
        print(f"http://localhost:{port}", flush=True)  # noqa: T201  the answer of the command

    return say
