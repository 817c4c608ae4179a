"""What the tests ask about, and the key they ask with."""

from knowledge.llm import Source

KEY = "sk-ant-secret-0123456789"
SOURCES = [
    Source("Sheet G-20", "/knowledge/g-20/#a", "A fence of 6 feet needs no permit."),
    Source("Sheet G-21", "/knowledge/g-21/#b", "A deck needs a permit. It costs $10."),
]
