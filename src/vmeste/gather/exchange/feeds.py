"""Feeds of new needs and offers as Atom (RFC 4287): what a list becomes for a reader of feeds."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, linebreaks
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from vmeste.gather.exchange.models import Posting
from vmeste.gather.exchange.models.postings import Side
from vmeste.gather.exchange.showing import about_of
from vmeste.ground.accounts.queries import absolute
from vmeste.ground.kernel.ids import code
from vmeste.ground.vocabulary import queries as vocabulary

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
"""Of a feed that has nothing yet: the same whenever it is asked."""


class Feed(Atom1Feed):
    """Atom with words beside the codes of categories."""

    def latest_post_date(self) -> datetime:
        """Give when anything in it was changed last."""
        return max((item["updateddate"] for item in self.items), default=BEGAN)

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Add what kind of thing it is to what Django writes."""
        super().add_item_elements(handler, item)
        for term, label in item["kinds"]:
            handler.addQuickElement("category", "", {"term": term, "label": label})


def feed_of(side: Side, rows: Sequence[Posting], query: str) -> Feed:
    """Make a feed of needs or offers, the newest first; `query` are the filters it was asked with."""
    about = f"?{query}" if query else ""
    own = absolute(reverse(f"exchange:{side}s_feed")) + about
    feed = Feed(
        title=_("New needs: Vmeste") if side == "need" else _("New offers: Vmeste"),
        link=absolute(reverse(f"exchange:{side}s")) + about,
        description="",
        language=get_language(),
        author_name=_("Vmeste"),
        feed_url=own,
        feed_guid=own,
    )
    for row in rows:
        add(feed, row)
    return feed


def add(feed: Feed, row: Posting) -> None:
    """Add a need or an offer."""
    kinds = [("resource_kind", row.kind), ("focus", row.focus)]
    feed.add_item(
        title=clean(row.title),
        link=absolute(reverse(f"exchange:{row.side}", args=[row.id])),
        description=clean(described(row)),
        unique_id=tag_of(row),
        author_name=clean(str(row.organisation)),
        author_link=absolute(reverse("participants:organisation", args=[row.organisation_id])),
        pubdate=row.opened_at,
        updateddate=max(moment for moment in (row.changed_at, row.opened_at) if moment),
        kinds=[(key, clean(vocabulary.label(name, key))) for name, key in kinds if key],
    )


def described(row: Posting) -> str:
    """Write what it is as HTML: its text, its short facts."""
    facts = format_html("<p>{}</p>", " · ".join(str(meta.text) for meta in about_of(row)))
    return linebreaks(row.text, autoescape=True) + facts if row.text else facts


def tag_of(row: Posting) -> str:
    """Give the name an entry bears for ever (RFC 4151), wherever its page moves."""
    return f"tag:{urlsplit(absolute('/')).hostname},2026:{row.side}/{code(row.id)}"


def clean(text: str) -> str:
    """Leave out characters that cannot stand in XML 1.0 at all."""
    return NOT_IN_XML.sub("", text)
