"""Arrow tables of every library, in and out; equal addresses prove that nothing was copied."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from prorata import Facts, InputError, MetricsError, MetricsOptions, Money, MrrChange, Netting, ProrataError, Table, metrics

UTC = dt.timezone.utc
NOON = dt.datetime(2024, 1, 5, 12, tzinfo=UTC)
COLUMNS: dict[str, Any] = {
    "id": pa.array([1, 2, None], pa.int64()),
    "day": pa.array([dt.date(2024, 2, 29), None, dt.date(1969, 12, 31)], pa.date32()),
    "text": pa.array(["å", None, "€ 😀"], pa.string()),
    "large": pa.array(["a", "", None], pa.large_string()),
    "view": pa.array(["short", "long enough to be out of line", None], pa.string_view()),
    "word": pa.array(["x", "y", None]).dictionary_encode(),
    "at": pa.array([NOON, None, NOON], pa.timestamp("us", "UTC")),
    "ratio": pa.array([0.5, None, -1.0], pa.float64()),
    "flag": pa.array([True, None, False]),
    "price": pa.array([Decimal("1.50"), None, Decimal("-0.01")], pa.decimal128(20, 2)),
    "small": pa.array([1, None, 3], pa.uint8()),
}
ROWS: Any = pa.table(COLUMNS)


def address(table: Any, column: str) -> int:
    """Where the values of a column of pyarrow lie."""
    return int(table.column(column).chunk(0).buffers()[1].address)


def test_values() -> None:
    table = Table(ROWS)
    assert len(table) == 3
    assert table.column_names == list(COLUMNS)
    assert table.to_pydict() == ROWS.to_pydict()


def test_pyarrow_in_and_out_without_a_copy() -> None:
    back = pa.table(Table(ROWS))
    assert back.equals(ROWS)
    for column in COLUMNS:
        if column != "flag":
            assert address(back, column) == address(ROWS, column), column


def test_polars_in_and_out_without_a_copy() -> None:
    frame = pl.DataFrame({"id": [1, 2, 3], "text": ["a", "b", None]})
    table = Table(frame)
    assert table.to_pydict() == {"id": [1, 2, 3], "text": ["a", "b", None]}
    assert address(pa.table(table), "id") == frame["id"].to_numpy().ctypes.data
    assert pl.DataFrame(table).equals(frame)


def test_pandas_in_and_out_without_a_copy() -> None:
    frame = pd.DataFrame({"id": pd.array([1, 2, 3], dtype="int64"), "text": ["a", "b", "c"]})
    table = Table(frame)
    assert table.to_pydict()["id"] == [1, 2, 3]
    assert address(pa.table(table), "id") == frame["id"].to_numpy().ctypes.data
    assert pd.DataFrame.from_arrow(table)["text"].tolist() == ["a", "b", "c"]  # type: ignore[attr-defined,unused-ignore]


def test_duckdb_in_and_out() -> None:
    with duckdb.connect() as connection:
        relation: Any = connection.sql("select range as id, 'n' || range as name from range(5000)")
        rows = Table(relation)
        assert len(rows) == 5000
        answer: Any = connection.sql("select sum(id), max(name) from rows")
        found = answer.fetchall()
    assert found == [(12497500, "n999")]


def test_a_stream_of_many_batches() -> None:
    many = pa.concat_tables([ROWS.select(["id", "text"])] * 5)
    table = Table(many)
    assert len(table) == 15
    assert table.to_pydict() == many.to_pydict()
    empty = Table(ROWS.slice(0, 0))
    assert len(empty) == 0 and empty.to_pydict()["id"] == []


def test_a_slice_keeps_its_offset() -> None:
    assert Table(ROWS.slice(1, 2)).to_pydict() == ROWS.slice(1, 2).to_pydict()


def test_repr_shows_the_first_rows() -> None:
    table = Table(pa.table({"customer": [f"cus_{n}" for n in range(12)], "mrr": range(0, 12000, 1000)}))
    lines = repr(table).splitlines()
    assert lines[:3] == ["Table: 12 rows, 2 columns", "  customer   mrr", "  cus_0        0"]
    assert lines[-1] == "  …" and len(lines) == 13
    assert repr(Table(ROWS.slice(0, 0))).startswith("Table: 0 rows, 11 columns")


@pytest.mark.parametrize("wrong", [5, "text", [1, 2], {"a": [1]}, None, object()])
def test_what_is_no_table(wrong: Any) -> None:
    with pytest.raises(InputError) as refused:
        Table(wrong)
    assert refused.value.code == "input.wrong_type"


def test_a_stream_can_be_read_once() -> None:
    class Once:
        """Gives one capsule twice."""

        def __init__(self) -> None:
            self.capsule = ROWS.__arrow_c_stream__()

        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return self.capsule

    once = Once()
    assert len(Table(once)) == 3
    with pytest.raises(InputError) as refused:
        Table(once)
    assert refused.value.code == "input.invalid_arrow"


def test_a_capsule_of_another_kind() -> None:
    class Schema:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return ROWS.schema.__arrow_c_schema__()

    with pytest.raises(ValueError, match="PyCapsule"):
        Table(Schema())


def test_the_data_outlives_its_maker() -> None:
    table = Table(pa.table({"id": list(range(1000))}))
    back = pa.table(table)
    del table
    assert back.column("id").to_pylist() == list(range(1000))


AT = [dt.datetime(2024, month, 5, tzinfo=UTC) for month in (1, 2, 3)]
FACTS: Any = pa.table(
    {
        "customer_id": ["a", "a", "b"],
        "subscription_id": ["s", "s", "t"],
        "effective_at": pa.array(AT, pa.timestamp("ms", "UTC")),
        "mrr_minor": [1000, 0, 700],
        "currency": ["USD", "USD", "USD"],
    }
)


def closings(facts: Facts) -> list[int]:
    return [month.closing.minor for month in metrics.movements(facts).months]


def test_facts_of_every_library_are_the_same() -> None:
    changes = [
        MrrChange("a", "s", AT[0], Money(1000, "USD")),
        MrrChange("a", "s", AT[1], Money(0, "USD")),
        MrrChange("b", "t", AT[2], Money(700, "USD")),
    ]
    expected = closings(Facts.from_changes(changes))
    assert expected == [1000, 0, 700]
    integers = FACTS.set_column(0, "customer_id", pa.array([1, 1, 2])).set_column(
        1, "subscription_id", pa.array([1, 1, 2])
    )
    with duckdb.connect() as connection:
        for table in (
            FACTS,
            pl.DataFrame(FACTS),
            FACTS.to_pandas(),
            connection.from_arrow(FACTS),
            pa.concat_tables([FACTS.slice(0, 1), FACTS.slice(1)]),
            FACTS.set_column(0, "customer_id", FACTS["customer_id"].dictionary_encode()),
            integers,
        ):
            assert closings(Facts.from_arrow(table)) == expected, type(table)
        assert closings(Facts.from_arrow(FACTS.drop_columns(["currency"]), "usd")) == expected
    for unit in ("s", "us", "ns"):
        at = FACTS["effective_at"].cast(pa.timestamp(unit, "America/New_York"))
        assert closings(Facts.from_arrow(FACTS.set_column(2, "effective_at", at))) == expected


@pytest.mark.parametrize(
    ("column", "values", "code"),
    [
        ("effective_at", pa.array(AT, pa.timestamp("ms")), "input.naive_datetime"),
        ("effective_at", pa.array([1, 2, 3]), "input.wrong_column_type"),
        ("effective_at", pa.array([1, 2, 3], pa.timestamp("us", "UTC")), "calendar.invalid_timestamp"),
        ("effective_at", pa.array([AT[0], None, AT[2]], pa.timestamp("ms", "UTC")), "input.empty_value"),
        ("mrr_minor", pa.array([10.0, 0.0, 7.0]), "input.wrong_column_type"),
        ("mrr_minor", pa.array([1000, None, 700]), "input.empty_value"),
        ("mrr_minor", pa.array([1000, -1, 700]), "facts.negative_amount"),
        ("currency", pa.array(["USD", "USD", "USX"]), "money.unknown_currency"),
        ("customer_id", pa.array([None, "a", "b"]), "input.empty_value"),
        ("customer_id", pa.array([1.5, 2.5, 3.5]), "input.wrong_column_type"),
    ],
)
def test_columns_that_are_refused(column: str, values: Any, code: str) -> None:
    place = FACTS.column_names.index(column)
    with pytest.raises(ProrataError) as refused:
        Facts.from_arrow(FACTS.set_column(place, column, values))
    assert refused.value.code == code, str(refused.value)


def test_a_column_that_is_missing() -> None:
    with pytest.raises(InputError, match="no column `currency`") as refused:
        Facts.from_arrow(FACTS.drop_columns(["currency"]))
    assert refused.value.code == "input.missing_column"


def test_the_customers_behind_the_movements_as_a_table() -> None:
    facts = Facts.from_arrow(FACTS)
    record, table = metrics.customer_movements(facts), metrics.customer_movements_table(facts)
    assert table.to_pydict() == {
        "month": record.month,
        "customer_id": record.customer_id,
        "kind": [kind.value for kind in record.kind],
        "before_minor": record.before_minor,
        "amount_minor": record.amount_minor,
        "after_minor": record.after_minor,
        "currency": ["USD"] * 3,
    }
    assert record.amount_minor == [1000, 1000, 700]
    pandas: Any = pd.DataFrame
    frames: list[Any] = [pl.DataFrame(table).to_dicts(), pa.table(table).to_pylist()]
    frames.append(pandas.from_arrow(table).to_dict("records"))
    for rows in frames:
        assert rows == pa.table(table).to_pylist()
    assert [str(field.type) for field in pa.table(table).schema] == ["string"] * 3 + ["int64"] * 3 + ["string"]


def test_every_figure_is_the_sum_of_its_rows_in_a_data_frame() -> None:
    start = dt.datetime(2024, 1, 1, tzinfo=UTC)
    facts = Facts.from_changes(
        MrrChange(f"c{n % 40}", f"s{n % 80}", start + dt.timedelta(hours=n * 9), Money(n * 37 % 11 * 333, "EUR"))
        for n in range(900)
    )
    for netting in Netting:
        options = MetricsOptions(netting=netting)
        frame = pl.DataFrame(metrics.customer_movements_table(facts, options))
        rows = frame.group_by("month", "kind").agg(pl.col("amount_minor").sum()).rows()
        summed = {(month, kind): amount for month, kind, amount in rows}
        assert len(summed) > 20
        for month in metrics.movements(facts, options).months:
            for kind in ("new", "expansion", "contraction", "churn", "reactivation"):
                assert summed.get((month.month, kind), 0) == getattr(month, kind).minor


def test_cohorts_as_a_table() -> None:
    facts = Facts.from_arrow(FACTS)
    record, table = metrics.cohorts(facts), metrics.cohorts_table(facts)
    expected = [
        {
            "cohort": cohort.month,
            "customers": cohort.customers,
            "age": age.age,
            "month": age.month,
            "complete": age.complete,
            "active": age.active,
            "never_lapsed": age.never_lapsed,
            "mrr_minor": age.mrr.minor,
            "currency": age.mrr.currency,
            "active_share": age.active_share.value,
            "never_lapsed_share": age.never_lapsed_share.value,
            "revenue_share": age.revenue_share.value,
        }
        for cohort in record.cohorts
        for age in cohort.ages
    ]
    assert pa.table(table).to_pylist() == expected
    assert pl.DataFrame(table).to_dicts() == expected
    assert [row["active_share"] for row in expected] == [1.0, 0.0, 0.0, None, None, 1.0]


def test_a_table_carries_its_definition() -> None:
    facts, options = Facts.from_arrow(FACTS), MetricsOptions(zone="America/New_York", months=2)
    table = metrics.customer_movements_table(facts, options)
    definition = metrics.customer_movements(facts, options).definition
    assert table.definition() == definition and definition.zone == "America/New_York"
    assert Table(pa.table(table)).definition() == definition
    assert metrics.cohorts_table(facts, options).definition() == definition
    assert Table(ROWS).definition() is None
    tampered = pa.table(table).replace_schema_metadata({"prorata.definition": "{"})
    with pytest.raises(InputError) as refused:
        Table(tampered).definition()
    assert refused.value.code == "input.invalid_record"


def test_a_table_of_no_rows_has_its_columns() -> None:
    options = MetricsOptions(first_month="2024-01", months=1)
    later = Facts.from_changes([MrrChange("a", "s", AT[2], Money(1000, "USD"))])
    table = metrics.customer_movements_table(later, options)
    assert len(table) == 0 and pl.DataFrame(table).columns == table.column_names
    for metric in (metrics.customer_movements_table, metrics.cohorts_table):
        with pytest.raises(MetricsError) as refused:
            metric(Facts.from_changes([]))
        assert refused.value.code == "metrics.no_facts"
