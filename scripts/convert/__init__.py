"""Conversion of legacy pages into articles, one room a step.

`sources` (records of pages) → `text` (charsets, grammars) → `dom` (tree, lines, roles) → `content` (where the body is,
by a profile or the generic extractor) with `fields` → `markdown` → `job` (workers, ledger, report, files). `quality`
measures it. `job.extract.convert_record` is the pure function of one record, `job.workers` and
`sources.isolated_listing` know processes, `limits` what they may use, and only `__main__` knows the terminal.
"""
