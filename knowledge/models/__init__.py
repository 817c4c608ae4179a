"""What the rules say: documents, their passages and the words in them."""

from knowledge.models.chunk import Chunk, PendingEmbedding
from knowledge.models.document import Document
from knowledge.models.index import CorpusState, Posting, Term, Word

__all__ = [
    "Chunk",
    "CorpusState",
    "Document",
    "PendingEmbedding",
    "Posting",
    "Term",
    "Word",
]
