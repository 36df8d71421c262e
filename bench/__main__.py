"""`make bench ONLY=… [SIZE=small|large] [DB=sqlite|postgres]`: a table, then one JSON object as the last line."""

import argparse
import importlib
import json
import os
import subprocess
import sys
from datetime import UTC, datetime

from bench.place import DIVISOR, ROOT, Place
from bench.result import Result

MEASURES = {
    "pages": "bench.pages",
    "matching": "bench.matching",
    "import": "bench.importing",
    "search": "bench.searching",
    "start": "bench.starting",
    "memory": "bench.memory",
    "dedupe": "bench.dedupe",
}


def main(arguments: list[str]) -> int:
    """Measure what is asked for; return a shell's exit status."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", choices=[*MEASURES, ""], default="", help="ONLY=…; empty means all")
    parser.add_argument("--size", choices=DIVISOR, default="small", help="large: the numbers of the bars")
    parser.add_argument("--db", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)  # in the place of who called us
    chosen = parser.parse_args(arguments)
    if not chosen.only:
        return everything(chosen.size, chosen.db)
    with Place(chosen.db, chosen.size, here=chosen.here) as place:
        result: Result = importlib.import_module(MEASURES[chosen.only]).measure(place)
    sys.stdout.write(result.table(f"{chosen.only}, {chosen.size}, {chosen.db}"))
    if result.absent:
        sys.stdout.write(f"not run: {result.absent}\n")
    sys.stdout.write(json.dumps(result.figures()) + "\n")
    keep(chosen, result)
    return 0


def everything(size: str, db: str) -> int:
    """Run each measure in a process and a database of its own, so that none warms the other; join their figures."""
    figures: dict[str, object] = {}
    with Place(db, size) as place:
        for name in MEASURES:
            command = [sys.executable, "-m", "bench", "--only", name, "--size", size, "--db", db, "--here"]
            done = subprocess.run(
                command, cwd=ROOT, env=place.copy(name), check=False, stdout=subprocess.PIPE, text=True
            )
            table, _newline, last = done.stdout.rstrip().rpartition("\n")
            sys.stdout.write(f"{table}\n")
            sys.stdout.flush()
            if done.returncode:
                sys.stderr.write(f"{name} failed\n")
                return done.returncode
            figures[name] = json.loads(last)
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


def keep(chosen: argparse.Namespace, result: Result) -> None:
    """Append what was found to the history of this day when KEEP=1 asks for it."""
    if os.environ.get("KEEP") != "1":
        return
    now = datetime.now(UTC)
    asked = {"at": now.isoformat(timespec="seconds"), "only": chosen.only, "size": chosen.size, "db": chosen.db}
    history = ROOT / "bench" / "history" / f"{now.date()}.jsonl"
    history.parent.mkdir(exist_ok=True)
    with history.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asked | {"cores": os.cpu_count(), "figures": result.figures()}) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
