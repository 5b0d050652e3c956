"""The build itself: sources become an archive, pages are written incrementally, the site is published whole."""
