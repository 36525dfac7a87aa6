"""What is read, is read right: separators, line ends, encodings, missing values, numbers, dates, Parquet."""

from __future__ import annotations

import datetime
import hashlib
import io
from typing import Any

import numpy as np
import pandas as pd
import pytest

from causal_core.errors import TableError
from causal_core.table.issues import Issue
from causal_core.table.reading import read_table
from causal_core.table.table import Table


def read(raw: bytes | str, **options: Any) -> Table:
    return read_table(raw.encode() if isinstance(raw, str) else raw, name="file.csv", **options)


def issue(table: Table, code: str) -> Issue:
    return next(i for i in table.issues if i.code == code)


def codes(table: Table) -> list[str]:
    return [i.code for i in table.issues]


def kinds(table: Table) -> dict[str, str]:
    return {v.name: v.kind for v in table.variables}


ROWS = "a,b\n1,x\n2,y\n3,x\n4,z\n"


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_every_separator_is_found(sign: str) -> None:
    table = read(ROWS.replace(",", sign))
    assert table.frame.to_dict("list") == {"a": [1, 2, 3, 4], "b": ["x", "y", "x", "z"]}
    assert table.issues == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_read(end: str) -> None:
    for text in (ROWS, ROWS.rstrip("\n")):
        assert read(text.replace("\n", end)).frame.equals(read(ROWS).frame)


def test_mixed_line_ends_are_read() -> None:
    assert read("a,b\r\n1,x\n2,y\r3,x\n4,z").frame.equals(read(ROWS).frame)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_every_marked_encoding_is_read(encoding: str) -> None:
    table = read("价格,town\n1,Köln\n2,Łódź\n3,Ulm\n".encode(encoding))
    assert table.names == ("价格", "town")
    assert table.frame["town"].tolist() == ["Köln", "Łódź", "Ulm"]
    assert read("价格,town\n1,Köln\n2,Łódź\n3,Ulm\n".encode(encoding), encoding="utf-8").n_rows == 3


def test_a_file_of_one_column_is_fine() -> None:
    table = read("word\nyes\nno\nno\n")
    assert kinds(table) == {"word": "binary"}


def test_a_spreadsheets_separator_line_is_followed() -> None:
    table = read("sep=;\r\na;b\r\n1;x\r\n2\r\n", repairs=["pad_short_rows"])
    assert table.names == ("a", "b")
    assert issue(table, "padded_rows").line == 4


def test_a_separator_can_be_given() -> None:
    assert read("a,b;c\n1,2;3\n4,5;6\n", separator=";").names == ("a,b", "c")
    assert read("a:b\n1:2\n", separator=":").names == ("a", "b")
    with pytest.raises(TableError, match="cannot part the fields"):
        read("a,b\n1,2\n", separator="ab")


def test_two_separators_that_fit_are_reported() -> None:
    table = read("a;b,c;d\n1;2,3;4\n2;2,4;5\n")
    assert table.names == ("a", "b,c", "d")
    repair = issue(table, "separator").repair
    assert repair is not None
    assert read("a;b,c;d\n1;2,3;4\n2;2,4;5\n", repairs=[repair.id]).names == ("a;b", "c;d")


def test_columns_parted_by_blanks_are_reported() -> None:
    raw = "age  weight\n61   80.5\n48   70\n"
    assert issue(read(raw), "separator").repairs[0].id == "separator_blanks"
    assert read(raw, repairs=["separator_blanks"]).frame["weight"].tolist() == [80.5, 70.0]


@pytest.mark.parametrize("name", ["P", "__class__", "价格", "a b", '"', "<b>x</b>", "a,b", "a\nb", "ID", "'"])
def test_any_text_is_a_name(name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    table = read(f"{quoted},other\n1,2\n3,4\n")
    assert table.names == (name, "other")
    assert table.variable(name).levels == ("1", "3")


def test_blanks_around_names_are_taken_off_and_noted() -> None:
    table = read(" age ,sex\n1,2\n3,4\n")
    assert table.names == ("age", "sex")
    assert issue(table, "trimmed_headers").message == "Blanks around names were taken off: “age”."


# ---- missing values -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word", ["", "  ", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NAN", "NULL", "null", "None", " NA "]
)
def test_words_for_missing_are_missing(word: str) -> None:
    table = read(f"x,t\n1,a\n{word},b\n2,c\n3.5,{word}\n")
    assert table.variable("x").n_missing == 1
    assert table.variable("t").n_missing == 1
    assert table.variable("x").dtype == "float"


@pytest.mark.parametrize("word", ["none", "na", "Null", "nA", "missing", "-1"])
def test_other_words_are_values(word: str) -> None:
    assert read(f"t,u\na,1\n{word},2\n").variable("t").n_missing == 0


