"""What people type, whatever the record holds: phrases and questions."""

from typing import Final

SEARCHES: Final = (
    *("kitchen remodel", "123 Market St", "bathroom remodel", "solar", "reroofing"),
    *("adu", "deck", "foundation", "seismic retrofit", "window replacement"),
    *("garage door", "fire sprinkler", "new construction", "demolition", "stairs"),
    *("noe valley kitchen", "mission dry rot", "tenant improvement", "ev charger"),
    *("soft story", "water heater", "skylight", "horizontal addition", "signs"),
    *("accessibility upgrade", "Valencia St", "Mission St", "Market St", "Geary Blvd"),
    *("dry rot repair", "remodel", "office", "restaurant", "bathroom", "kitchen"),
)
QUESTIONS: Final = (
    "Do I need a permit to replace my windows?",
    "How high can a fence be without a permit?",
    "What can be approved over the counter?",
    "How do I add an ADU to my house?",
    "Do I need a permit to remodel my kitchen?",
    "How long until my permit expires?",
    "Do I need a permit for a deck?",
    "What happens if work was done without a permit?",
    "How do I ask for an inspection?",
    "Can I get my permit fees refunded?",
)
