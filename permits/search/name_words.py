"""The words by which a firm or a person's part in a permit is recognised: data."""

from permits.search.words import FUNCTION_WORDS, listed

# Whatever stands before one of these is a firm.
LEGAL_FORMS = listed(
    """
    inc incorporated llc llp lp corp corporation co company ltd limited pc pllc
    aia dba bros brothers sons
    """
)
# Behind a name of any kind, a street's or a neighborhood's too.
BUSINESS_WORDS = listed(
    """
    builders contractors contracting construction constructors architects
    architecture architectural associates partners partnership group studios
    engineers developers development electric properties enterprises holdings
    investments ventures realty consulting consultants designers homes builder
    electricians plumbers roofers painters industries management
    """
)
# Behind a name that is nothing else; otherwise they are what the work is about.
TRADES = listed(
    """
    electrical plumbing roofing painting mechanical heating cooling hvac solar
    glass signs sign design designs studio restoration remodeling renovation
    renovations interiors landscaping landscape engineering services systems
    solutions works waterproofing foundations fire energy elevator elevators
    concrete masonry demolition excavation general build air sheet metal windows
    cabinets tile flooring supply home drywall
    """
)
COMPANY_WORDS = LEGAL_FORMS | BUSINESS_WORDS | TRADES
LINKS = frozenset({"&", "and", "of", "+"})
INTRODUCTIONS = frozenset({":", "is", "named", "name"})
DOINGS = listed(
    """
    done built designed pulled filed submitted
    """
)
ROLES = listed(
    """
    by contractor architect engineer designer developer applicant owner builder
    agent expediter plumber electrician roofer
    """
)
# A name never runs across one of these.
NAME_STOPS = (FUNCTION_WORDS - {"and", "of"}) | listed(
    """
    new kitchen bathroom bath permit permits done doing issued filed expired
    approved complete completed cancelled withdrawn open pending contractor
    architect engineer structural civil landscape interior electrical
    residential commercial illegal licensed unpermitted local owner applicant
    work works show find list what who whose how many all kind since general ? &
    : / @
    """
) - {"&", "general"}
