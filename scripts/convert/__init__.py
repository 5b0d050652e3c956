"""Legacy pages in, articles out: records → decode → tree → profile or generic → fields, Markdown → write.

Read the modules in that order; `extract.convert_record` is the pure function of one record,
`workers` and `listing` know processes, `limits` what they may use, and only `__main__` knows the terminal.
"""
