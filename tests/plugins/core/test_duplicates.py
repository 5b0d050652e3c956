from plugins.core.article import Article
from plugins.core.dates import parse_moment
from plugins.core.duplicates import find_duplicates, named, source_address
from plugins.core.sources import Source

WHEN = parse_moment("24/11/2017")


def source(path: str) -> Source:
    return Source(path, "", path.startswith("trang/"))


def duplicates(*pairs: tuple[str, Article]) -> list[tuple[str, str]]:
    return sorted(
        (p.path, p.rule) for p in find_duplicates(named(source(path), article) for path, article in pairs)
    )


def test_one_id_twice_is_named_on_both_sides():
    one, other = Article("Một", WHEN, id="7"), Article("Hai", WHEN, id="7")
    assert duplicates(("a/mot-7.md", one), ("a/hai-7.md", other)) == [
        ("a/hai-7.md", "trung-ma"),
        ("a/mot-7.md", "trung-ma"),
    ]
    problem = next(iter(find_duplicates([named(source("a.md"), one), named(source("b.md"), other)])))
    assert "b.md" in problem.message


def test_one_address_twice_is_named_whatever_the_case():
    one, other = Article("Một", WHEN, slug="Cải-Cách"), Article("Hai", WHEN, slug="cai-cach")
    found = duplicates(("a.md", one), ("b.md", other))
    assert ("a.md", "trung-dia-chi") in found
    assert ("b.md", "trung-dia-chi") in found


def test_without_ids_the_slug_must_be_as_unique():
    earlier = Article("Hai", parse_moment("01/01/2010"), slug="ten")
    assert duplicates(("a.md", Article("Một", WHEN, slug="ten")), ("b.md", earlier)) == [
        ("a.md", "trung-ma"),
        ("b.md", "trung-ma"),
    ]


def test_a_slug_that_is_anothers_id_is_a_twin():
    found = duplicates(("a.md", Article("Một", WHEN, slug="7")), ("b.md", Article("Hai", WHEN, id="7")))
    assert found == [("a.md", "trung-ma"), ("b.md", "trung-ma")]


def test_pages_stand_at_the_top_and_need_no_id():
    page = Article("Giới thiệu", None)
    assert source_address(source("trang/gioi-thieu.md"), page) == "gioi-thieu.html"
    assert duplicates(("trang/gioi-thieu.md", page), ("gioi-thieu.md", Article("Bài", WHEN))) == []
    assert len(duplicates(("trang/a/x.md", page), ("trang/b/x.md", page))) == 2


def test_different_articles_are_no_twins():
    assert (
        duplicates(("a-1.md", Article("Một", WHEN, id="1")), ("a-2.md", Article("Một", WHEN, id="2"))) == []
    )
