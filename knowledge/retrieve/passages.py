"""What retrieval gives: passages with their scores, or a refusal and its reason."""

from dataclasses import dataclass
from typing import Literal

from knowledge.models import Chunk, Document

Mode = Literal["fused", "full text", "vectors"]


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage, with its document.

    `score` is from 0 to 1 and comparable between questions. `superseded`: a newer text
    says otherwise; such a passage is shown, but never leads.
    """

    chunk: Chunk
    score: float
    superseded: bool = False

    @property
    def document(self) -> Document:
        return self.chunk.document


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Passages, best first.

    If `refused`, the documents do not answer the question: `reason` says why in a
    sentence, and `passages` are the nearest ones, which are no answer. `notice` says
    what was done without, such as the vectors. `read_as` is the question with the
    spellings corrected that were.
    """

    question: str
    passages: tuple[Passage, ...]
    mode: Mode
    refused: bool
    reason: str = ""
    notice: str = ""
    read_as: str = ""
    corpus_version: int = 0
