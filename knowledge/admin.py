"""The documents in the admin, and what was made of them: to look at and search."""

from knowledge.models.chunk import Chunk, PendingEmbedding
from knowledge.models.document import Document
from knowledge.models.index import CorpusState, Posting, Term, Word
from ops.admin import register
from ops.admin_table import Table, begins, number, whole

register(
    Table(
        Document,
        ("title", "publication", "effective_date", "form", "loaded_at"),
        finds=(begins("slug"),),
    ),
    Table(
        Chunk,
        ("document", "section", "page", "model_id"),
        finds=(whole("key"), number("document", "number of the document")),
        hides=("embedding", "search_vector"),
    ),
    Table(PendingEmbedding, ("chunk", "model_id"), hides=("embedding",)),
    Table(Term, ("lexeme", "chunks", "idf")),
    Table(Posting, ("lexeme", "chunk", "weight")),
    Table(Word, ("word", "lexeme", "chunks")),
    Table(CorpusState, ("version",)),
)
