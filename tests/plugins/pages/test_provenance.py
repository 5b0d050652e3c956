from __future__ import annotations

import pytest

from plugins.core.article import Article
from plugins.core.dates import parse_moment
from plugins.pages.provenance import wayback_address

PAGE = "http://cu.vn/PortalPlus.aspx?/vi-VN/News/75//1/0/7/"


@pytest.mark.parametrize(
    ("captured", "moment"), [("21/10/2018 08:30", "20181021013000"), ("21/10/2018", "20181021")]
)
def test_the_copy_is_asked_for_in_utc(captured: str, moment: str) -> None:
    article = Article("T", None, original_url=PAGE, captured=parse_moment(captured))
    assert wayback_address(article) == f"https://web.archive.org/web/{moment}/{PAGE}"


def test_without_a_moment_or_a_web_address_there_is_no_copy() -> None:
    assert wayback_address(Article("T", None, original_url=PAGE)) == ""
    when = parse_moment("21/10/2018")
    assert wayback_address(Article("T", None, original_url="javascript:alert(1)", captured=when)) == ""
