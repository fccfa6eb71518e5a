"""What is said of a film's progress where there is no terminal."""

from approx.outputs.films import progress as module
from approx.outputs.films.progress import ProgressEvent, progress


def lines_of(capsys, monkeypatch, times, films=1):
    clock = iter(times)
    now = [0.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    with progress("sum", films) as report:
        for beat, now[0] in enumerate(clock):
            report(ProgressEvent(0, beat, len(times), "caption"))
    return capsys.readouterr().err.splitlines()


def test_a_line_is_printed_at_the_first_beat_and_then_every_ten_seconds(capsys, monkeypatch):
    lines = lines_of(capsys, monkeypatch, [3, 5, 12.9, 13, 14, 40])
    assert lines == [f"sum: beat {n} of 6" for n in (1, 4, 6)]


def test_of_several_films_no_single_beats_are_printed(capsys, monkeypatch):
    assert lines_of(capsys, monkeypatch, [0, 20], films=2) == []
