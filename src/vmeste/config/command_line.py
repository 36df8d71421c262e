"""`vmeste`: the one command of the product; what is the framework's own stands behind `vmeste django …`."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.core.management.base import BaseCommand

WRONG_USE = 2
INTERRUPTED = 130
PIPE_CLOSED = 141
NOT_FOR_USERS = {
    "--version",
    "--settings",
    "--pythonpath",
    "--traceback",
    "--no-color",
    "--force-color",
    "--skip-checks",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of the command line: how it is called, what it does, which management command stands behind it."""

    usage: str
    help: str
    behind: str = ""


ENTRIES = {
    "serve": Entry("serve [--port N] [--threads N] [--processes N]", "serve the pages"),
    "worker": Entry("worker [--lane quick|heavy]", "do what follows: mail, imports, numbers, reminders", "worker"),
    "migrate": Entry("migrate", "bring database, style sheets and data of the release up to date", "prepare"),
    "demo": Entry("demo load", "load the demonstration", "demo"),
    "import": Entry(
        "import KIND FILE [--dry-run] [--json]", "load a register, say «import organisations list.xlsx»", "import"
    ),
    "duplicates": Entry("duplicates [--json] [--min SCORE]", "look for cards that may be one", "duplicates"),
    "undo": Entry("undo [IMPORT]", "take a whole import back, while nothing was built on it", "undo_import"),
    "check": Entry("check [audit|all]", "look for faults; «audit» verifies the sealed chain of facts", "examine"),
    "admin": Entry("admin create EMAIL", "make an administrator and print the link to come in by", "admin"),
    "django": Entry("django …", "the framework's own commands"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return a shell's exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    word, rest = (given[0], given[1:]) if given else ("help", [])
    if word in {"help", "-h", "--help"}:
        word = "help"
    elif word not in ENTRIES:
        sys.stderr.write(unknown(word))
        return WRONG_USE
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vmeste.config.settings")
    try:
        status = ended(word, rest)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read the answer, say `head`, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains when it flushes at its end
        return PIPE_CLOSED
    return status


def ended(word: str, rest: list[str]) -> int:
    """Run one command to its end; faults of the environment, wrong use and the worker's own status are statuses."""
    try:
        return run(word, rest)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))


def run(word: str, rest: list[str]) -> int:
    """Hand over to what stands behind a word."""
    if word == "help":
        sys.stdout.write(listing())
        return 0
    if word == "serve":
        from vmeste.config.server import serve  # noqa: PLC0415  the other commands need no server

        return serve(rest)
    if word == "django":
        from django.core.management import execute_from_command_line  # noqa: PLC0415  settings first

        execute_from_command_line(["vmeste django", *rest])
        return 0
    return manage(word, ENTRIES[word].behind, rest)


def manage(word: str, behind: str, rest: list[str]) -> int:
    """Run a management command of a room under the product's word; refusals are told in words."""
    import django  # noqa: PLC0415  settings first
    from django.core.management import CommandError, get_commands, load_command_class  # noqa: PLC0415
    from django.db import OperationalError, connections  # noqa: PLC0415

    django.setup()
    from vmeste.ground.kernel.errors import Invalid, Refused, Stale  # noqa: PLC0415

    room = get_commands().get(behind)
    if room is None:
        return stop(f"vmeste {word}: this part of the product is not installed")
    command = load_command_class(str(room), behind)
    command.suppressed_base_arguments = NOT_FOR_USERS
    try:
        execute(command, word, rest)
    except (Refused, Stale) as refused:
        return stop(str(refused.reason))
    except Invalid as invalid:
        return stop("\n".join(f"{field}: {text}" if field else str(text) for field, text in invalid.faults.items()))
    except CommandError as wrong:
        return stop(str(wrong), wrong.returncode)
    except OperationalError as fault:
        return stop(f"The database does not answer as it should: {fault}".strip())
    finally:
        connections.close_all()
    return 0


def execute(command: "BaseCommand", word: str, rest: list[str]) -> None:
    """Read the rest of the line as this command wants it, and run it."""
    command._called_from_command_line = True  # type: ignore[attr-defined] # noqa: SLF001  wrong use is told as usage
    options = vars(command.create_parser("vmeste", word).parse_args(rest))
    command.execute(*options.pop("args", ()), **options)


def stop(words: str, status: int = 1) -> int:
    """Say why nothing came of it."""
    sys.stderr.write(f"{words}\n")
    return status


def listing() -> str:
    """Give the product's commands, one per line."""
    width = max(len(entry.usage) for entry in ENTRIES.values())
    lines = [f"  vmeste {entry.usage:<{width}}  {entry.help}" for entry in ENTRIES.values()]
    return "\n".join(["Vmeste, the shared workplace of a network of organisations.", "", *lines, "", HINT, ""])


HINT = "«vmeste COMMAND --help» tells more of each. Settings are variables VMESTE_…, see docs/administrators.md."


def unknown(word: str) -> str:
    """Say that there is no such command, and which one may be meant."""
    near = get_close_matches(word, ENTRIES, n=1)
    meant = f" Did you mean «{near[0]}»?" if near else ""
    return f"vmeste: there is no command «{word}».{meant} «vmeste help» lists all.\n"


if __name__ == "__main__":
    sys.exit(main())
