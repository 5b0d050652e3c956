"""Flags of a word, one bit each, from the signs around it."""

from __future__ import annotations

BREAK = 1  # a paragraph begins
OPEN = 2  # "(" stands before the word
CLOSE = 4  # ")" stands after it
TITLE = 8  # the word is in the title
GLUE = 16  # "&" or "-" joins it to the word before
