from plugins.core.problems import Problem


def test_a_problem_reads_as_editors_expect():
    assert str(Problem("a.md", 3, "ngay", "không hiểu")) == "a.md:3: ngay: không hiểu"


def test_problems_sort_by_file_then_line_as_a_number():
    problems = [Problem("b.md", 1, "x", ""), Problem("a.md", 10, "x", ""), Problem("a.md", 9, "y", "")]
    assert [(p.path, p.line) for p in sorted(problems)] == [("a.md", 9), ("a.md", 10), ("b.md", 1)]
