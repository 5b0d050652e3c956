"""What the build is made of: one file, one idea, one ``register()``.

`core` is the language everybody shares (articles, dates, text, addresses); it is pure and imports
the standard library only. Around it stand the Pelican plugins, named in ``PLUGINS``.
"""
