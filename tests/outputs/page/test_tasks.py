"""Guided tasks: what is read, in which language, and every refusal in one line."""

import json

import pytest

from approx.outputs.page import page, tasks
from approx.system.errors import InputError

GOOD = {"text": "Halve it.", "goals": {"sup": 0.1}}
REFUSED = {
    "no list": ({}, "tasks are a list of 1 to"),
    "none": ([], "tasks are a list of 1 to"),
    "too many": ([GOOD] * 1000, "tasks are a list of 1 to"),
    "no object": (["x"], "task 1 must be an object"),
    "unknown key": ([GOOD, GOOD | {"goal": {}}], "task 2: unknown key 'goal'; known: text"),
    "no goals": ([{"text": "t"}], "task 1, goals must be an object"),
    "empty goals": ([{"text": "t", "goals": {}}], "task 1 has no goals"),
    "unknown goal": ([{"text": "t", "goals": {"super": 1}}], "unknown key 'super'; known: sup"),
    "a text as goal": ([{"text": "t", "goals": {"sup": "1"}}], "sup must be a number from 0 up"),
    "true as goal": ([{"text": "t", "goals": {"sup": True}}], "sup must be a number from 0 up"),
    "below zero": ([{"text": "t", "goals": {"sup": -1}}], "sup must be a number from 0 up, not -1"),
    "through a number": ([{"text": "t", "goals": {"through": 3}}], "through must be a list of"),
    "through triples": ([{"text": "t", "goals": {"through": [[1, 2, 3]]}}], "must be a list of"),
    "no text": ([{"goals": {"sup": 1}}], "task 1 needs a text"),
    "an empty text": ([GOOD | {"text": " "}], "task 1 needs a text"),
    "hints, no list": ([GOOD | {"hints": "h"}], "task 1: hints must be a list"),
    "a hint, no text": ([GOOD | {"hints": [3]}], "task 1, hints needs a text"),
    "begin, no object": ([GOOD | {"begin": 3}], "task 1, begin must be an object"),
    "a wrong target": ([GOOD | {"begin": {"target": "sin(x"}}], "task 1, begin: unbalanced '('"),
    "a number as target": ([GOOD | {"begin": {"target": 3}}], "target must be a text"),
    "backwards": ([GOOD | {"begin": {"on": [1, -1]}}], "on must be two numbers, the smaller first"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_with_tasks_is_said(name, tmp_path):
    given, said = REFUSED[name]
    with pytest.raises(InputError) as refused:
        tasks.tasks(given)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
    file = tmp_path / "tasks.json"
    file.write_text(json.dumps(given))
    with pytest.raises(InputError):
        tasks.read(file)


@pytest.mark.parametrize("text", ["", "[", "[{]", "[NaN", '[{"text": "t", "goals": {"sup": NaN}}]'])
def test_what_is_no_json_is_refused(text, tmp_path):
    file = tmp_path / "tasks.json"
    file.write_text(text)
    with pytest.raises(InputError, match=r"^tasks\.json: "):
        tasks.read(file)
    with pytest.raises(InputError, match=r"missing\.json"):
        tasks.read(tmp_path / "missing.json")


def test_a_text_in_two_languages_is_shown_in_the_pages(tmp_path):
    both = GOOD | {"text": {"en": "Halve it.", "de": "Halbiere ihn."}, "hints": [{"en": "So."}]}
    assert tasks.tasks([both], "de")[0]["text"] == "Halbiere ihn."
    assert tasks.tasks([both], "de")[0]["hints"] == ["So."]
    assert "Halbiere ihn." in page(None, "de", tasks=[both])
    assert tasks.tasks(tasks.FIRST, "en")[0]["goals"]


OF_TWO = {"text": "Tell them apart.", "goals": {"wrong": 0, "regions": 3}}


def test_goals_are_those_of_the_page():
    """Before the subject is known, as in a file, both kinds are read."""
    assert tasks.tasks([OF_TWO, GOOD])[0]["goals"] == OF_TWO["goals"]
    with pytest.raises(InputError, match="unknown key 'wrong'; known: sup"):
        tasks.tasks([OF_TWO], inputs=1)
    with pytest.raises(InputError, match="unknown key 'through'"):
        tasks.tasks([{"text": "t", "goals": {"through": []}}], inputs=2)
    begin = {"target": "x*y", "on": [0, 1], "on_y": [0, 2]}
    assert tasks.tasks([OF_TWO | {"begin": begin}], inputs=2)[0]["begin"] == begin
    with pytest.raises(InputError, match="begin: unknown key 'on_y'"):
        tasks.tasks([GOOD | {"begin": begin}], inputs=1)
    with pytest.raises(InputError, match="on_y must be two numbers"):
        tasks.tasks([OF_TWO | {"begin": {"on_y": [2, 0]}}])
