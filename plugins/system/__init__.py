"""Operating system: files, locks, processes, signals and fixity; of libraries only filelock.

`content_tree` lists what stands under ``content/``, `parallel` shares work among the cores within `resource_limits`,
`interrupts` answers Ctrl-C. `versions` and `locks` keep a published site whole, `fixity` records digests, `seals` keep
those records from passing for whole when they are not, `stamps` tell files apart without reading them.
"""