def test_words_read_as_missing_are_noted_and_can_be_kept_in_text() -> None:
    table = read("drink,n\nbeer,1\nNone,2\nwine,3\nNone,4\n")
    found = issue(table, "missing_words")
    assert found.message == "In column “drink” these were read as missing: “None” (2)."
    kept = read("drink,n\nbeer,1\nNone,2\nwine,3\nNone,4\n", repairs=["keep_words:drink"])
    assert kept.variable("drink").levels == ("None", "beer", "wine")


@pytest.mark.parametrize("sign", [".", "-", "?"])
def test_signs_are_missing_among_numbers_only(sign: str) -> None:
    table = read(f"x,t\n1,a\n{sign},{sign}\n2.5,b\n3,a\n")
    assert table.variable("x").n_missing == 1
    assert issue(table, "missing_signs").message == f"In column “x” “{sign}” was read as missing (1 time)."
    assert table.variable("t").n_missing == 0
    assert sign in table.variable("t").levels


def test_a_column_of_signs_only_is_text() -> None:
    assert read("x,y\n-,1\n?,2\n").variable("x").levels == ("-", "?")


@pytest.mark.parametrize("code", ["-99", "-9", "999", "9999", "-999.0"])
def test_codes_for_not_known_are_reported_and_never_replaced(code: str) -> None:
    raw = "age,n\n" + "".join(f"{20 + i % 50},{i}\n" for i in range(100)) + f"{code},1\n{code},2\n"
    table = read(raw)
    assert table.variable("age").n_missing == 0
    found = issue(table, "sentinel")
    assert found.repair is not None
    whole = str(int(float(code)))
    assert found.message == (
        f"Column “age” has the value {whole} in 2 rows, far from all others: it may be a code for “not "
        "known”. It was kept as a number."
    )
    mended = read(raw, repairs=[found.repair.id])
    assert (mended.variable("age").n_missing, mended.variable("age").maximum) == (2, 69.0)


@pytest.mark.parametrize(
    "values",
    [
        range(100),  # 99 is next to 98
        [-99, -50, 0, 50, 99],  # all over the place
        [0, 9, 0, 9],  # two values
        [10.5, 999.5, 3.0],  # no whole number
    ],
)
def test_ordinary_nines_are_not_reported(values: list[float]) -> None:
    assert "sentinel" not in codes(read("x,y\n" + "".join(f"{v},a\n" for v in values)))


# ---- numbers --------------------------------------------------------------------------------------


def test_numbers_are_read_exactly() -> None:
    texts = ["0.1", "2.675", "1e-5", "+5", "-.5", "3.", "1.7976931348623157e308", "123456789.123456789"]
    column = read("x,y\n" + "".join(f"{t},a\n" for t in texts)).frame["x"]
    assert column.tolist() == [float(t) for t in texts]


def test_whole_numbers_stay_whole() -> None:
    frame = read("a,b,c\n1,1,9007199254740993\n2,,9007199254740995\n").frame
    assert [str(t) for t in frame.dtypes] == ["int64", "float64", "int64"]
    assert frame["c"].tolist() == [9007199254740993, 9007199254740995]


def test_numbers_too_long_to_be_exact_stay_text() -> None:
    table = read("id,x\n123456789012345678901,1\n123456789012345678902,2\n,3\n")
    assert table.frame["id"].tolist()[:2] == ["123456789012345678901", "123456789012345678902"]
    assert codes(table) == ["long_numbers"]


def test_codes_with_leading_zeros_stay_text() -> None:
    table = read("zip,x\n01067,1\n89073,2\n10115,3\n")
    assert table.variable("zip").levels == ("01067", "10115", "89073")
    assert issue(table, "leading_zeros").repair is not None
    assert read("zip,x\n01067,1\n89073,2\n10115,3\n", repairs=["leading_zeros_as_numbers:zip"]).frame[
        "zip"
    ].tolist() == [1067, 89073, 10115]


@pytest.mark.parametrize("text", ["0x1F", "1_000", "٣", "1d5", "inf", "1 2", "--1", "1e", "½"])
def test_what_is_no_number_is_text(text: str) -> None:
    table = read(f"x,y\n{text},1\n{text}a,2\n")
    assert table.frame["x"].tolist() == [text, f"{text}a"]


def test_one_word_among_numbers_has_its_line_and_a_repair() -> None:
    raw = "x,y\n" + "".join(f"{i}.5,1\n" for i in range(8)) + "abc,2\n9,1\n"
    found = issue(read(raw), "text_among_numbers")
    assert found.message == (
        "Column “x” would be numbers but for 1 value, the first being “abc” in line 10; it was kept as text."
    )
    assert found.repair is not None
    table = read(raw, repairs=[found.repair.id])
    assert (table.variable("x").dtype, table.variable("x").n_missing) == ("float", 1)


