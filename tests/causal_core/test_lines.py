"""A name in lines is the whole name, no line is too wide, and no sign is torn."""

from __future__ import annotations

import random

import pytest

from causal_core.lines import in_lines, right_to_left, signs, width

FAMILY, FLAG, SKIN = "👩‍👩‍👧‍👦", "🇩🇪", "👍🏽"
NAMES = [
    "x" * 300,
    "W" * 300,
    "How the person felt in all the weeks that followed " * 6,
    "价格" * 150,
    FAMILY * 40,
    FLAG * 30 + "a",
    "e\u0301" * 150,
    "क्षत्रिय" * 30,
    "מחיר (1) price " * 20,
    " a  b ",
    "a \u0301" * 40,
    "<b>bold</b>" * 27,
    "-" * 300,
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("room", [5.0, 11.0, 27.5])
def test_the_lines_joined_are_the_name_and_none_is_wider_than_the_room(name: str, room: float) -> None:
    lines = in_lines(name, room=room)
    assert "".join(lines) == name
    assert all(lines)
    assert all(width(line.rstrip()) <= room or len(list(signs(line))) == 1 for line in lines)


@pytest.mark.parametrize("name", NAMES)
def test_every_line_begins_and_ends_between_signs(name: str) -> None:
    whole = list(signs(name))
    assert [sign for line in in_lines(name, room=5.0) for sign in signs(line)] == whole


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FAMILY + "x", [FAMILY, "x"]),
        (FLAG + "🇫🇷", [FLAG, "🇫🇷"]),
        (SKIN + "👍", [SKIN, "👍"]),
        ("e\u0301a\u0308\u0323", ["e\u0301", "a\u0308\u0323"]),
        ("क्षत्रि", ["क्ष", "त्रि"]),
        ("한글\u1112\u1161\u11ab", ["한", "글", "\u1112\u1161\u11ab"]),
        ("#\ufe0f\u20e31", ["#\ufe0f\u20e3", "1"]),
        ("🏴\U000e0067\U000e0062\U000e007fb", ["🏴\U000e0067\U000e0062\U000e007f", "b"]),
        ("", []),
    ],
)
def test_what_a_reader_takes_for_one_sign_is_one(text: str, expected: list[str]) -> None:
    assert list(signs(text)) == expected


def test_words_stay_whole_where_they_fit() -> None:
    assert in_lines("Years of school and of work", room=10.0) == ["Years of school ", "and of work"]


def test_a_line_end_within_a_name_is_a_blank() -> None:
    assert in_lines("a\nb\tc", room=11.0) == ["a b c"]


def test_any_text_keeps_its_letters_in_any_room() -> None:
    drawn = random.Random(3)
    letters = "ab W  价é\u0301\u200d👩🇩🇪क्मש" + FAMILY
    for _ in range(400):
        name = "".join(drawn.choice(letters) for _ in range(drawn.randint(1, 60)))
        assert "".join(in_lines(name, room=drawn.uniform(1.0, 12.0))) == name


def test_a_name_is_read_from_where_its_first_letter_is() -> None:
    assert right_to_left("(1) שלום abc")
    assert right_to_left("مرحبا")
    assert not right_to_left("abc שלום")
    assert not right_to_left("123")
