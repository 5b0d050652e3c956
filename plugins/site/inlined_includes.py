"""Inlined includes: a Jinja extension that compiles ``{% include %}`` into the template that has it.

An include at run time looks its template up and makes a context for it, some 15 µs each: an article page has ten, a
seventh of what rendering it took.
"""

from __future__ import annotations

import re

from jinja2.ext import Extension

_INCLUDE = re.compile(r'\{% include "([^"]+)" %\}\n?')
_REMARK = re.compile(
    r"\{#-.*?-#\}\s*", re.DOTALL
)  # at the head of a block: its dashes would reach the text around it


class InlinedIncludes(Extension):
    """Includes of templates named by a constant; what they set is set for the block that includes them."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002  # Jinja's
        """Jinja's door: the text of a template, before it is compiled."""
        return _INCLUDE.sub(lambda match: self._text(match[1]), source)

    def _text(self, name: str) -> str:
        loader = self.environment.loader
        assert loader is not None
        source = loader.get_source(self.environment, name)[0].removesuffix("\n")
        if head := _REMARK.match(source):
            source = source[head.end() :]
        return self.preprocess(source, name)
