"""`make run`: brings data up to date, loads the demonstration into an empty place, keeps web and worker running."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from vmeste.config.supervisor import Child, Supervisor

COMMAND = Path(sys.prefix) / "bin" / "vmeste"
PATIENCE = 60.0


def main(arguments: list[str]) -> int:
    """Start everything and stay until Ctrl-C; return a shell's exit status."""
    options = _read(arguments)
    if _is_taken(options.port):
        return _stop(f"Port {options.port} is in use already. Choose another: make run PORT={options.port + 1}")
    os.environ.update(_settings(options))
    try:
        accounts = _prepare(demonstration=options.demo)
        return _keep_running(options, accounts)
    except KeyboardInterrupt:
        return 0
    except subprocess.CalledProcessError as failed:
        return _stop(f"vmeste {' '.join(failed.cmd[1:])} failed; what is said above tells why.")


def _read(arguments: list[str]) -> argparse.Namespace:
    """Read the three choices of `make run`."""
    parser = argparse.ArgumentParser(prog="make run", description=__doc__)
    parser.add_argument("--port", type=_port, default=8000, help="PORT=8000")
    parser.add_argument("--data", type=Path, default=Path("var"), help="DATA=var")
    parser.add_argument("--demo", type=_yes, default=True, help="DEMO=1")
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 1 << 16:
        message = f"PORT must be a number from 1 to 65535, not {text!r}"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _yes(text: str) -> bool:
    if text not in {"0", "1"}:
        message = f"DEMO must be 0 or 1, not {text!r}"
        raise argparse.ArgumentTypeError(message)
    return text == "1"


def _is_taken(port: int) -> bool:
    """Tell whether somebody serves on this port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _settings(options: argparse.Namespace) -> dict[str, str]:
    """Give the settings these choices mean; those set from outside stand."""
    chosen = {
        "VMESTE_ORIGIN": f"http://localhost:{options.port}",
        "VMESTE_DEMONSTRATION": "true" if options.demo else "false",
    }
    fixed = {"VMESTE_DATA": str(options.data.resolve()), "VMESTE_PORT": str(options.port)}
    return fixed | {name: value for name, value in chosen.items() if name not in os.environ}


def _prepare(*, demonstration: bool) -> list[str]:
    """Migrate, and load the demonstration unless other data are there; give the lines that name its accounts."""
    sys.stderr.write("Bringing the data up to date …\n")
    _vmeste("migrate", "--verbosity", "0")
    return [line for line in _vmeste("demo", "load", "--if-empty") if line.startswith("  ")] if demonstration else []


def _vmeste(*arguments: str) -> list[str]:
    """Run a command of the product; give what it said."""
    command = [str(COMMAND), *arguments]
    return subprocess.run(
        command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    ).stdout.splitlines()


def _keep_running(options: argparse.Namespace, accounts: list[str]) -> int:
    """Run web and worker; say the address once it answers."""
    supervisor = Supervisor([Child("web", [str(COMMAND), "serve"]), Child("worker", [str(COMMAND), "worker"])])
    announcing = threading.Thread(target=_announce, args=(supervisor, options.port, accounts), daemon=True)
    return supervisor.run(when_started=announcing.start)


def _announce(supervisor: Supervisor, port: int, accounts: list[str]) -> None:
    """Wait until the web server takes connections, then print where, and as whom."""
    until = time.monotonic() + PATIENCE
    while not _answers(port) and time.monotonic() < until:
        if supervisor.stopping.wait(0.1):
            return
    people = ["Accounts of the demonstration:", *accounts] if accounts else []
    lines = ["", f"Vmeste is at  http://localhost:{port}", *people, "Ctrl-C stops it.", ""]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _stop(text: str) -> int:
    sys.stderr.write(f"{text}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
