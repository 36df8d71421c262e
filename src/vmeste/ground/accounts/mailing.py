"""How a mail leaves the house: to a mail server, or, where none is set, to a file an administrator can read."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from vmeste.ground.accounts.models import Mail
from vmeste.ground.kernel.ids import code


def message_id_of(mail_id: int) -> str:
    """Give the name by which mail programs know this mail for ever: sent twice, it is still one."""
    return f"{code(mail_id)}@{urlsplit(settings.VMESTE.origin).hostname or 'localhost'}"


def has_server() -> bool:
    """Tell whether a mail server is set."""
    return bool(settings.EMAIL_HOST)


def deliver(mail: Mail) -> None:
    """Hand a mail over; raises what the mail server says, or `OSError`."""
    message = message_of(mail)
    if has_server():
        message.connection = get_connection()
        message.send()
    else:
        write(file_of(mail.message_id), message.message().as_bytes())


def message_of(mail: Mail) -> EmailMultiAlternatives:
    """Build the mail as it goes out."""
    headers = {
        "Message-ID": f"<{mail.message_id}>",
        "Auto-Submitted": "auto-generated",  # out-of-office programs keep silent (RFC 3834)
    }
    message = EmailMultiAlternatives(mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [mail.to], headers=headers)
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def forget_files(message_ids: Iterable[str]) -> None:
    """Remove the files of these mails; those that left by a mail server have none."""
    for message_id in message_ids:
        file_of(message_id).unlink(missing_ok=True)


def file_of(message_id: str) -> Path:
    """Give the file a mail is written to."""
    return folder() / f"{message_id}.eml"


def folder() -> Path:
    """Give the folder of mails written to files."""
    place = Path(settings.VMESTE.data).resolve() / "mails"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def write(path: Path, content: bytes) -> None:
    """Put a file in place whole or not at all; the same mail replaces itself."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    Path(name).replace(path)
