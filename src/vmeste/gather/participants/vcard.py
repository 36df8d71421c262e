"""A card as vCard 4.0 (RFC 6350): escaped texts, lines of at most 75 octets, pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

LONGEST_LINE = 75  # octets, without the end of line (RFC 6350 §3.2)


@dataclass(frozen=True, slots=True)
class Contact:
    """What a vCard tells of an organisation; `uid` is an address that stays."""

    uid: str
    name: str
    short_name: str = ""
    address: str = ""
    settlement: str = ""
    region: str = ""
    phone: str = ""
    email: str = ""
    websites: Sequence[str] = ()
    note: str = ""
    point: tuple[float, float] | None = None
    changed_at: datetime | None = None


def vcard(contact: Contact) -> str:
    """Write a vCard; properties that are empty are left out."""
    place = ("", "", contact.address, contact.settlement, contact.region, "", "")
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "KIND:org",
        f"UID:{contact.uid}",
        f"FN:{escaped(contact.short_name or contact.name)}",
        f"ORG:{escaped(contact.name)}",
        f"ADR:{';'.join(map(escaped, place))}" if any(place) else "",
        f"TEL:{escaped(contact.phone)}" if contact.phone else "",
        f"EMAIL:{escaped(contact.email)}" if contact.email else "",
        *(f"URL:{plain(site)}" for site in contact.websites),
        f"GEO:geo:{contact.point[0]:.6f},{contact.point[1]:.6f}" if contact.point else "",
        f"NOTE:{escaped(contact.note)}" if contact.note else "",
        f"REV:{contact.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}" if contact.changed_at else "",
        "END:VCARD",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines if line)


def plain(text: str) -> str:
    """Drop what would end a line."""
    return "".join(char for char in text if char.isprintable())


def escaped(text: str) -> str:
    """Write a text value (§4): backslash, comma, semicolon and ends of lines escaped, control characters dropped."""
    lines = (
        plain(line).replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;") for line in text.strip().splitlines()
    )
    return "\\n".join(lines)


def folded(line: str) -> str:
    """Fold a line (§3.2): at most 75 octets, no character cut, continued after a blank."""
    pieces, piece, size = [], "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > LONGEST_LINE:
            pieces.append(piece)
            piece, size = "", 1
        piece, size = piece + char, size + octets
    return "\r\n ".join([*pieces, piece])
