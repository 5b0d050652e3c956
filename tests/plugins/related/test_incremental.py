"""Lists with a cache equal lists without one, whatever happened between the builds."""

import random

import pytest

from plugins.related import engine, state
from plugins.related import weights as tuned
from tests.plugins.related.archives import FIRST, Archive, random_archive, text

REFORM = "cải cách thủ tục hành chính tại bộ phận một cửa"


def disturb(archive: Archive, rng: random.Random) -> None:
    """One random act of an archivist."""
    keys = sorted(archive.documents)
    key = rng.choice(keys)
    old = archive.documents[key]
    body, day = archive.bodies[old.digest], rng.randrange(400)
    act = rng.choice(["add", "newest", "copy", "edit", "typo", "empty", "delete", "re-date", "title"])
    if act in ("add", "newest", "copy"):
        made = body if act == "copy" else text(rng)
        archive.put(
            f"n{rng.randrange(10**6):06}", made, title=text(rng, length=8), day=day if act == "add" else 1000
        )
    elif act == "delete":
        del archive.documents[key]
    elif act == "re-date":
        archive.put(key, body, title=old.title, day=day)
    elif act == "title":
        archive.put(key, body, title=text(rng, length=8))
    else:
        archive.put(
            key, {"edit": text(rng), "typo": body.replace("và", "vá", 1), "empty": ""}[act], title=old.title
        )


@pytest.mark.parametrize("seed", range(12))
def test_cached_lists_equal_clean_ones(tmp_path, monkeypatch, seed):
    if seed % 3:  # ten words are every article's: let no number of them be too many
        monkeypatch.setattr(tuned, "MAX_CHANGED", 1.0)
    if seed % 2:  # the buckets of a large archive, whose terms cross edges less often
        monkeypatch.setattr(tuned, "LARGE_SAMPLE", 0)
        monkeypatch.setattr(tuned, "RARE_SHARE", 1 / 80)
    if seed % 4 > 1:  # candidates that run out, and near-duplicates that use them up
        monkeypatch.setattr(tuned, "CANDIDATES", 12)
        monkeypatch.setattr(tuned, "CANDIDATES_KEPT", 14)
        monkeypatch.setattr(tuned, "DISTINCTIVE_COUNT", 20)
        monkeypatch.setattr(tuned, "SHORT_TERMS", 40)  # about half of them
    rng = random.Random(seed)
    archive = random_archive(rng, 300)
    archive.lists(tmp_path / "kept")
    for step in range(6):
        for _ in range(rng.choice([1, 1, 3, 20])):
            disturb(archive, rng)
        assert archive.lists(tmp_path / "kept") == archive.lists(tmp_path / f"clean{step}")


def test_small_archives_grow_from_nothing_and_shrink_to_nothing(tmp_path):
    archive, rng = Archive(), random.Random(1)
    for number in range(12):
        archive.put(f"{number}", text(rng, subjects=2), day=number)
        assert archive.lists(tmp_path / "kept") == archive.lists(tmp_path / f"up{number}")
    for number in range(12):
        del archive.documents[f"{number}"]
        assert archive.lists(tmp_path / "kept") == archive.lists(tmp_path / f"down{number}")


def test_a_new_article_changes_only_the_lists_it_enters(tmp_path, monkeypatch):
    rng = random.Random(7)
    archive = random_archive(rng, 300)
    before = archive.lists(tmp_path)
    monkeypatch.setattr(engine, "full_build", never)
    entered = 0
    for number in range(3):  # the next reference sample would have 362
        key = f"moi{number}"
        archive.put(key, text(rng), day=1000 + number)
        after = archive.lists(tmp_path)
        moved = {k for k in before if before[k] != after[k]}
        assert moved == {k for k in before if key in after[k]}
        entered += len(moved)
        before = after
    assert entered


def test_a_new_article_asks_only_for_texts_it_touches(tmp_path):
    archive = random_archive(random.Random(7), 300)
    archive.lists(tmp_path)
    archive.put("moi", "hoàn toàn khác biệt chẳng giống bài nào trước đây", day=1000)
    archive.lists(tmp_path)
    assert archive.asked == [archive.documents["moi"].digest]


