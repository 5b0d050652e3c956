"""The build, answering Ctrl-C from its first moment: ``python -m plugins`` takes what ``python -m pelican`` takes.

Importing Pelican takes as long as building a small archive does, and until its settings are read nothing of the
archive runs: Ctrl-C then ends in a traceback.
"""

from pelican import main

if __name__ == "__main__":
    main()
