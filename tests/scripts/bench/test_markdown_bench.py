from scripts.bench.markdown import main


def test_every_text_comes_back_through_markdown(tmp_path, capsys):
    hostile = (
        "1. Một\n# Hai\n- ba | bốn\n> {static}/năm *sáu* _bảy_ <b> [chín](mười) ![x](y) &amp; `a`\nMã: x\n"
    )
    (tmp_path / "1.txt").write_text(hostile, encoding="utf-8")
    assert main([str(tmp_path)]) == 0
    assert "1 of 1 texts come back" in capsys.readouterr().out
