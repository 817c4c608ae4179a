"""The one door to Claude: a question and passages in, cited blocks of text out.

`compose` sends one question with the passages an answer may use, `look` sends pictures
and asks for JSON of a given form. Both wait within a whole deadline, and give what came
or raise LlmError. Do not call them in a transaction: they give the database connection
back while they wait. Every call is a row of `llm_calls`.
`on_progress` gets all finished blocks each time one is added. Citations are as Claude
gave them: comparing them with the stored text is the caller's.
"""

from knowledge.llm.composed import Block, Citation, Composed, Source
from knowledge.llm.door import compose, is_configured, look
from knowledge.llm.errors import LlmError, LlmUnavailable
from knowledge.llm.pictures import Looked, Picture, Task

__all__ = [
    "Block",
    "Citation",
    "Composed",
    "LlmError",
    "LlmUnavailable",
    "Looked",
    "Picture",
    "Source",
    "Task",
    "compose",
    "is_configured",
    "look",
]
