"""Words of registers that no vocabulary knows: collected once, answered once, remembered."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from vmeste.ground.imports.models import Import, Meaning
from vmeste.ground.imports.reading.headings import normal
from vmeste.ground.kernel import clock, registries
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.registries import ImportField, Verdict
from vmeste.ground.vocabulary import queries as vocabulary

LONGEST = 200
MOST_VALUES = 200
NEAR = 0.6
STEM = 6
Meanings = dict[str, dict[str, str]]
Unknown = dict[str, dict[str, int]]


def key_of(text: str) -> str:
    """Give the key under which spellings of one word meet."""
    return normal(text)[:LONGEST]


def owner_of(actor: Actor) -> int:
    """Give under whom choices are remembered: the organisation, else the person, else the product itself."""
    return actor.organisation_id or actor.person_id or 0


def remembered(actor: Actor, kind: str) -> Meanings:
    """Give all meanings this owner has chosen for a kind; one query."""
    found: Meanings = {}
    rows = Meaning.objects.filter(kind=kind, owner=owner_of(actor)).order_by("id")
    for field, text, code in rows.values_list("field", "text", "code"):
        found.setdefault(field, {})[text] = code
    return found


def remember(actor: Actor, kind: str, meanings: Meanings) -> None:
    """Keep meanings for later imports; two statements."""
    rows = [
        Meaning(kind=kind, owner=owner_of(actor), field=field, text=text, code=code, at=clock.now())
        for field, answers in meanings.items()
        for text, code in answers.items()
    ]
    Meaning.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["kind", "owner", "field", "text"],
        update_fields=["code", "at"],
    )


def understood(meanings: Meanings, row: dict[str, str]) -> dict[str, str]:
    """Give a row with codes in the place of words whose meaning was chosen."""
    for field, answers in meanings.items():
        if (text := row.get(field)) and (code := answers.get(key_of(text))) is not None:
            row[field] = code
    return row


def merged(first: Meanings, second: Meanings) -> Meanings:
    """Give both; what the second says wins."""
    return {field: first.get(field, {}) | second.get(field, {}) for field in {**first, **second}}


def collect(unknown: Unknown, verdicts: Iterable[Verdict]) -> Unknown:
    """Add the unknown words of a chunk; of each field at most `MOST_VALUES` different ones are kept."""
    found = {field: Counter(texts) for field, texts in unknown.items()}
    for verdict in verdicts:
        for field, text in verdict.unknown.items():
            counts = found.setdefault(field, Counter())
            word = " ".join(text.split())[:LONGEST]
            if word in counts or len(counts) < MOST_VALUES:
                counts[word] += 1
    return {field: dict(counts) for field, counts in found.items()}


def refused(kind: str, meanings: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Give what cannot be among meanings: fields that take no codes, codes no vocabulary has."""
    fields = coded_fields(kind)
    return [
        f"{field}: {text} = {code}"
        for field, answers in meanings.items()
        for text, code in answers.items()
        if field not in fields or (code and vocabulary.find(fields[field].vocabulary, code) is None)
    ]


def coded_fields(kind: str) -> dict[str, ImportField]:
    """Give the fields of a kind that take codes of a vocabulary."""
    return {one.name: one for one in registries.import_kinds.get(kind).fields if one.vocabulary}


def questions(load: Import) -> list[tuple[ImportField, list[tuple[str, int]]]]:
    """Give fields with their unknown words, the most frequent first."""
    fields = coded_fields(load.kind) if load.kind in registries.import_kinds else {}
    return [
        (fields[field], sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
        for field, counts in sorted(load.unknown.items())
        if field in fields and counts
    ]


def proposal(name: str, text: str) -> str:
    """Give the code of the term whose word is most like a text, or nothing when none is near."""
    wanted = key_of(text)
    codes = {key_of(word): term.code for term in reversed(vocabulary.terms(name)) for word in words(term)}
    near = get_close_matches(wanted, codes, n=1, cutoff=NEAR)
    if not near:  # «библиотечное дело» and «библиотека» begin alike
        near = [word for word in codes if begin_alike(stems(wanted), stems(word))]
    return codes[near[0]] if near else ""


def words(term: vocabulary.TermView) -> Sequence[str]:
    """Give the words under which a term is known."""
    return (term.ru, term.en, *(alias.lstrip("?") for alias in term.aliases))


def stems(text: str) -> set[str]:
    """Give the beginnings of the words of a text."""
    return {part[:STEM] for part in text.split() if len(part) >= STEM}


def begin_alike(ours: set[str], theirs: set[str]) -> bool:
    """Tell whether all words of one text begin as words of the other."""
    return bool(ours and theirs) and (ours <= theirs or theirs <= ours)
