"""How archivists' commands end: an exit code and a sentence, never a traceback."""

import pytest

from scripts.support.command import UsageError, run


def ending(error: BaseException):
    def command(_: list[str]) -> int:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (KeyboardInterrupt(), 130, "Đã dừng."),
        (UsageError("Thiếu tiêu đề."), 2, "Thiếu tiêu đề."),
        (PermissionError(13, "Permission denied", "a.md"), 1, "Không đọc hoặc ghi được a.md"),
        (OSError("lạ"), 1, "Không đọc hoặc ghi được tệp: lạ"),
    ],
)
def test_what_ends_a_command_early_is_said(capfd, error, code, sentence):
    assert run(ending(error), []) == code
    assert sentence in capfd.readouterr().err


def test_an_ending_of_its_own_is_kept():
    assert run(lambda argv: len(argv), ["a"]) == 1


def test_errors_of_the_program_are_said_and_shown_whole_on_request(capfd, monkeypatch):
    monkeypatch.delenv("DEBUG", raising=False)
    assert run(ending(ZeroDivisionError("x")), []) == 1
    said = capfd.readouterr().err
    assert "ZeroDivisionError: x" in said
    assert "Traceback" not in said
    monkeypatch.setenv("DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        run(ending(ZeroDivisionError()), [])