def test_an_unchanged_archive_asks_for_no_text(tmp_path):
    archive = random_archive(random.Random(7), 50)
    first = archive.lists(tmp_path)
    assert archive.lists(tmp_path) == first
    assert archive.asked == []


def never(*_: object) -> None:
    pytest.fail("a clean build")


def spoil(data: bytes, how: str) -> bytes:
    middle = len(data) // 2
    flipped = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
    return {
        "empty": b"",
        "cut": data[:middle],
        "short": data[:20],
        "garbage": b"\xff" * 5000,
        "bit": flipped,
    }[how]


@pytest.mark.parametrize("file", [state.DELTA_FILE, state.BASE_FILE])
@pytest.mark.parametrize("how", ["empty", "cut", "short", "garbage", "bit"])
def test_a_damaged_cache_is_made_again(tmp_path, how, file):
    archive = random_archive(random.Random(3), 40)
    archive.lists(tmp_path)
    (tmp_path / file).write_bytes(spoil((tmp_path / file).read_bytes(), how))
    archive.put("moi", REFORM, day=1000)
    more = archive.lists(tmp_path)
    assert len(archive.asked) == 41
    assert more == archive.lists(tmp_path / "clean")
    for name in (state.DELTA_FILE, state.BASE_FILE):
        assert (tmp_path / name).read_bytes() == (tmp_path / "clean" / name).read_bytes()


def test_files_that_do_not_belong_together_are_made_again(tmp_path):
    archive = random_archive(random.Random(3), 40)
    archive.lists(tmp_path / "kept")
    archive.put("moi", REFORM, day=1000)
    archive.lists(tmp_path / "other")
    (tmp_path / "kept" / state.BASE_FILE).write_bytes((tmp_path / "other" / state.BASE_FILE).read_bytes())
    assert archive.lists(tmp_path / "kept") == archive.lists(tmp_path / "clean")
    assert engine.load_state(tmp_path / "kept")


def test_one_new_article_writes_little(tmp_path):
    archive = random_archive(random.Random(7), 300)
    archive.lists(tmp_path)
    first = (tmp_path / state.BASE_FILE).stat().st_ino
    archive.put("moi", text(random.Random(8)), day=1000)
    archive.lists(tmp_path)
    assert (tmp_path / state.BASE_FILE).stat().st_ino == first


def test_a_cache_of_other_code_is_not_read(tmp_path, monkeypatch):
    archive = random_archive(random.Random(3), 40)
    archive.lists(tmp_path)
    monkeypatch.setattr(state, "code_fingerprint", lambda *_: "another version")
    assert state.load(tmp_path) is None
    archive.lists(tmp_path)
    assert len(set(archive.asked)) == 40


def test_a_folder_in_place_of_the_file_is_said(tmp_path):
    (tmp_path / state.DELTA_FILE).mkdir()
    with pytest.raises(OSError, match="related"):
        random_archive(random.Random(3), 5).lists(tmp_path)


@pytest.mark.parametrize("act", ["add", "edit", "re-date", "delete"])
def test_what_happens_to_an_old_article_does_not_start_all_over(tmp_path, monkeypatch, act):
    rng = random.Random(3)
    archive = random_archive(rng, 300)
    archive.lists(tmp_path / "kept")
    oldest = min(archive.documents.values(), key=lambda d: d.date)
    if act == "add":
        archive.put("cu", text(rng), day=1)
    elif act == "delete":
        del archive.documents[oldest.key]
    else:
        body = archive.bodies[oldest.digest] + " đúng chính tả" * (act == "edit")
        day = 900 if act == "re-date" else (oldest.date.when - FIRST).days
        archive.put(oldest.key, body, title=oldest.title, day=day)
    with monkeypatch.context() as patched:
        patched.setattr(tuned, "MAX_CHANGED", 1.0)
        patched.setattr(engine, "full_build", never)
        kept = archive.lists(tmp_path / "kept")
    assert kept == archive.lists(tmp_path / "clean")
