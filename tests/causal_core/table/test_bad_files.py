"""Every bad file gets one clear sentence, the place, what to do, and a repair where one is safe."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pandas as pd
import pytest

from causal_core.errors import (
    EmptyTableError,
    EncodingError,
    HeaderError,
    RaggedRowError,
    TableError,
    TooLargeError,
)
from causal_core.table.reading import read_table
from causal_core.table.table import Table


def read(raw: bytes | str, **options: Any) -> Table:
    return read_table(raw.encode() if isinstance(raw, str) else raw, name="file.csv", **options)


def refused(raw: bytes | str, kind: type[TableError] = TableError, **options: Any) -> TableError:
    with pytest.raises(kind) as caught:
        read(raw, **options)
    error = caught.value
    assert type(error) is kind
    assert error.message.endswith(".")
    assert error.fix.endswith(".")
    assert error.issues[0].message in error.message or error.message.startswith(error.issues[0].message)
    return error


def repairs_of(error: TableError) -> list[str]:
    return [repair.id for repair in error.repairs]


def codes(table: Table) -> list[str]:
    return [issue.code for issue in table.issues]


def workbook() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return buffer.getvalue()


@pytest.mark.parametrize("raw", [b"", b"  \n\r\n \t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b"\xff\xfe"])
def test_an_empty_file_says_so(raw: bytes) -> None:
    assert refused(raw, EmptyTableError).message == "The file is empty."


@pytest.mark.parametrize("raw", ["a,b", "a,b\n", "\n\na,b\n\n", "a,b\r\n \r\n"])
def test_a_header_without_rows_says_so(raw: str) -> None:
    error = refused(raw, EmptyTableError)
    line = 3 if raw.startswith("\n") else 1
    assert error.message == f"The file has a header (line {line}) but no rows of data below it."


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (workbook(), "an Excel workbook (xlsx)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "an old Excel or Office file"),
        (b"PK\x03\x04" + bytes(60), "a compressed file (zip)"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(30), "a picture (PNG)"),
        (b"\x1f\x8b\x08\x00", "a compressed file (gzip)"),
        (b"PAR1" + bytes(40), "a Parquet file that is cut off"),
        (b"SQLite format 3\x00" + bytes(40), "a database (SQLite)"),
        (b"  <!DOCTYPE html>\n<html><body>no</body></html>", "a web page (HTML)"),
        (b'[{"a": 1, "b": 2}]\n', "JSON"),
        (b'{"a": 1}\n{"a": 2}\n', "JSON"),
        (bytes(range(256)) * 8, "a file of binary data"),
    ],
)
def test_a_file_of_another_kind_is_named(raw: bytes, what: str) -> None:
    assert refused(raw).message == f"This is {what}, not a table."


def test_a_workbook_says_to_save_it_as_csv() -> None:
    assert "save the sheet as CSV" in refused(workbook()).fix


def test_a_file_over_the_limit_says_both_sizes() -> None:
    error = refused("a,b\n" + "1,2\n" * 100, TooLargeError, max_bytes=100)
    assert error.message == "The file has 404 bytes; at most 100 bytes can be read."
    error = refused(b"a\n" * 600_000, TooLargeError, max_bytes=1_000_000)
    assert error.message == "The file has 1.2 MB; at most 1.0 MB can be read."


def test_one_long_line_of_commas_is_refused_at_once() -> None:
    raw = b"," * 50_000_000
    error = refused(raw, TooLargeError)
    assert error.message == "Line 1 is longer than 1,048,576 characters."
    assert error.where == "line 1"


def test_a_long_line_is_found_wherever_it_is() -> None:
    error = refused(b"a,b\n1,2\n" + b"x" * 5_000_000 + b",1\n", TooLargeError)
    assert error.message == "Line 3 is longer than 1,048,576 characters."


def test_many_lines_of_many_commas_are_refused_at_once() -> None:
    raw = (b"," * 1_000_000 + b"\n") * 20
    error = refused(raw, TooLargeError)
    assert error.message == "Line 1 has more than 2,000 fields; at most 2,000 columns can be read."


def test_a_wide_line_below_a_narrow_header_has_its_line() -> None:
    error = refused("a,b\n1,2\n" + "1," * 30, TooLargeError, max_columns=10)
    assert error.message == "Line 3 has more than 10 fields; at most 10 columns can be read."


def test_a_short_row_has_its_line_and_both_counts() -> None:
    error = refused("a,b,c\n1,2,3\n4,5\n", RaggedRowError)
    assert isinstance(error, RaggedRowError)
    assert error.message == "Line 3 has 2 fields where the header has 3."
    assert (error.line, error.where) == (3, "line 3")
    assert repairs_of(error) == ["drop_ragged_rows", "pad_short_rows"]


def test_a_wide_row_never_becomes_an_index() -> None:
    error = refused("a,b\n1,2\n3,4,5\n", RaggedRowError)
    assert error.message == "Line 3 has 3 fields where the header has 2."
    assert repairs_of(error) == ["drop_ragged_rows"]


def test_many_ragged_rows_are_counted_and_the_first_lines_listed() -> None:
    error = refused("a,b\n1,2\n" + "3\n" * 7, RaggedRowError)
    assert error.message == (
        "Line 3 has 1 field where the header has 2; 7 rows differ in all (lines 3, 4, 5, 6 …)."
    )


def test_a_ragged_row_below_quoted_lines_has_the_line_of_the_file() -> None:
    error = refused('a,b\n"x\ny\nz",2\n\n3\n', RaggedRowError)
    assert error.message == "Line 6 has 1 field where the header has 2."


def test_ragged_rows_can_be_dropped_or_padded() -> None:
    raw = "a,b\n1,2\n3\n4,5,6\n7,8\n"
    dropped = read(raw, repairs=["drop_ragged_rows"])
    assert dropped.frame.to_numpy().tolist() == [[1, 2], [7, 8]]
    assert dropped.issues[0].message == "2 rows left out, as you chose (lines 3, 4)."
    padded = read(raw, repairs=["drop_ragged_rows", "pad_short_rows"])
    assert padded.frame["a"].tolist() == [1, 3, 7]
    assert padded.variable("b").n_missing == 1


def test_padding_leaves_long_rows_refused() -> None:
    error = refused("a,b\n1,2\n3\n4,5,6\n", RaggedRowError, repairs=["pad_short_rows"])
    assert error.message == "Line 4 has 3 fields where the header has 2."


def test_a_first_column_without_a_header_is_offered_a_name() -> None:
    raw = "mpg,cyl\nMazda,21,6\nDatsun,22.8,4\n"
    assert repairs_of(refused(raw, RaggedRowError))[0] == "first_column_is_row_names"
    assert read(raw, repairs=["first_column_is_row_names"]).names == ("row", "mpg", "cyl")


def test_a_title_above_the_table_can_be_skipped() -> None:
    raw = "Survey of 2020\n\nage,sex,income\n1,2,3\n4,5,6\n"
    error = refused(raw, RaggedRowError)
    assert error.message.startswith("Line 3 has 3 fields where the header has 1")
    assert repairs_of(error)[0] == "skip_lines_above_header"
    table = read(raw, repairs=["skip_lines_above_header"])
    assert table.names == ("age", "sex", "income")
    assert "title" in codes(table)


@pytest.mark.parametrize("raw", ["a,b,\n1,2,\n3,4,\n", "a,b\n1,2,\n3,4,\n", "a,b,\n1,2\n3,4\n"])
def test_separators_at_line_ends_are_no_column_and_are_noted(raw: str) -> None:
    table = read(raw)
    assert table.frame.to_numpy().tolist() == [[1, 2], [3, 4]]
    assert codes(table)[0] in ("trailing_separators", "empty_columns")


def test_separators_at_the_end_of_some_lines_are_a_repair() -> None:
    raw = "a,b\n1,2,,\n3,4\n"
    assert repairs_of(refused(raw, RaggedRowError))[0] == "drop_trailing_separators"
    table = read(raw, repairs=["drop_trailing_separators"])
    assert table.frame.to_numpy().tolist() == [[1, 2], [3, 4]]


def test_repeated_headers_say_which_columns() -> None:
    error = refused("a,b,a\n1,2,3\n", HeaderError)
    assert error.message == "Columns 1 and 3 have the same name “a” in the header (line 1)."
    assert repairs_of(error) == ["rename_repeated_headers"]
    renamed = read("a,b,a,a_2\n1,2,3,4\n", repairs=["rename_repeated_headers"])
    assert renamed.names == ("a", "b", "a_3", "a_2")


def test_headers_that_differ_in_blanks_only_are_repeated() -> None:
    error = refused("age, age\n1,2\n", HeaderError)
    assert error.message == "Columns 1 and 2 have the same name “age” in the header (line 1)."


def test_blank_headers_say_which_columns() -> None:
    error = refused("a,,c, \n1,2,3,4\n", HeaderError)
    assert error.message == "Columns 2 and 4 have no name in the header (line 1)."
    named = read("a,,column_2\n1,2,3\n", repairs=["name_blank_headers"])
    assert named.names == ("a", "column_2_3", "column_2")


def test_all_problems_of_a_header_come_at_once() -> None:
    error = refused("a,,a\n1,2,3\n", HeaderError)
    assert repairs_of(error) == ["name_blank_headers", "rename_repeated_headers"]
    assert error.message == "Column 2 has no name in the header (line 1). There is 1 more like it."
    both = read("a,,a\n1,2,3\n", repairs=repairs_of(error))
    assert both.names == ("a", "column_2", "a_2")


def test_a_header_of_numbers_is_suspected_to_be_data() -> None:
    table = read("1,2\n3,4\n5,6\n")
    assert codes(table) == ["no_header"]
    assert table.issues[0].repairs[0].id == "no_header"
    whole = read("1,2\n3,4\n5,6\n", repairs=["no_header"])
    assert whole.names == ("column_1", "column_2")
    assert whole.n_rows == 3


def test_a_repeated_header_of_numbers_is_offered_as_data() -> None:
    assert repairs_of(refused("1,1\n3,4\n", HeaderError)) == ["rename_repeated_headers", "no_header"]


def test_windows_text_is_offered_not_guessed() -> None:
    raw = "town,n\nUlm,1\nKöln,2\n".encode("cp1252")
    error = refused(raw, EncodingError)
    assert error.message == "Line 3 is not UTF-8 text (byte 0xF6)."
    assert repairs_of(error) == ["read_as_cp1252"]
    assert read(raw, repairs=["read_as_cp1252"]).frame["town"].tolist() == ["Ulm", "Köln"]
    assert read(raw, encoding="cp1252").frame["town"].tolist() == ["Ulm", "Köln"]


def test_mixed_encodings_say_the_line() -> None:
    raw = "town\nZürich\n".encode() + "Köln\n".encode("cp1252") + b"Ulm\n"
    error = refused(raw, EncodingError)
    assert error.message == (
        "Line 3 is not UTF-8 text (byte 0xF6), though other lines are: the file mixes encodings."
    )
    table = read(raw, repairs=["read_mixed_as_cp1252"])
    assert table.frame["town"].tolist() == ["Zürich", "Köln", "Ulm"]


def test_bytes_that_are_no_letter_in_windows_text_either_get_no_repair() -> None:
    assert repairs_of(refused(b"a\n\x81\xfe\n", EncodingError)) == []


def test_utf16_without_its_mark_is_offered() -> None:
    raw = "a,b\nx,1\ny,2\n".encode("utf-16-le")
    assert repairs_of(refused(raw, EncodingError)) == ["read_as_utf16"]
    assert read(raw, repairs=["read_as_utf16"]).frame["a"].tolist() == ["x", "y"]


def test_utf16_cut_in_half_is_damaged() -> None:
    error = refused("a,b\n1,2\n".encode("utf-16")[:-1], EncodingError)
    assert error.message == "The file says that it is UTF-16-LE but it is damaged or cut off."


def test_an_unknown_encoding_is_refused() -> None:
    assert refused("a\n1\n", EncodingError, encoding="klingon").message == (
        "The file cannot be read as “klingon”."
    )


def test_nul_bytes_have_their_line() -> None:
    error = refused(b"a,b\n1,2\n3,\x004\n" + b"5,6\n" * 50, EncodingError)
    assert error.message == "Line 3 has a NUL byte, which text never has; the file has 1 of them."
    assert read(b"a,b\n1,2\n3,\x004\n" + b"5,6\n" * 50, repairs=["remove_nul_bytes"]).n_rows == 52


def test_a_lost_letter_is_reported() -> None:
    table = read("town\nK\N{REPLACEMENT CHARACTER}ln\nUlm\n")
    assert table.issues[0].message.startswith("Line 2 has the sign �")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ('a,b\n1,"x\n2,y\n', "The quote that opens in line 2 is never closed."),
        ('a,b\n1,2\n3,"', "The quote that opens in line 3 is never closed."),
        ('a,b\n1,"x"y\n', "Line 2 has text after the quote that should end a field."),
        (
            'a,b\n1,"x\n2,"y"\n',
            "The quote that opens in line 2 is not closed there, and the next quote (line 3) does not end a "
            "field.",
        ),
    ],
)
def test_a_quote_gone_wrong_has_the_line_where_it_opened(raw: str, message: str) -> None:
    error = refused(raw)
    assert error.message == message
    assert repairs_of(error) == ["quotes_as_text"]


def test_quotes_can_be_taken_as_letters() -> None:
    table = read('a,b\n1,"x\n2,"y"\n', repairs=["quotes_as_text"])
    assert table.frame["b"].tolist() == ['"x', '"y"']


def test_inches_are_no_quotes() -> None:
    table = read('size,n\n5" pipe,1\n6" pipe,2\n')
    assert table.frame["size"].tolist() == ['5" pipe', '6" pipe']
    assert table.issues[0].code == "stray_quotes"
    assert table.issues[0].line == 2


def test_blanks_before_quotes_are_a_repair() -> None:
    raw = 'a, b\n1, "x, y"\n2, "z" \n'
    assert repairs_of(refused(raw, RaggedRowError))[0] == "skip_blanks_around_quotes"
    table = read(raw, repairs=["skip_blanks_around_quotes"])
    assert table.frame["b"].tolist() == ["x, y", "z"]


def test_ignoring_blanks_keeps_those_inside_quotes() -> None:
    table = read('a, b\n"x, ", "y"\n', repairs=["skip_blanks_around_quotes"])
    assert table.frame.to_numpy().tolist() == [["x, ", "y"]]


def test_blank_lines_are_passed_over_and_noted() -> None:
    table = read("\na,b\n\n1,2\n  \n3,4\n\n\n")
    assert table.frame.to_numpy().tolist() == [[1, 2], [3, 4]]
    assert [i.message for i in table.issues] == ["2 blank lines skipped, the first is line 3."]


def test_a_blank_line_of_one_column_may_be_a_missing_value() -> None:
    table = read("a\n1\n\n2\n3\n\n")
    assert table.n_rows == 3
    assert table.issues[0].repairs[0].id == "blank_lines_are_missing"
    missing = read("a\n1\n\n2\n3\n\n", repairs=["blank_lines_are_missing"])
    assert (missing.n_rows, missing.variable("a").n_missing) == (4, 1)


def test_rows_of_separators_only_are_reported() -> None:
    table = read("a,b\n1,2\n,\n,\n3,4\n")
    assert table.issues[0].message == (
        "2 rows with nothing in them, the first is line 3; they count as rows with every value missing."
    )
    assert read("a,b\n1,2\n,\n,\n3,4\n", repairs=["drop_empty_rows"]).n_rows == 2


def test_columns_with_neither_name_nor_value_are_left_out() -> None:
    table = read("a,,b,,\n1,,2,,\n3,,4, ,\n")
    assert table.names == ("a", "b")
    assert table.issues[0].message == "3 columns with neither a name nor a value left out."


def test_an_unknown_repair_is_refused() -> None:
    with pytest.raises(TableError, match="There is no repair called “make_it_work”"):
        read("a\n1\n", repairs=["make_it_work"])


def test_a_repair_that_is_not_needed_changes_nothing() -> None:
    plain = read("a,b\n1,2\n3,5\n")
    every = ["drop_ragged_rows", "pad_short_rows", "name_blank_headers", "read_as_cp1252", "trim_blanks:a"]
    mended = read("a,b\n1,2\n3,5\n", repairs=every)
    pd.testing.assert_frame_equal(plain.frame, mended.frame)
    assert plain.sha256 != mended.sha256


def test_a_damaged_parquet_file_is_refused() -> None:
    buffer = io.BytesIO()
    pd.DataFrame({"a": range(50)}).to_parquet(buffer)
    raw = bytearray(buffer.getvalue())
    raw[10:60] = b"\xff" * 50
    assert refused(bytes(raw)).message.startswith("This Parquet file is damaged")


def test_a_parquet_file_of_no_rows_is_refused() -> None:
    buffer = io.BytesIO()
    pd.DataFrame({"a": []}).to_parquet(buffer)
    assert refused(buffer.getvalue(), EmptyTableError).message == "The file has no rows of data."


def test_an_error_survives_the_trip_between_processes() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(refused("a,b\n1\n", RaggedRowError)))
    assert repairs_of(error) == ["pad_short_rows"]
