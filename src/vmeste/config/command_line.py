"""`vmeste`: the one command of the product."""

import os
import sys


def main() -> None:
    """Run a subcommand; those of the product first, Django's own behind `vmeste django …`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vmeste.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415  settings first

    execute_from_command_line(sys.argv)
