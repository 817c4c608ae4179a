"""What the rules say: documents, their passages and the words in them."""

from knowledge.models.answer import Answer, AnswerRating
from knowledge.models.chunk import Chunk, PendingEmbedding
from knowledge.models.document import Document
from knowledge.models.index import CorpusState, Posting, Term, Word
from knowledge.models.llm import LlmCall, LlmSwitch

__all__ = [
    "Answer",
    "AnswerRating",
    "Chunk",
    "CorpusState",
    "Document",
    "LlmCall",
    "LlmSwitch",
    "PendingEmbedding",
    "Posting",
    "Term",
    "Word",
]
