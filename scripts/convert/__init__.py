"""Legacy pages in, articles out: records → decode → tree → profile or generic → fields, Markdown → write.

Read the modules in that order; `extract.convert_record` is the pure function of one record,
`run` is the only place that knows processes, `__main__` the only one that knows the terminal.
"""
