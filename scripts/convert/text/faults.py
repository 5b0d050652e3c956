"""Faults of a page's characters, looked for once before its runs are repaired: most pages have none."""

from __future__ import annotations

import re
import unicodedata
from enum import Flag
from functools import lru_cache
from html import unescape

from plugins.core.text import CONTROL, INVISIBLE

# What windows-1252 makes of bytes that are letters in a legacy set: real text has few, legacy text has many.
ODD = re.compile("[\x80-\x9f¡-¬®-¶¸-¿ÄÅÆÇËÎÏÑÖ×ØÛÜÞßäåæçëîïðñöø÷ûüþÿ€‚ƒ„†‡ˆ‰Š‹ŒŽ˜™š›œžŸ]")
_PAGE_REFERENCE = re.compile(rb"&#?\w{1,32};?")
_ASCII = bytes(range(0x80))


class Faults(Flag):
    """What may have to be repaired in the runs of a text."""

    NONE = 0
    UNTIDY = 1  # a form that is not NFC, or characters that nobody sees
    ODD = 2  # letters of another character set
    ALL = UNTIDY | ODD


def faults_of(data: bytes) -> Faults:
    """What the runs of a page (UTF-8) may have to be repaired for, its references read: none has a fault it has not."""
    said = set(data.translate(None, _ASCII).decode("utf-8", "replace"))
    said.update(*map(_character_of, {*_PAGE_REFERENCE.findall(data)}))
    faults = Faults.NONE
    for char in said:
        faults |= _fault_of(char)
    return faults


@lru_cache(maxsize=4096)  # the same few on page after page
def _character_of(reference: bytes) -> str:
    return unescape(reference.decode())


@lru_cache(maxsize=4096)
def _fault_of(char: str) -> Faults:
    if ODD.match(char):
        return Faults.ALL if CONTROL.match(char) else Faults.ODD
    joins = unicodedata.category(char).startswith("M") or "\u1100" <= char <= "\u11ff"
    tidy = unicodedata.is_normalized("NFC", char) and not joins
    return Faults.NONE if tidy and not INVISIBLE.match(char) and not CONTROL.match(char) else Faults.UNTIDY
