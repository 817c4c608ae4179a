"""The questions that the empty page offers."""

from typing import Final

EXAMPLES: Final = (
    "Do I need a permit to replace my windows?",
    "How high can a fence be without a permit?",
    "What can be approved over the counter?",
    "How do I add an ADU to my house?",
    "Do I need a permit to remodel my kitchen or bathroom?",
    "How long until my permit expires, and can it be extended?",
    "Do I need a permit for a deck?",
    "What happens if work was done without a permit?",
    "How do I ask for an inspection?",
    "Can I get my permit fees refunded?",
)
