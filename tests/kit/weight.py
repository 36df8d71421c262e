"""How many bytes a page takes over the wire, as the browser counts them."""

from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from playwright.sync_api import Page

FONTS = (".woff2", ".woff")


class Scales:
    """Counts what arrives between entering and leaving: `bytes` without fonts, which may come later or never."""

    def __init__(self, page: "Page") -> None:
        """Take the page to weigh."""
        self._line = page.context.new_cdp_session(page)
        self._page = page
        self._asked: dict[str, str] = {}
        self.parts: dict[str, int] = {}

    @property
    def bytes(self) -> int:
        """All that arrived, headers included."""
        return sum(size for address, size in self.parts.items() if not address.endswith(FONTS))

    def __enter__(self) -> Self:
        """Begin to count."""
        self._line.on("Network.requestWillBeSent", self._ask)
        self._line.on("Network.loadingFinished", self._take)
        self._line.send("Network.enable")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Count until the line is quiet."""
        if fault is None:
            self._page.wait_for_load_state("networkidle")
        self._line.detach()

    def _ask(self, event: dict[str, Any]) -> None:
        self._asked[event["requestId"]] = event["request"]["url"]

    def _take(self, event: dict[str, Any]) -> None:
        address = self._asked.get(event["requestId"], "")
        self.parts[address] = self.parts.get(address, 0) + int(event["encodedDataLength"])

    def __str__(self) -> str:
        """Say what weighs how much, the heaviest first."""
        ordered = sorted(self.parts.items(), key=lambda part: -part[1])
        return "\n".join(f"{size:>8} {address}" for address, size in ordered)
