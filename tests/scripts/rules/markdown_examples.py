"""For every rule of the linter about Markdown and front matter: what it must catch, and what it must let pass."""

from __future__ import annotations

from tests.scripts.rules.example_articles import GOOD, Examples, article, linking

MARKDOWN_EXAMPLES: dict[str, Examples] = {
    "xung-dot": Examples(
        [
            article("<<<<<<< HEAD\nMột.\n=======\nHai.\n>>>>>>> 1a2b3c4"),
            f"<<<<<<< a\n{GOOD}=======\n>>>>>>> b\n",
        ],
        [article("Hai\n=======\n\n`<<<<<<<` là dấu của git.")],
    ),
    "tieu-de-dinh-dang": Examples(
        [
            article(title="**Bài**"),
            article(title="A &amp; B"),
            article(title="[A](b)"),
            article(summary="<b>x</b>"),
        ],
        [article(title="GD&ĐT: 5 * 3 > 2 (mục #1) a_b_c"), article(summary="Một [sic] hai.")],
    ),
    "tieu-de-in-hoa": Examples(
        [article(title="HỘI NGHỊ SƠ KẾT")], [article(title="UBND TP.HCM họp"), article(title="PAR INDEX")]
    ),
    "lap-tieu-de": Examples(
        [article("**Bài một**\n\nChữ.", title="Bài một"), article("# Bài một\n\nChữ.", title="Bài một")],
        [GOOD],
    ),
    "the-gop": Examples(
        [
            article(tags=t)
            for t in ("#mộtcửa #phường", "a | b", "a, b; c", '["a", "b"]', " ".join(["chữ"] * 13))
        ],
        [article(tags="Nghị quyết 30c/NQ-CP; một cửa; giai đoạn 2011-2020; TP.HCM")],
    ),
    "sua-ngay": Examples(
        [GOOD.replace("\n\n", "\nSửa ngày: 01/01/2010\n\n", 1)],
        ["Tiêu đề: a\nNgày: 24/11/2017 09:56\nSửa ngày: 24/11/2017\nTóm tắt: b\n\nx\n"],
    ),
    "gia-tri": Examples(
        [
            GOOD.replace("\n\n", f"\n{line}\n\n", 1)
            for line in ("Ngôn ngữ: Tiếng Anh", "Địa chỉ gốc: trang cũ", "SHA-256: 12")
        ],
        [
            "Tiêu đề: a\nNgày: 1/2/2003\nTóm tắt: b\nNgôn ngữ: en\n"
            f"Địa chỉ gốc: http://a.vn/?x=1\nSHA-256: {'0a' * 32}\n\nx\n"
        ],
    ),
    "danh-sach": Examples(
        [
            article(b)
            for b in ("Gồm:\n- a\n- b", "1) a\n2) b", "• a\n• b", "•\ta", "1. a\n- b", "a\n– b", "a) x\nb) y")
        ],
        [
            article(
                "Gồm:\n\n- a\n- b\n    - c\n\n1. a\n2. b\n\n1) một mình\n\n• một mình\n\na  \n– b<br>\n– c"
            ),
            article("Ngắt dòng ở số\n24. Tiếp câu ấy.\n\n## Phần\n- mục ngay dưới tiêu đề"),
        ],
    ),
    "muc-con": Examples(
        [article("- a\n  - b"), article("1. a\n   - b")],
        [article("- a\n    - b\n- c"), article("  - a\n  - b")],
    ),
    "thut-dau-dong": Examples(
        [
            article("    Đoạn thụt vào bằng dấu cách."),
            article("\tĐoạn thụt vào bằng tab."),
            article("Một.\n  Hai thụt vào."),
        ],
        [
            article("    print(x)"),
            article("- a\n\n    đoạn thứ hai của mục này\n\nx"),
            article("một  \n  hai"),
        ],
    ),
    "bang": Examples(
        [
            article(b)
            for b in (
                "Bảng:\n| a | b |\n| - | - |",
                "| a | b |\n| - | - |\nChữ",
                "| a |\n| b |",
                "| a | b |\n| - | - |\n| 1 | 2 | 3 |",
                "| a | b | c |\n| - | - |\n| 1 | 2 | 3 |",
                "| a | b |\n\n| - | - |",
            )
        ],
        [
            article(
                "| a | b |\n| :-- | --: |\n| 1 \\| 2 | 3 |\n\na | b\n--- | ---\n1 | 2\n\nx | y và |z| là giá trị"
            )
        ],
    ),
    "tieu-de-phan": Examples(
        [article("Câu này đã xong.\n---\nx"), article("#mộtcửa #phường"), article("a\nb\n---")],
        [article("Phần một\n---\n\nx\n\n---\n\n##Phần hai\n\n# Phần ba\n\n#1 trong mười")],
    ),
    "chu-dam": Examples(
        [article(b) for b in ("a **b", "a *b", "** a **", "a **b\n\nc** d", "a __b", "***a** b", "*a")],
        [
            article(
                "**a** *b* ***c*** _d_ __e__ **f *g* h** **A**: *b*, a*b*c (*) 5 * 3 \\*c a_b_c"
                "\n\n* * *\n\n* mục\n* **đậm**"
            ),
            article("[một *hai*](https://a.vn/b_c_*) `**` <https://a.vn/**> https://a.vn/_x 4* sao"),
        ],
    ),
    "cach-viet-la": Examples(
        [
            article(b)
            for b in (
                "a[^1]",
                "```\nx\n```",
                "~~~\nx\n~~~",
                "~~a~~",
                "==a==",
                "$$a$$",
                "{{< x >}}",
                "{% x %}",
                "[[a]]",
                "- [ ] a",
                "a\\\nb",
                "::: x",
                "[TOC]",
            )
        ],
        [article("~ 5 %, a == b, 5$ và 6$, [x], {x}, `~~a~~`, <del>bỏ</del>, \\[\\[x\\]\\]")],
    ),
    "lien-ket-sai": Examples(
        [
            article(f"Một {b} hai.")
            for b in (
                "[a] (https://a.vn)",
                "(a)[https://a.vn]",
                "[a](https://a.vn",
                "[a]()",
                "[](https://a.vn)",
                "[a][1]",
            )
        ]
        + [
            linking(t)
            for t in (
                "www.a.vn",
                "http:/a.vn",
                "htttp://a.vn",
                "javascript:x",
                "http://localhost:8000/a",
                "http://127.0.0.1/a",
                "http://192.168.1.2/a",
                "https://a.vn/x y",
                "C:\\Anh\\a.png",
                "file:///home/a.png",
            )
        ]
        + [article("![Biểu đồ](data:image/png;base64,iVBOR=)")],
        [article("[a](https://a.vn) [b] (sic), \\[c\\](d), [e](mailto:a@b.vn) [f][g]\n\n[g]: https://a.vn")],
    ),
    "dong-dinh": Examples(
        [
            article("Kính gửi:\nÔng An"),
            article("Điều 1. A\nĐiều 2. B"),
            article('Một\n![Quầy](/anh/a.png "b")\nhai'),
        ],
        [
            article(f"{'chữ ' * 18}dài\nTiếp câu ấy.\n\nMột<br>\nHai  \nBa\n\nmột\nhai, không viết hoa"),
            article("## Phần\nChữ ngay dưới.\n\n> Một\n> Hai\n\n- A\n- B"),
        ],
    ),
    "hai-bai": Examples(
        [article("Chữ.\n\nTiêu đề: b\nNgày: 1/2/2003\n\nchữ.")],
        [article("Thời gian: sáng.<br>\nNơi: phường.")],
    ),
    "ten-rieng": Examples(
        [
            article(authors="Lan và Hùng"),
            article(authors="**Lan**"),
            article(authors="Lan/Hùng"),
            article(source="https://a.vn"),
            article(section="**Tin**"),
        ],
        [article(authors="Bộ Văn hóa và Thể thao; Thu Hà", source="Báo Điện tử Chính phủ")],
    ),
}
