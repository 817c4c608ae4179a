"""The one door to Claude: a question and passages in, cited blocks of text out.

`compose` sends one question with the passages an answer may use, waits within a whole
deadline, and gives the answer or raises LlmError. Do not call it in a transaction: it
gives the database connection back while it waits. Every call is a row of `llm_calls`.
`on_progress` gets all finished blocks each time one is added. Citations are as Claude
gave them: comparing them with the stored text is the caller's.
"""

from knowledge.llm.composed import Block, Citation, Composed, Source
from knowledge.llm.door import compose, is_configured
from knowledge.llm.errors import LlmError, LlmUnavailable

__all__ = [
    "Block",
    "Citation",
    "Composed",
    "LlmError",
    "LlmUnavailable",
    "Source",
    "compose",
    "is_configured",
]
