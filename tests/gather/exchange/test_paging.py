"""Walking through a list forward and back shows every row once, whatever its length and whatever is added meanwhile."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from vmeste.gather.exchange.models import Need, Posting
from vmeste.gather.exchange.queries import PostingFilter, page_of_postings, responses_of
from vmeste.gather.exchange.queries import postings as lists
from vmeste.gather.exchange.queries.postings import PostingPage
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import ANONYMOUS
from vmeste.ground.kernel.ids import new_id

if TYPE_CHECKING:
    from tests.kit.town import Town

pytestmark = pytest.mark.django_db
SIZE = 3


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a page hold three rows."""
    monkeypatch.setattr(lists, "PAGE", SIZE)


def fill(town: "Town", count: int) -> list[int]:
    """Add open needs at once; give their ids, newest first."""
    now = clock.now()
    rows = Need.objects.bulk_create(
        Need(
            id=new_id(), organisation=town.school, title=f"Запрос {number}", kind="event", state=Posting.State.OPEN,
            made_at=now, changed_at=now,
        )
        for number in range(count)
    )  # fmt: skip
    return sorted((row.id for row in rows), reverse=True)


def page(*, before: int | None = None, after: int | None = None) -> PostingPage:
    return page_of_postings(ANONYMOUS, "need", PostingFilter(), before=before, after=after)


def forward() -> Iterator[PostingPage]:
    shown = page()
    yield shown
    while shown.older is not None:
        shown = page(before=shown.older)
        yield shown


def back(shown: PostingPage) -> Iterator[PostingPage]:
    yield shown
    while shown.newer is not None:
        shown = page(after=shown.newer)
        yield shown


def ids(pages: list[PostingPage]) -> list[int]:
    return [row.id for shown in pages for row in shown.rows]


@pytest.mark.parametrize("count", range(3 * SIZE + 3))
def test_walking_forward_and_back_shows_every_row_once(count: int, town: "Town") -> None:
    rows = fill(town, count)
    there = list(forward())
    assert ids(there) == rows
    again = list(back(there[-1]))
    assert ids(again[::-1]) == rows
    assert [[row.id for row in shown.rows] for shown in again[::-1]] == [
        [row.id for row in shown.rows] for shown in there
    ]
    assert again[-1].newer is None
    assert there[-1].older is None
    assert all(len(shown.rows) == SIZE for shown in there[:-1])


@pytest.mark.parametrize("count", range(1, 3 * SIZE + 3))
def test_neighbours_are_told_only_where_there_are_some(count: int, town: "Town") -> None:
    rows = fill(town, count)
    for shown in (*forward(), *(page(before=key) for key in rows), *(page(after=key) for key in rows)):
        assert shown.rows
        first, last = shown.rows[0].id, shown.rows[-1].id
        if shown.newer is not None:
            assert shown.newer == first
        if shown.older is None:
            assert last == rows[-1]
        else:
            assert [row.id for row in page(before=shown.older).rows] == [key for key in rows if key < last][:SIZE]


@pytest.mark.parametrize("count", [1, SIZE, SIZE + 1])
def test_beyond_either_end_stands_the_beginning_never_an_empty_page(count: int, town: "Town") -> None:
    rows = fill(town, count)
    for shown in (page(after=rows[0]), page(before=rows[-1]), page(before=0), page(after=2**62)):
        assert [row.id for row in shown.rows] == rows[:SIZE]


def test_what_is_added_meanwhile_disturbs_no_walk(town: "Town") -> None:
    rows = fill(town, 2 * SIZE)
    first = page()
    added = fill(town, 2)
    second = page(before=first.older)
    assert ids([first, second]) == rows
    assert [row.id for row in page(after=second.newer).rows] == rows[:SIZE]
    assert [row.id for row in page(after=page(after=second.newer).newer).rows] == added


def test_an_empty_list_has_no_neighbours(town: "Town") -> None:
    for shown in (page(), page(before=5), page(after=5)):
        assert (list(shown.rows), shown.newer, shown.older) == ([], None, None)


def test_answers_are_walked_through_once_each(town: "Town") -> None:
    for number in range(5):
        town.response(town.need(f"Запрос {number}"))
    actor = town.actor(town.head)
    walked: list[int] = []
    before = None
    while rows := responses_of(actor, before=before, most=2):
        walked += [row.id for row in rows]
        before = rows[-1].id
    assert walked == [row.id for row in responses_of(actor)]
    assert len(walked) == len(set(walked)) == 5
