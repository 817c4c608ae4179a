"""Lines are read here with the gazetteer alone and on one fixed day."""

import datetime as dt

from permits.search.parse import Query, parse
from permits.search.vocabulary import Vocabulary

TODAY = dt.date(2026, 3, 14)


def read(line: str) -> Query:
    return parse(line, vocabulary=Vocabulary.base(), today=TODAY)
