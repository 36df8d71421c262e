"""A PostgreSQL cluster of our own: in a temporary folder, on a socket only, gone with the process that started it."""

import contextlib
import ctypes
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

PR_SET_PDEATHSIG = 1
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=128MB", "max_connections=60")
PATIENCE = 30.0


class Cluster:
    """A running cluster; `url` is what `VMESTE_DATABASE_URL` takes."""

    def __init__(self) -> None:
        """Make it and wait until it answers."""
        self.user = _unprivileged()
        self.folder = Path(tempfile.mkdtemp(prefix="vmeste-postgres-"))
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        self.port = 10_000 + secrets.randbelow(50_000)
        try:
            self._initialise()
            self._server = self._start()
            self._wait()
        except BaseException:
            self.stop()
            raise

    @property
    def url(self) -> str:
        """Address of the database in the terms of the product's settings."""
        return f"postgres://vmeste@/vmeste?host={quote(str(self.folder), safe='')}&port={self.port}"

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        server: subprocess.Popen[bytes] | None = getattr(self, "_server", None)
        if server and server.poll() is None:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _initialise(self) -> None:
        """Create the files: Russian order of letters where the server knows ICU, nobody asked for a password."""
        plain = [
            str(program("initdb")),
            "-D",
            str(self.folder / "data"),
            "-U",
            "vmeste",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ]
        with_icu = ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=ru-RU"]
        done = self._run([*plain, *with_icu])
        if done.returncode:
            shutil.rmtree(self.folder / "data", ignore_errors=True)
            done = self._run([*plain, "--locale=C.UTF-8"])
        if done.returncode:
            message = f"initdb failed: {done.stderr.decode(errors='replace')}"
            raise RuntimeError(message)

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(command, check=False, capture_output=True, cwd=self.folder, **self._as_user())  # type: ignore[call-overload,no-any-return]

    def _start(self) -> subprocess.Popen[bytes]:
        """Start the server as our child; the system ends it if we are killed."""
        options = [f"unix_socket_directories={self.folder}", "listen_addresses=", f"port={self.port}", *FAST]
        flags = [part for option in options for part in ("-c", option)]
        with (self.folder / "log").open("wb") as log:
            return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
                [str(program("postgres")), "-D", str(self.folder / "data"), *flags],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                preexec_fn=_die_with_parent,  # noqa: PLW1509  no thread runs yet
                start_new_session=True,
                **self._as_user(),
            )

    def _as_user(self) -> dict[str, object]:
        """Give the options that make a child an unprivileged one (the server refuses to run as root)."""
        if not self.user:
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}

    def _wait(self) -> None:
        """Return once the server takes connections and holds our database."""
        import psycopg  # noqa: PLC0415  of the installed packages, while this file is read without them too

        until = time.monotonic() + PATIENCE
        while True:
            try:
                with psycopg.connect(
                    host=str(self.folder), port=self.port, user="vmeste", dbname="postgres", autocommit=True
                ) as link:
                    link.execute("CREATE DATABASE vmeste")
                    return
            except psycopg.OperationalError:
                if self._server.poll() is not None or time.monotonic() > until:
                    raise RuntimeError((self.folder / "log").read_text(errors="replace")) from None
                time.sleep(0.05)


def program(name: str) -> Path:
    """Find a program of the newest PostgreSQL server installed; raises `FileNotFoundError`."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True
    )
    for candidate in [
        *(folder / name for folder in folders),
        *(Path(folder) / name for folder in ("/usr/local/bin", "/usr/bin")),
    ]:
        if candidate.exists():
            return candidate
    on_path = shutil.which(name)
    if on_path:
        return Path(on_path)
    message = f"PostgreSQL's {name} is not installed; `make doctor` says how to get it"
    raise FileNotFoundError(message)


def _unprivileged() -> pwd.struct_passwd | None:
    """Name whom the server runs as when we are root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    message = "neither a user postgres nor a user nobody to run PostgreSQL as"
    raise RuntimeError(message)


def _die_with_parent() -> None:
    """Ask Linux to end this child when its parent ends, however that happens."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)
