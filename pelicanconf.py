"""Settings of the archive: data only. ``publishconf.py`` adds what publishing changes."""

from jinja2 import StrictUndefined

from plugins.site.build import ArchiveBuild

PELICAN_CLASS = ArchiveBuild

SITENAME = "Lưu trữ Cải cách hành chính"
SITESUBTITLE = "Kho lưu trữ tin bài về cải cách hành chính nhà nước"
SITEURL = ""  # empty: links work under any address; set it in publishconf.py
DEFAULT_LANG = "vi"
TIMEZONE = "Asia/Ho_Chi_Minh"

PATH = "content"
OUTPUT_PATH = "output"
CACHE_PATH = ".cache"
THEME = "theme"
VERSIONS_KEPT = 2  # earlier sites kept beside the published one, for `make rollback`
# Everything a page may load comes from the site itself; in every page's head and, for hosts, in `_headers`.
CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'"
)
WHOLE_DATA = (
    False  # sources by year (ZIP) and a database in du-lieu/ beside the texts: seconds, so when publishing
)
PRESS_SECTION = "y-kien-bao-chi"  # the section shown as *Ý kiến báo chí* on the home page and in side columns

# Plugins run in this order: what a plugin needs stands above it.
PLUGINS = [
    "plugins.site.writer",  # renders only what changed
    "plugins.site.collection",  # content/ → the archive
    "plugins.pages.assets",  # names of CSS and script bundles, before anything is rendered
    "plugins.pages.pictures",  # sizes, and versions for phones
    "plugins.related.plugin",  # Xem thêm
    "plugins.pages.research_data",  # begins the files of years that changed, made beside the articles
    "plugins.pages.articles",
    "plugins.pages.home",
    "plugins.pages.terms",  # sections, tags, authors, sources
    "plugins.pages.periods",  # years, months, days
    "plugins.pages.document_index",
    "plugins.pages.on_this_day",  # Ngày này năm xưa
    "plugins.search.plugin",  # begins the index, made beside what is left: beside pages memory and cores are scarce
    "plugins.pages.glossary",
    "plugins.pages.topics",
    "plugins.pages.standing",
    "plugins.pages.former",  # withdrawn and moved articles
    "plugins.pages.feeds",
    "plugins.pages.export",
    "plugins.pages.redirects",
    "plugins.pages.editor",  # where CMS=github:owner/name asks for it
    "plugins.pages.sitemap",  # last: it lists every page
]
PLUGIN_ORDER = tuple(PLUGINS)  # Pelican replaces PLUGINS by what did load; the build compares the two

JINJA_ENVIRONMENT = {
    "autoescape": True,  # off in Pelican by default
    "undefined": StrictUndefined,  # an unknown variable in a template is an error, not an empty string
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": ["plugins.site.inlined_includes.InlinedIncludes"],
}

# The archive has its own generators; Pelican's stay idle, and with them what they would skip in silence.
ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
READERS = {"rst": None, "html": None}  # docutils warns about DEFAULT_LANG "vi" on every build
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
