from __future__ import annotations

import html
import re

import pytest

from ui.text import JOINER, in_html, in_label, plain

HOSTILE = [
    "<script>alert(1)</script>",
    "[x](http://example.org)",
    "![x](http://example.org/x.png)",
    "**bold** _it_ `code` ~~no~~",
    ":material/home: :red[x] $a$",
    "a|b|c",
    "# title",
    "- item",
    "1. item",
    "<b>x</b> & \"quoted\" 'too'",
    "P",
    "__class__",
    "价格",
    "مرحبا",
    "😀",
    "x" * 300,
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_sign_of_markdown_or_html_is_left_bare(name: str) -> None:
    shown = re.sub(r"&[a-z#0-9]+;", "", re.sub(r"\\.", "", plain(name)))
    assert not re.search(r"[<>*_`\[\]()$:|#~!]", shown)


@pytest.mark.parametrize("name", HOSTILE)
def test_the_text_itself_is_all_there(name: str) -> None:
    shown = html.unescape(re.sub(r"\\(.)", r"\1", plain(name)))
    assert shown.replace(JOINER, "") == " ".join(name.split())


@pytest.mark.parametrize(
    "text",
    ["see https://a.example/x", "HTTP://A.EXAMPLE", "(www.a.example)", "Www.a.example", "me@a.example", "mailto:x+y@a-b.co",
     "xhttps://a.example", "a_www.b.example@c.example"],
)  # fmt: skip
def test_no_address_is_left_that_a_page_would_turn_into_a_link(text: str) -> None:
    """The patterns are those of GitHub's Markdown, which looks for addresses after escapes are taken off."""
    shown = html.unescape(re.sub(r"\\(.)", r"\1", plain(text)))
    assert not re.search(r"https?://|www(?=\.)[-.\w]+|[-.\w+]+@[-\w]+(\.[-\w]+)+", shown, re.IGNORECASE)


@pytest.mark.parametrize(
    "name", ["a -> b", "a <- b", "a <-> b", "a -- b", "BMI >= 30", "income <= 50k", "x ~= 1"]
)
def test_no_pair_of_signs_is_left_that_a_page_would_turn_into_one_sign(name: str) -> None:
    """The pairs are those of Streamlit's Markdown, which looks for them after escapes are taken off."""
    for escaped in (plain(name), in_label(name)):
        shown = html.unescape(re.sub(r"\\(.)", r"\1", escaped))
        assert not re.search(r"->|<-|--|>=|<=|~=", shown)
        assert shown.replace(JOINER, "") == name


@pytest.mark.parametrize("at", range(0x21, 0x7F))
def test_every_sign_with_a_meaning_in_markdown_is_escaped(at: int) -> None:
    shown = plain(f"a{chr(at)}b")
    assert (
        chr(at).isalnum() or chr(at) in "%,;?" or shown in (f"a\\{chr(at)}b", f"a&#{at};b") or shown[1] == "&"
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_in_a_label_nothing_is_left_bare_that_begins_markup_in_the_middle_of_a_line(name: str) -> None:
    shown = re.sub(r"&[a-z#0-9]+;", "", re.sub(r"\\.", "", in_label(name)))
    assert not re.search(r"[<>*`\[\]$~]|:(?=\S)|(?<![^\W_])_|_(?![^\W_])", shown)


def test_a_label_is_read_out_without_signs_of_ours() -> None:
    for name in (
        "first_day",
        "Test score (before)",
        "income/1000, net.",
        "O'Brien's #2!",
        "5 + 3 - 2",
        "so: yes",
    ):
        assert in_label(name) == name


def test_white_space_and_newlines_fold_to_blanks() -> None:
    assert plain("a\n\n# b\t c") == plain("a # b c")


def test_html_is_escaped_with_quotes() -> None:
    assert in_html('<a href="x">') == "&lt;a href=&quot;x&quot;&gt;"


@pytest.mark.parametrize(
    "name", ["a -> b", "a <-> b", "<- a", "a --", "age >= 65", "p <= 1", "~= 3", "--", "x  ->  y"]
)
def test_signs_that_the_page_would_make_others_of_stay_as_they_were_typed(name: str) -> None:
    """The page replaces these where a blank or the end of the text is on either side."""
    shown = html.unescape(re.sub(r"\\(.)", r"\1", plain(name)))
    for sign in ("<->", "->", "<-", "--", ">=", "<=", "~="):
        assert not re.search(rf"(^|\s){re.escape(sign)}(\s|$)", shown)
    assert shown.replace(JOINER, "") == " ".join(name.split())
