"""Reading the ledger: how many texts of a kind hold a lemma; and adding its lines up."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet, Sum

from vmeste.ground.text import slips
from vmeste.ground.text.models import Lemma, Slip
from vmeste.ground.text.similarity import Corpus

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Frequency:
    """How many texts hold a lemma, and how many of them are public."""

    df: int
    public_df: int


def frequencies(kind: str, lemmas: Iterable[str]) -> dict[str, Frequency]:
    """Give the frequency of those lemmas that stand in some text of the kind; "" is the number of texts."""
    return _sums(Lemma.objects.filter(kind=kind, lemma__in=set(lemmas)))


def beginning_with(kind: str, start: str, most: int) -> dict[str, Frequency]:
    """Give the most frequent lemmas of the kind that begin so; `start` has three letters or more."""
    lines = Lemma.objects.filter(kind=kind, beginning=start[:3], lemma__startswith=start)
    found = sorted(_sums(lines).items(), key=lambda item: (-item[1].df, item[0]))
    return dict(found[:most])


def near(kind: str, typed: Sequence[str], most: int) -> dict[str, Frequency]:
    """Give lemmas of the kind that are at most `most` edits from one of the typed words; one query."""
    keys = {key for word in typed for key in slips.keys(word)}
    found = _sums(
        Lemma.objects.filter(kind=kind, lemma__in=Slip.objects.filter(key__in=keys).order_by().values("lemma"))
    )
    return {lemma: frequency for lemma, frequency in found.items() if slips.nearest(typed, {lemma: 1}, most)}


def corpus(kind: str, lemmas: Iterable[str]) -> Corpus:
    """Give what is known of the texts of a kind, as far as these lemmas go; one query."""
    known = frequencies(kind, {"", *lemmas})
    texts = known.pop("", None)
    return Corpus({lemma: frequency.df for lemma, frequency in known.items()}, texts.df if texts else 0)


def _sums(lines: QuerySet[Lemma]) -> dict[str, Frequency]:
    sums = lines.order_by().values_list("lemma").annotate(Sum("df"), Sum("public_df"))
    return {lemma: Frequency(df, public_df) for lemma, df, public_df in sums if df > 0}


def add_up(most: int = _BATCH) -> int:
    """Make one line of the lines of each lemma, none of those that add up to nothing; give how many were worked on.

    Walks the ledger along its index, `most` lemmas at a time; others wait only while the lines of these are written.
    Two at once do no harm: lines are taken by deleting them, and only what was deleted is added.
    """
    return sum(_add_up_stretch(lemmas) for lemmas in _stretches(most))


def _stretches(most: int) -> Iterator[list[str]]:
    """Give all lemmas of the ledger in order, so many at a time."""
    walk = Lemma.objects.order_by("lemma").values_list("lemma", flat=True).distinct()
    lemmas = list(walk[:most])
    while lemmas:
        yield lemmas
        lemmas = list(walk.filter(lemma__gt=lemmas[-1])[:most])


def _add_up_stretch(lemmas: list[str]) -> int:
    many = Lemma.objects.filter(lemma__in=lemmas).order_by().values_list("kind", "lemma")
    work = many.annotate(lines=Count("id"), sum=Sum("df")).filter(Q(lines__gt=1) | Q(sum=0)).order_by("kind", "lemma")
    by_kind: dict[str, list[str]] = {}
    for kind, lemma, *_sums_of_it in work:
        by_kind.setdefault(kind, []).append(lemma)
    for kind, found in by_kind.items():
        with transaction.atomic():
            _add_up_kind(kind, found)
    return sum(map(len, by_kind.values()))


def _add_up_kind(kind: str, lemmas: list[str]) -> None:
    sums: dict[str, Lemma] = {}
    for lemma, df, public_df in _taken(kind, lemmas):
        whole = sums.setdefault(lemma, Lemma(kind=kind, lemma=lemma, beginning=lemma[:3], df=0, public_df=0))
        whole.df += df
        whole.public_df += public_df
    Lemma.objects.bulk_create([whole for whole in sums.values() if whole.df or whole.public_df])
    gone = {lemma for lemma, whole in sums.items() if not whole.df}
    _forget(gone - set(Lemma.objects.filter(lemma__in=gone).order_by().values_list("lemma", flat=True)))


def _taken(kind: str, lemmas: list[str]) -> list[tuple[str, int, int]]:
    """Delete the lines of these lemmas and give exactly those that this transaction deleted."""
    marks = ", ".join(["%s"] * len(lemmas))
    sql = f"DELETE FROM text_lemma WHERE kind = %s AND lemma IN ({marks}) RETURNING lemma, df, public_df"  # noqa: S608  marks only
    with connection.cursor() as cursor:
        cursor.execute(sql, [kind, *lemmas])
        return list(cursor.fetchall())


def _forget(lemmas: Iterable[str]) -> None:
    """Let words that stand in no text any more be suggested no more: they may be words of an erased text."""
    for lemma in lemmas:
        Slip.objects.filter(key__in=slips.keys(lemma), lemma=lemma).delete()
