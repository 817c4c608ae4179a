"""A question as concepts: the stems of what is asked, and other words for it."""

import datetime as dt
import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from knowledge import vocabulary
from knowledge.models import CorpusState, Term, Word
from ops.database import reading
from permits.search.spelling import Speller

# A question is at most this long; what is behind it is not read.
LONGEST = 600
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
# Of an alternative against the word itself.
SYNONYM, PART = 0.7, 0.6


@dataclass(frozen=True, slots=True)
class Concept:
    """What is asked for: found where any of its stems is. `idf` is how much it says."""

    said: str
    stems: dict[str, float]  # stem to what it is worth, up to `idf`
    idf: float
    known: bool = True  # the corpus has one of its stems


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    words: tuple[str, ...]
    concepts: tuple[Concept, ...] = ()
    corrected: dict[str, str] = field(default_factory=dict)

    @property
    def read_as(self) -> str:
        return " ".join(self.corrected.get(word, word) for word in self.words)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The corpus's words and stems, and the vocabulary's in stems."""

    idf: dict[str, float]
    stems: dict[str, str]
    speller: Speller
    entries: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    rarest: float
    vocabulary: frozenset[str]  # stems that people say, though the corpus may not

    def idf_of(self, stem: str) -> float:
        return self.idf.get(stem, self.rarest)


def lexicon(state: CorpusState) -> Lexicon:
    """The words of the corpus in that state; read from the database once for each."""
    return _lexicon(state.version, state.changed_at)


@functools.lru_cache(maxsize=2)
def _lexicon(_version: int, _changed_at: dt.datetime | None) -> Lexicon:
    idf = dict(Term.objects.values_list("lexeme", "idf"))
    words = dict(Word.objects.values_list("word", "lexeme"))
    common = Word.objects.filter(chunks__gte=2).values_list("word", flat=True)
    entries = _stemmed_entries()
    return Lexicon(
        idf=idf,
        stems=words,
        speller=Speller.of(common),
        entries=entries,
        rarest=max(idf.values(), default=1.0),
        vocabulary=frozenset(stem for said, _ in entries for stem in said),
    )


def read(text: str, known: Lexicon) -> Question:
    """The question's concepts, misspelt words corrected."""
    words = tuple(_WORD.findall(text.lower().replace("\u2019", "'")[:LONGEST]))
    stems = _stems(words)
    corrected = _corrections(words, stems, known)
    stems |= {word: known.stems[right] for word, right in corrected.items()}
    said = [(word, stem) for word in words if (stem := stems.get(word))]
    return Question(text, words, tuple(_concepts(said, known)), corrected)


def _concepts(said: Sequence[tuple[str, str]], known: Lexicon) -> list[Concept]:
    sequence = [stem for _, stem in said]
    meant: dict[str, dict[str, float]] = {}
    for phrase, alternatives in known.entries:
        if _holds(sequence, phrase):
            for stem in phrase:
                meant.setdefault(stem, {})
                weight = SYNONYM if len(phrase) == 1 else PART
                for other in alternatives:
                    meant[stem][other] = max(meant[stem].get(other, 0), weight)
    concepts = []
    for word, stem in {stem: (word, stem) for word, stem in said}.values():
        stems = meant.get(stem, {}) | {stem: 1.0}
        concepts.append(_concept(word, stem, stems, known))
    return concepts


def _concept(word: str, stem: str, stems: dict[str, float], known: Lexicon) -> Concept:
    """With what each of its stems is worth: its weight, and never over its own idf."""
    present = {each: known.idf[each] for each in stems if each in known.idf}
    own = known.idf.get(stem) or max(present.values(), default=known.rarest)
    worth = {each: stems[each] * min(own, idf) for each, idf in present.items()}
    return Concept(word, worth, own, known=bool(present))


def _holds(sequence: Sequence[str], phrase: Sequence[str]) -> bool:
    size = len(phrase)
    return any(
        tuple(sequence[start : start + size]) == tuple(phrase)
        for start in range(len(sequence) - size + 1)
    )


def _corrections(
    words: Iterable[str], stems: dict[str, str], known: Lexicon
) -> dict[str, str]:
    found = {}
    for word in words:
        stem = stems.get(word)
        if not stem or stem in known.idf or stem in known.vocabulary:
            continue
        if near := known.speller.nearest(word):
            found[word] = near[0]
    return found


def _stems(words: Iterable[str]) -> dict[str, str]:
    """Each word's stem as the index has it; none for words that say nothing."""
    plain = {word: word.split("'")[0] for word in words}
    with reading().cursor() as cursor:
        cursor.execute(
            "SELECT word, (ts_lexize('english_stem', word))[1]"
            " FROM unnest(%s::text[]) AS word",
            [sorted(set(plain.values()))],
        )
        stems = {word: stem for word, stem in cursor.fetchall() if stem}
    return {word: stems[bare] for word, bare in plain.items() if bare in stems}


def _stemmed_entries() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """The vocabulary in stems: each phrase that is said, and all that it may mean."""
    entries = vocabulary.entries()
    split = {
        phrase: _WORD.findall(phrase.lower())
        for entry in entries
        for phrase in (*entry.said, *entry.meant)
    }
    stems = _stems({word for words in split.values() for word in words})
    in_stems = {
        phrase: tuple(stems[word] for word in words if word in stems)
        for phrase, words in split.items()
    }
    return tuple(
        (in_stems[said], tuple({s for meant in entry.meant for s in in_stems[meant]}))
        for entry in entries
        for said in entry.said
        if in_stems[said]
    )
