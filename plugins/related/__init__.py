"""*Xem thêm*: related articles from their texts.

The map, from text to list: `syllables` (texts → codes), `terms` (terms and shingles of articles), `table` (what a
term is worth), `vectors` (telling terms with weights), `scoring` (dot products), `copies` (who copies
whom), `lists` (candidates → ten), `survey` (all of it over many articles), `reading` (documents → counted terms),
`state` (what is kept between builds), `change` and `update` (a state from the one before), `explanation` (why),
`engine` (the door). All of these know NumPy and `plugins.core` alone; only `plugin` knows Pelican.
"""
