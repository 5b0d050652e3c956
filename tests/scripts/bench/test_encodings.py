from scripts.bench.encodings import main

TEXT = "Tiêu đề của bài\n\nBộ phận một cửa đã rà soát quy trình, người dân chỉ phải đến hai lần để nhận kết quả.\n"


def test_every_text_comes_back(tmp_path, capsys):
    (tmp_path / "1.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "2.txt").write_text(TEXT.lower(), encoding="utf-8")
    assert main([str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "runs of Unicode left alone" in said
    assert "TCVN3, no font" in said


def test_a_text_that_is_no_text_is_named(tmp_path, capsys):
    (tmp_path / "1.txt").write_text("C¶i c¸ch\n", encoding="utf-8")
    assert main([str(tmp_path), "--unicode"]) == 1
    assert "'C¶i c¸ch' → 'Cải cách'" in capsys.readouterr().out
