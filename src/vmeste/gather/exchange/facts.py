"""Facts this room announces."""

from dataclasses import dataclass

from vmeste.ground.facts.fact import Audience, Fact, fact

REACH = {"public": Audience.PUBLIC, "network": Audience.NETWORK}
"""By visibility; what only its own organisation sees is for its parties."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfPosting(Fact):
    """Base of facts about one need or offer; `shown_to` is its visibility."""

    posting_id: int
    organisation_id: int
    shown_to: str

    @property
    def parties(self) -> tuple[int, ...]:
        """The organisation that needs or offers."""
        return (self.organisation_id,)

    @property
    def side(self) -> str:
        """`need` or `offer`, read from the fact's own name."""
        return self.kind.split(".")[1]

    @property
    def subject(self) -> tuple[str, int] | None:
        """The need or offer."""
        return (self.side, self.posting_id)


@fact("exchange.need.written")
class NeedWritten(OfPosting):
    """A draft of a need was written."""


@fact("exchange.offer.written")
class OfferWritten(OfPosting):
    """A draft of an offer was written."""


@fact("exchange.need.changed")
class NeedChanged(OfPosting):
    """A need was changed."""


@fact("exchange.offer.changed")
class OfferChanged(OfPosting):
    """An offer was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfPublishedPosting(OfPosting):
    """Base of facts that show a need or offer."""

    @property
    def reach(self) -> Audience:
        """Those its visibility names."""
        return REACH.get(self.shown_to, Audience.PARTIES)


@fact("exchange.need.published", audience=Audience.PUBLIC)
class NeedPublished(OfPublishedPosting):
    """A need was shown to those its visibility names."""


@fact("exchange.offer.published", audience=Audience.PUBLIC)
class OfferPublished(OfPublishedPosting):
    """An offer was shown to those its visibility names."""


@fact("exchange.need.confirmed")
class NeedConfirmed(OfPosting):
    """Its author said that the need still holds."""


@fact("exchange.offer.confirmed")
class OfferConfirmed(OfPosting):
    """Its author said that the offer still holds."""


@fact("exchange.need.questioned")
class NeedQuestioned(OfPosting):
    """The author is asked whether the need still holds."""


@fact("exchange.offer.questioned")
class OfferQuestioned(OfPosting):
    """The author is asked whether the offer still holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfClosedPosting(OfPosting):
    """Base of facts that end the showing of a need or offer; `state` is where it stands now."""

    state: str


@fact("exchange.need.closed")
class NeedClosed(OfClosedPosting):
    """A need was paused, fulfilled, withdrawn or ran out."""


@fact("exchange.offer.closed")
class OfferClosed(OfClosedPosting):
    """An offer was paused, withdrawn or ran out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfMovedPosting(OfPosting):
    """Base of facts about what a closed organisation posted and its successor goes on with."""

    successor_id: int

    @property
    def parties(self) -> tuple[int, ...]:
        """The closed organisation, and the one whose it is now."""
        return (self.organisation_id, self.successor_id)


@fact("exchange.need.moved")
class NeedMoved(OfMovedPosting):
    """A need went over to the successor."""


@fact("exchange.offer.moved")
class OfferMoved(OfMovedPosting):
    """An offer went over to the successor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfPostings(Fact):
    """Base of facts about many needs or many offers (`side`) of several organisations."""

    side: str
    organisation_ids: tuple[int, ...]
    changed_ids: tuple[int, ...]

    @property
    def parties(self) -> tuple[int, ...]:
        """The organisations that need or offer."""
        return self.organisation_ids


@fact("exchange.postings.imported")
@dataclass(frozen=True, slots=True, kw_only=True)
class PostingsImported(OfPostings):
    """A chunk of a list was written, as drafts or `opened` at once."""

    new_ids: tuple[int, ...]
    opened: bool


@fact("exchange.postings.unloaded")
@dataclass(frozen=True, slots=True, kw_only=True)
class PostingsUnloaded(OfPostings):
    """A chunk of a list was taken back: ids of those that are gone, and of those that are as they were before."""

    gone_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfResponse(Fact):
    """Base of facts about one response between two organisations."""

    response_id: int
    needing_id: int
    giving_id: int
    by_id: int
    need_id: int | None = None
    offer_id: int | None = None

    @property
    def parties(self) -> tuple[int, ...]:
        """Both sides."""
        return (self.needing_id, self.giving_id)

    @property
    def subject(self) -> tuple[str, int] | None:
        """The response."""
        return ("response", self.response_id)


@fact("exchange.response.opened")
@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseOpened(OfResponse):
    """One organisation answered or asked another; `asked` when the other had posted nothing."""

    asked: bool


@fact("exchange.response.accepted")
class ResponseAccepted(OfResponse):
    """The other side said yes."""


@fact("exchange.response.declined")
@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseDeclined(OfResponse):
    """The other side said no, with a reason (vocabulary code)."""

    reason: str


@fact("exchange.response.withdrawn")
class ResponseWithdrawn(OfResponse):
    """The side that spoke first took its word back."""


@fact("exchange.response.failed")
class ResponseFailed(OfResponse):
    """What was agreed did not come about."""


@fact("exchange.response.passed")
@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsePassed(OfResponse):
    """One side closed and its successor (`by_id`) goes on with the answer; `former_id` is the closed one."""

    former_id: int

    @property
    def parties(self) -> tuple[int, ...]:
        """Both sides, and who was one of them."""
        return (self.needing_id, self.giving_id, self.former_id)


@fact("exchange.response.left")
class ResponseLeft(OfResponse):
    """One side closed after both had agreed: the other records alone what came of it."""


@fact("exchange.response.fulfilled")
class EarlierResponseFulfilled(OfResponse):
    """What was agreed was done, as it was told before yeses by link were told apart."""

    @property
    def tie(self) -> str:
        """Joint work of both sides."""
        return "exchange"


@fact("exchange.response.fulfilled", version=2)
@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseFulfilled(OfResponse):
    """What was agreed was done; `is_vouched` unless the yes came by a link from nobody known."""

    is_vouched: bool

    @property
    def tie(self) -> str:
        """Joint work of both sides, where both are known to have agreed."""
        return "exchange" if self.is_vouched else ""
