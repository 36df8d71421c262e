"""Posting mails: written in the caller's transaction, sent by a worker."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from vmeste.ground.accounts.facts import MailPosted
from vmeste.ground.accounts.mailing import message_id_of
from vmeste.ground.accounts.models import Mail
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.commands import command
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.ids import new_id

LONGEST_SUBJECT = 200
LONGEST_TEXT = 100_000


@command
def post(  # noqa: PLR0913  a mail has that many parts
    *, actor: Actor, to: str, subject: str, text: str, key: str, html: str = "", secret: bool = False
) -> Mail:
    """Let a mail leave through the outbox; a second call with the same `key` changes nothing.

    `secret` marks a mail that holds somebody's key: once a mail server has taken it, its text is not kept.
    """
    key_of_mail = new_id()
    mail, is_new = Mail.objects.get_or_create(
        key=key,
        defaults={
            "id": key_of_mail,
            "to": address(to),
            "subject": one_line(subject)[:LONGEST_SUBJECT],
            "text": text[:LONGEST_TEXT],
            "html": html,
            "secret": secret,
            "message_id": message_id_of(key_of_mail),
            "made_at": clock.now(),
        },
    )
    if is_new:
        record(MailPosted(mail_id=mail.id), actor=actor)
    return mail


def one_line(text: str) -> str:
    """Leave no line break or other sign of control by which a text could become a heading of its own."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def address(to: str) -> str:
    """Give the one address of a mail; raises `Invalid` for several, or for none."""
    try:
        validate_email(to)
    except ValidationError:
        raise Invalid({"email": _("This is not an e-mail address.")}) from None
    return to
