"""Results of a record: an article with its account and losses, a refusal, or a named failure."""

from __future__ import annotations

from dataclasses import dataclass, field

from plugins.core.addresses import article_name
from plugins.core.article import Article, format_article
from scripts.convert.dom.mentions import Mention
from scripts.convert.dom.site_statistics import address_key
from scripts.convert.markdown.assets import LinkedFile

UNDATED = "khong-ro-ngay"


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of the page that the article does not hold: what, how many visible characters, why."""

    what: str
    chars: int
    reason: str


@dataclass(frozen=True, slots=True)
class Account:
    """Visible characters of a page: `page` = `body` + `named` + `chrome` + `blocks` + `lost`, where `body` =
    `emitted` + `fields` + `dropped`. `named` are fields outside the body.
    """

    page: int
    body: int
    emitted: int
    fields: int
    dropped: int
    named: int = 0
    chrome: int = 0
    blocks: int = 0
    lost: int = 0

    @property
    def closes(self) -> bool:
        """True where every character of the page is accounted for."""
        beside = self.named + self.chrome + self.blocks + self.lost
        return self.body == self.emitted + self.fields + self.dropped and self.page == self.body + beside


@dataclass(slots=True)
class Result:
    """What a record became; `article` and what follows it are there only for an article."""

    source: str
    status: str  # "article", "refused" or "failed"
    sha256: str
    url: str = ""
    reason: str = ""
    article: Article | None = None
    path: str = ""
    byline: str = ""
    date_raw: str = ""
    profile: str = ""
    charset: str = ""
    account: Account | None = None
    beside: list[Loss] = field(default_factory=list)  # what stands outside the body, by the name of its place
    canonical: str = ""  # another address that the page says is its own
    losses: list[Loss] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)  # address as written in the Markdown → its key
    mentions: list[Mention] = field(default_factory=list)  # other articles that the page's lists name
    aside: bool = False  # set aside: it goes beyond a bound, and is not read again unless asked for
    embedded: dict[str, bytes] = field(default_factory=dict)  # pictures that stand in the page itself
    linked_files: list[LinkedFile] = field(
        default_factory=list
    )  # pictures and attachments the sources may hold

    @property
    def text(self) -> str:
        """The article's source file."""
        return format_article(self.article) if self.article else ""

    def link_keys(self, *captured: str) -> list[str]:
        """What links to the article may be known by: its address, and those of its capture (a mirror's file name)."""
        return list(dict.fromkeys(address_key(url) for url in (self.url, self.canonical, *captured) if url))


def article_path(article: Article) -> str:
    """Path of an article's file relative to the archive's content folder."""
    name = article_name(article, "")
    if article.date is None:
        return f"bai-viet/{UNDATED}/{name}.md"
    return f"bai-viet/{article.date.when.year:04}/{article.date.when.month:02}/{name}.md"
