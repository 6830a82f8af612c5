"""How hard a text is to read, by two plain counts: words in a sentence, and letters in a word.

LIX (Björnsson 1968) is words per sentence plus the share of words longer than six letters, in per
cent; about 25 is a children's book, 30 to 40 easy prose, 50 a newspaper's politics. German has
longer words than English for the same thing, and its limit is higher.
"""

import re

LIX_MOST = {"en": 22.0, "de": 32.0}
"""Over all that one exercise, routine or page says, and all checks together."""
SENTENCE_MOST = 18
"""Words in one sentence."""
LETTERS_MOST = 15
"""In one word; a hyphen parts words. `physiotherapist` is the longest."""


def sentences(text: str) -> list[str]:
    """Parted where one ends, also at a colon or semicolon, which a reader takes a breath at."""
    return [each for each in re.split(r"[.!?:;](?:\s+|$)", text) if each.strip()]


def words(text: str) -> list[str]:
    """Whatever has letters in it."""
    return re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text)


def lix(texts: list[str]) -> float:
    """Of several lines, each of which ends a sentence."""
    parts = [each for text in texts for each in sentences(text)]
    found = [word for part in parts for word in words(part)]
    long = sum(len(word) > 6 for word in found)
    return len(found) / len(parts) + 100 * long / len(found)
