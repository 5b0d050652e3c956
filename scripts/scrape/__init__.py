"""A legacy site in, WARC files out: politely, to the end, whatever the server does.

Read the modules in this order: `addresses` and `scope` (what may be asked for, and which addresses are one),
`robots` and `pace` (manners), `wire`, `inflate` and `fetch` (one bounded request), `page`, `markup` and `judge`
(what an answer is), `store` and `recover` (WARC files that survive a kill), `ledger` and `budgets` (the state of
every address, and when a shape of them is a trap), `crawl` (the loop), `captures` (others' instead of our own),
`report` and `progress` (what a person sees), `options` and `__main__` (the command).
"""