def test_infinite_values_are_no_numbers_to_count_with() -> None:
    table = read("x,y\n1,a\ninf,b\n-Infinity,c\n")
    assert table.variable("x").dtype == "text"
    assert issue(table, "text_among_numbers").line == 3


def test_decimal_commas_are_read_between_semicolons() -> None:
    table = read("x;y\n1,5;a\n0,25;b\n-3;c\n")
    assert table.frame["x"].tolist() == [1.5, 0.25, -3.0]
    assert issue(table, "decimal_comma").severity == "note"


def test_a_comma_that_might_part_thousands_is_a_warning() -> None:
    raw = "x;y\n1,500;a\n2,250;b\n"
    table = read(raw)
    assert table.frame["x"].tolist() == [1.5, 2.25]
    found = issue(table, "decimal_comma")
    assert found.severity == "warning"
    assert found.repair is not None
    assert read(raw, repairs=[found.repair.id]).frame["x"].tolist() == [1500.0, 2250.0]


@pytest.mark.parametrize(
    ("texts", "repair", "values"),
    [
        (["1,200", "12,345,678.5"], "plain_numbers", [1200.0, 12345678.5]),
        (["1 200", "3"], "plain_numbers", [1200.0, 3.0]),
        (["1'200", "3"], "plain_numbers", [1200.0, 3.0]),
        (["45%", "5.5 %"], "plain_numbers", [45.0, 5.5]),
        (["$1,200.50", "-$3"], "plain_numbers", [1200.5, -3.0]),
        (["€ 12", "7 €"], "plain_numbers", [12.0, 7.0]),
        (["−5", "3"], "plain_numbers", [-5.0, 3.0]),
        (["1.200,50", "3"], "decimal_comma", [1200.5, 3.0]),
        (["1,5", "2,25"], "decimal_comma", [1.5, 2.25]),
        (["1.200.300", "3"], "decimal_comma", [1200300.0, 3.0]),
    ],
)
def test_numbers_written_for_people_are_a_repair(texts: list[str], repair: str, values: list[float]) -> None:
    raw = "x,y\n" + "".join(f'"{t}",a\n' for t in texts)
    table = read(raw)
    assert table.frame["x"].tolist() == texts
    assert issue(table, "formatted_numbers").repairs[0].id == f"{repair}:x"
    assert read(raw, repairs=[f"{repair}:x"]).frame["x"].tolist() == values


def test_thousands_or_decimals_is_for_a_person_to_say() -> None:
    found = issue(read('x,y\n"1,200",a\n"3,400",b\n'), "formatted_numbers")
    assert [r.id for r in found.repairs] == ["plain_numbers:x", "decimal_comma:x"]


@pytest.mark.parametrize("text", ["1" * 900_000 + "x", "1," * 300_000 + "x", "9" * 900_000])
def test_endless_digits_do_not_stall(text: str) -> None:
    table = read(f'x,y\n"{text}",1\n"{text}",2\n')
    assert table.variable("x").dtype == "text"


# ---- kinds and dates ------------------------------------------------------------------------------


def test_kinds_follow_from_the_values() -> None:
    raw = "yn,tf,zo,coded,count,real,text,day\n"
    for i in range(30):
        raw += (
            f"{'yes' if i % 2 else 'no'},{'True' if i % 3 else 'False'},{i % 2},{i % 5 + 1},"
            f"{i % 7},{i / 7},{'abc'[i % 3]},2020-01-{i % 28 + 1:02d}\n"
        )
    assert kinds(read(raw)) == {
        "yn": "binary",
        "tf": "binary",
        "zo": "binary",
        "coded": "category",
        "count": "number",
        "real": "number",
        "text": "category",
        "day": "time",
    }
    assert read(raw).variable("coded").levels == ("1", "2", "3", "4", "5")
    assert str(read(raw).frame["coded"].dtype) == "int64"
    assert read(raw).frame["tf"].tolist()[:2] == ["False", "True"]


def test_long_free_text_is_a_category_with_a_warning() -> None:
    table = read("t,y\n" + "".join(f"word {i % 60},{i}\n" for i in range(120)))
    assert table.variable("t").kind == "category"
    assert len(table.variable("t").levels) == 50
    assert issue(table, "free_text").column == "t"


def test_identifiers_are_flagged() -> None:
    raw = "id,key,x\n" + "".join(f"{i * 7},k{i},{i % 3}.5\n" for i in range(25))
    assert [(i.code, i.column) for i in read(raw).issues] == [("identifier", "id"), ("identifier", "key")]


def test_empty_and_constant_columns_are_flagged() -> None:
    table = read("a,b,c\n1,,x\n2,,x\n3,NA,x\n")
    assert [(i.code, i.column) for i in table.issues if i.severity == "warning"] == [
        ("all_missing", "b"),
        ("one_value", "c"),
    ]
    assert issue(table, "one_value").message == (
        "Column “c” has the same value in every row (“x”), so nothing can be learned from it."
    )


