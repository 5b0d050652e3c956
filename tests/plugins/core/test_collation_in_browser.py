"""The alphabetical order of the archive against the one browsers have, `Intl.Collator("vi")`."""

import random
import unicodedata
from itertools import product

from plugins.core.text import collation_key
from tests.plugins.core.core_strategies import TONES, VOWELS

ONSETS = (
    "",
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "g",
    "gh",
    "k",
    "kh",
    "l",
    "ng",
    "ngh",
    "nh",
    "ph",
    "qu",
    "s",
    "t",
    "tr",
    "x",
)
CODAS = ("", "c", "i", "m", "n", "ng", "nh", "o", "p", "t", "u")


def sample() -> list[str]:
    """8,000 words and phrases: every vowel and tone, both cases, spaces, hyphens and numbers."""
    rng = random.Random(1945)
    syllables = [
        unicodedata.normalize("NFC", f"{onset}{vowel}{tone}{coda}")
        for onset, vowel, tone, coda in product(ONSETS, VOWELS, TONES, CODAS)
    ]
    drawn = rng.sample(syllables, 5000)
    phrases = [" ".join(rng.sample(syllables, rng.randint(2, 4))) for _ in range(2600)]
    more = [word.capitalize() for word in rng.sample(drawn, 200)] + [
        word.upper() for word in rng.sample(drawn, 100)
    ]
    numbered = [f"{rng.choice(('năm', 'quý', 'số'))} {rng.randint(1, 2018)}" for _ in range(100)]
    return sorted({*drawn, *phrases, *more, *numbered})


def test_vietnamese_order_is_the_browsers(browser):
    texts = sample()
    page = browser.new_page()
    theirs = page.evaluate("texts => texts.sort(new Intl.Collator('vi').compare)", texts)
    page.close()
    assert sorted(texts, key=collation_key) == theirs
