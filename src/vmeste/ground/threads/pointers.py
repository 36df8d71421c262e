"""What of threads names organisations: who wrote a message, and the thread about a card itself."""

from django.utils.translation import gettext_lazy as _

from vmeste.ground.kernel.moving import Ledger
from vmeste.ground.kernel.registries import Pointer, pointers
from vmeste.ground.threads.models import Message, Thread


def settle_threads(ledger: Ledger, source: int, target: int) -> None:
    """Join two threads about two cards that are one."""
    about = {row.subject_id: row for row in Thread.objects.filter(subject_kind="organisation")
             .filter(subject_id__in=(source, target))}  # fmt: skip
    if len(about) > 1:
        ledger.move(Message.objects.filter(thread=about[source]), "thread_id", about[target].id)
        ledger.remove(about[source])


pointers.add(
    "threads.Thread",
    Pointer("threads.Thread", ("subject_id",), "subject_kind", settle_threads, label=_("Conversations")),
)
pointers.add("threads.Message", Pointer("threads.Message", ("organisation_id",), label=_("Conversations")))
