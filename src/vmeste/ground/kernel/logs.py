"""Log lines: one form for all processes, without what is secret or personal."""

import logging
import re
import time

TOKEN = re.compile(r"(?<=[/=])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{22,}")  # a long part of an address
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")


class Line(logging.Formatter):
    """«moment level logger message», UTC; keys of one-time links and addresses of people are struck out."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        """Set the form."""
        super().__init__("%(asctime)sZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        """Give the line, with the traceback if there is one."""
        return EMAIL.sub("…@…", TOKEN.sub("…", super().format(record)))
