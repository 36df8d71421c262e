"""What the accounts do later: send the mails that were posted, forget what is over."""

import traceback
from datetime import timedelta

from django.conf import settings
from django.db import connection

from vmeste.ground.accounts.facts import MailPosted
from vmeste.ground.accounts.mailing import deliver, forget_files, has_server
from vmeste.ground.accounts.models import Mail
from vmeste.ground.facts.reactions import Told, later_reaction
from vmeste.ground.facts.recurring import recurring
from vmeste.ground.kernel import clock

MAILS_KEPT = timedelta(days=90)


@later_reaction(MailPosted, name="accounts.send_mail", outside=True)
def send_mail(told: Told) -> None:
    """Send one mail; if the worker dies after the sending, the second one carries the same Message-ID."""
    mail = Mail.objects.filter(pk=told.fact.mail_id, sent_at=None).first()
    if mail is None:
        return
    try:
        deliver(mail)
    except Exception as fault:
        Mail.objects.filter(pk=mail.pk).update(error="".join(traceback.format_exception_only(fault)).strip())
        raise
    kept = {"text": "", "html": ""} if mail.secret and has_server() else {}
    Mail.objects.filter(pk=mail.pk).update(sent_at=clock.now(), error="", **kept)


@recurring("accounts.forget_mails", every=timedelta(days=1))
def forget_mails() -> None:
    """Forget mails that left long ago, and the files that some were written to."""
    old = Mail.objects.filter(sent_at__lt=clock.now() - MAILS_KEPT)
    forget_files(old.order_by().values_list("message_id", flat=True))
    old.delete()


@recurring("accounts.forget_counters", every=timedelta(hours=1))
def forget_counters() -> None:
    """Drop counters of tries whose time is over; the cache itself would let them lie."""
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    moment = connection.ops.adapt_datetimefield_value(clock.now().replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [moment])  # noqa: S608  a name from our settings
