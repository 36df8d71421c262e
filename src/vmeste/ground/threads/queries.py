"""Reading threads: messages with the names people chose, a page at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from vmeste.ground.accounts.queries import names_of
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.ids import code
from vmeste.ground.threads import policies
from vmeste.ground.threads.forms import MessageForm
from vmeste.ground.threads.models import Message
from vmeste.ground.threads.writing import linked
from vmeste.ground.ui.forms import tell

PAGE = 50


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as a page shows it; `author` is the organisation where there is one, `note` then the person."""

    id: int
    author: str
    note: str
    href: str
    at: datetime
    html: Markup
    mine: bool


@dataclass(frozen=True, slots=True)
class ThreadView:
    """A thread for `threads/thread.html`; `form` is None for who may only read, `silence` then says why."""

    messages: list[MessageView]
    earlier: str
    action: str
    form: MessageForm | None
    silence: str


def thread_of(  # noqa: PLR0913  a page may come in many states
    actor: Actor,
    subject_kind: str,
    subject_id: int,
    *,
    action: str = "",
    text: str = "",
    invalid: Invalid | None = None,
    before: int | None = None,
) -> ThreadView:
    """Give the thread of a subject for a page; raises `Refused` for who may not read it. Constant number of queries.

    `action` is where the form goes, by default here; a page for holders of links gives its own. After a failed post,
    `text` and `invalid` keep what was written and say what was wrong.
    """
    policies.can_read(actor, subject_kind, subject_id).enforce()
    may_write = policies.can_write(actor, subject_kind, subject_id)
    messages, has_earlier = latest(actor, subject_kind, subject_id, before)
    page = reverse("threads:thread", args=[subject_kind, subject_id])
    return ThreadView(
        messages=messages,
        earlier=f"{page}?before={code(messages[0].id)}" if has_earlier else "",
        action=action or reverse("threads:messages", args=[subject_kind, subject_id]),
        form=form_with(text, invalid) if may_write else None,
        silence="" if may_write else str(may_write.reason),
    )


def messages_of(actor: Actor, subject_kind: str, subject_id: int, *, before: int | None = None) -> list[MessageView]:
    """Give the latest messages about a subject, oldest first; raises `Refused` for who may not read them."""
    policies.can_read(actor, subject_kind, subject_id).enforce()
    return latest(actor, subject_kind, subject_id, before)[0]


def latest(actor: Actor, subject_kind: str, subject_id: int, before: int | None) -> tuple[list[MessageView], bool]:
    """Give a page of messages and whether there are earlier ones; three queries."""
    rows = Message.objects.filter(thread__subject_kind=subject_kind, thread__subject_id=subject_id)
    if before:
        rows = rows.filter(id__lt=before)
    found = list(rows.order_by("-id")[: PAGE + 1])
    return shown(actor, found[:PAGE][::-1]), len(found) > PAGE


def shown(actor: Actor, rows: Sequence[Message]) -> list[MessageView]:
    """Give messages with the names of their authors."""
    people = names_of([row.person_id for row in rows if row.person_id])
    organisations = organisations_of(actor, {row.organisation_id for row in rows if row.organisation_id})
    return [
        view(actor, row, people.get(row.person_id or 0, ""), organisations.get(row.organisation_id or 0))
        for row in rows
    ]


def view(actor: Actor, row: Message, person: str, organisation: registries.SubjectView | None) -> MessageView:
    """Give one message; who chose no name is named by the organisation alone, and nobody by an e-mail address."""
    nameless = _("By a link") if row.link_id else _("A participant")
    return MessageView(
        id=row.id,
        author=organisation.title if organisation else person or nameless,
        note=person if organisation else "",
        href=organisation.url if organisation else "",
        at=row.at,
        html=linked(row.text),
        mine=is_mine(actor, row),
    )


def is_mine(actor: Actor, row: Message) -> bool:
    """Tell whether the actor's own side wrote it: the organisation where there is one, else the person or the link."""
    if row.organisation_id:
        return row.organisation_id == actor.organisation_id
    return bool((row.person_id and row.person_id == actor.person_id) or (row.link_id and row.link_id == actor.link_id))


def organisations_of(actor: Actor, ids: Iterable[int]) -> dict[int, registries.SubjectView]:
    """Give the organisations the actor may see, from the room above that knows them."""
    wanted = sorted(ids)
    if not wanted or "organisation" not in registries.subjects:
        return {}
    return registries.subjects.get("organisation").show(actor, wanted)


def form_with(text: str, invalid: Invalid | None) -> MessageForm:
    """Give the form, empty or with what was written and what was wrong with it."""
    if invalid is None:
        return MessageForm(initial={"text": text})
    form = MessageForm({"text": text})
    form.fields["text"].required = False  # the command has told what is wrong; once is enough
    form.full_clean()
    tell(form, invalid)
    return form
