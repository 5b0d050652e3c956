"""Write and see: a server of the built site that shows each saved source at once.

`board` holds what there is to show, `previews` renders single sources in a process of the Pelican side, `server`
answers the browser on top of `loopback`, which answers nobody else, `rounds` follows the archivist's changes,
``__main__`` is the command.
"""