def test_values_that_differ_in_capitals_or_blanks_are_reported_and_kept() -> None:
    table = read("a,b\nYes,1\nyes,2\n no,3\nno,4\n")
    assert table.variable("a").n_distinct == 4
    assert {"blanks", "spelling"} <= set(codes(table))
    assert read("a,b\nYes,1\nyes,2\n no,3\nno,4\n", repairs=["trim_blanks:a"]).variable("a").levels == (
        "Yes",
        "no",
        "yes",
    )


@pytest.mark.parametrize(
    "texts",
    [
        ["2020-01-31", "2020-02-29"],
        ["2020/01/31", "2020/2/29"],
        ["31.01.2020", "29.2.2020"],
        ["31 Jan 2020", "29 Feb 2020"],
        ["31-Jan-2020", "29-Feb-2020"],
        ["31/01/2020", "29/02/2020"],
        ["01/31/2020", "02/29/2020"],
    ],
)
def test_unambiguous_dates_are_times(texts: list[str]) -> None:
    table = read("d,x\n" + "".join(f"{t},1\n" for t in [*texts, "", texts[0]]))
    days = [d.date() for d in table.frame["d"].dropna()]
    assert days == [datetime.date(2020, 1, 31), datetime.date(2020, 2, 29), datetime.date(2020, 1, 31)]


def test_times_with_zones_are_one_clock() -> None:
    table = read("d,x\n2020-01-01T12:00:00Z,1\n2020-01-01T14:00:00+02:00,2\n2020-01-02 00:00,3\n")
    assert [d.isoformat() for d in table.frame["d"]] == [
        "2020-01-01T12:00:00",
        "2020-01-01T12:00:00",
        "2020-01-02T00:00:00",
    ]


def test_ambiguous_dates_stay_text_until_a_person_says() -> None:
    raw = "d,x\n03/04/2020,1\n05/06/2020,2\n07/08/2020,3\n"
    found = issue(read(raw), "ambiguous_dates")
    assert [r.id for r in found.repairs] == ["day_first:d", "month_first:d"]
    assert read(raw).variable("d").kind == "category"
    assert read(raw, repairs=["day_first:d"]).frame["d"][0] == pd.Timestamp(2020, 4, 3)
    assert read(raw, repairs=["month_first:d"]).frame["d"][0] == pd.Timestamp(2020, 3, 4)


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert read("d,x\n2020-02-30,1\n2020-02-28,2\n2021-02-28,3\n").variable("d").dtype == "text"


# ---- the whole ------------------------------------------------------------------------------------


def test_the_hash_is_the_files_own() -> None:
    assert read(ROWS).sha256 == hashlib.sha256(ROWS.encode()).hexdigest()
    different = {
        read(ROWS).sha256,
        read(ROWS, separator=",").sha256,
        read(ROWS, encoding="utf-8").sha256,
        read(ROWS, repairs=["trim_blanks:b"]).sha256,
        read(ROWS + "\n").sha256,
    }
    assert len(different) == 5
    assert read(ROWS, repairs=["a:b"][:0]).sha256 == read(ROWS).sha256


def test_reading_twice_gives_the_same_table() -> None:
    assert read(ROWS) == read(ROWS)
    assert read(ROWS).issues == read(ROWS).issues
    assert read(ROWS).variables == read(ROWS).variables


def test_parquet_is_read_with_its_own_types() -> None:
    frame = pd.DataFrame(
        {
            "n": np.arange(30) % 4,
            "x": np.linspace(0, 1, 30),
            "t": ["NA", "b", None] * 10,
            "b": [True, False, False] * 10,
            "d": pd.date_range("2020", periods=30),
        }
    )
    buffer = io.BytesIO()
    frame.to_parquet(buffer)
    table = read(buffer.getvalue())
    assert kinds(table) == {"n": "category", "x": "number", "t": "binary", "b": "binary", "d": "time"}
    assert table.variable("t").levels == ("NA", "b")
    assert table.frame["b"].dtype == bool
    assert table.sha256 == hashlib.sha256(buffer.getvalue()).hexdigest()


def test_infinite_values_of_parquet_are_a_repair() -> None:
    buffer = io.BytesIO()
    pd.DataFrame({"x": [1.5, np.inf, 2.5]}).to_parquet(buffer)
    found = issue(read(buffer.getvalue()), "infinite")
    assert found.repair is not None
    assert read(buffer.getvalue(), repairs=[found.repair.id]).variable("x").n_missing == 1


def test_a_large_file_is_read_whole() -> None:
    line = b"12345,0.5,yes,,2020-01-31,text,-7.25\n"
    raw = b"a,b,c,d,e,f,g\n" + line * (20_000_000 // len(line))
    table = read(raw)
    assert table.n_rows == 20_000_000 // len(line)
