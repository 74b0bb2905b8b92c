//! `Table`: columns, as every Arrow library takes and gives them.

use arrow_array::{Array, ArrayRef, RecordBatch, cast::AsArray, types::Decimal128Type};
use arrow_schema::{DataType, SchemaRef};
use pyo3::{
    Bound, PyAny, PyResult, Python, pyclass, pymethods,
    types::{PyAnyMethods, PyCapsule, PyDict, PyDictMethods, PyList, PyListMethods, PyStringMethods},
};

use crate::{
    arrow,
    columns::{Column, Naive},
    convert::{date_from_days, decimal_from_text, instant_from_millis, to_py},
    errors::{Failure, Result},
    guard::guard,
    metric_table::definition,
};

/// Rows and columns, shared with any Arrow library without a copy.
///
/// Made from any object with `__arrow_c_stream__`, and taken by whatever reads one:
/// `pyarrow.table(t)`, `polars.DataFrame(t)`, `pandas.DataFrame.from_arrow(t)`, DuckDB's `from t`.
#[pyclass(frozen, module = "prorata")]
pub(crate) struct Table {
    pub(crate) schema: SchemaRef,
    pub(crate) batches: Vec<RecordBatch>,
}

/// How many rows `repr` shows.
const SHOWN: usize = 10;

#[pymethods]
impl Table {
    /// Takes the columns of any object with `__arrow_c_stream__`, without copying them.
    #[new]
    #[pyo3(signature = (data: "object"))]
    fn new(data: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| Self::of(data, "data"))
    }

    /// The columns as an Arrow stream; a requested schema is not applied, as the interface allows.
    #[pyo3(signature = (requested_schema: "object | None" = None) -> "object")]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        guard(|| {
            drop(requested_schema);
            arrow::write(py, self.schema.clone(), self.batches.clone())
        })
    }

    /// How many rows there are.
    fn __len__(&self) -> PyResult<usize> {
        guard(|| Ok(self.rows()))
    }

    /// The names of the columns, in order.
    #[getter]
    fn column_names(&self) -> PyResult<Vec<String>> {
        guard(|| Ok(self.schema.fields().iter().map(|field| field.name().clone()).collect()))
    }

    /// What the figures mean, in a table made by `prorata.metrics`; `None` in any other.
    ///
    /// It is in the metadata of the schema, which pyarrow keeps and data frames drop.
    #[pyo3(signature = () -> "Definition | None")]
    fn definition<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| to_py(py, &definition(&self.schema)?))
    }

    /// A list of Python values for each column: for small tables, and for looking.
    #[pyo3(signature = () -> "dict[str, list[object]]")]
    fn to_pydict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        guard(|| {
            let columns = PyDict::new(py);
            for (place, field) in self.schema.fields().iter().enumerate() {
                columns.set_item(field.name(), self.values(py, place, self.rows())?)?;
            }
            Ok(columns)
        })
    }

    /// The number of rows and columns, and the first rows.
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        guard(|| self.preview(py))
    }
}

impl Table {
    /// Reads an argument.
    pub(crate) fn of(data: &Bound<'_, PyAny>, name: &str) -> Result<Self> {
        let (schema, batches) = arrow::read(data).map_err(|failure| failure.inside(name))?;
        Ok(Self { schema, batches })
    }

    /// The chunks of a column.
    pub(crate) fn column<'a>(&'a self, name: &'a str) -> Result<Vec<Column<'a>>> {
        let Ok(place) = self.schema.index_of(name) else {
            let names: Vec<&str> = self.schema.fields().iter().map(|field| field.name().as_str()).collect();
            let text = format!("the table has no column `{name}`, only `{}`", names.join("`, `"));
            return Err(Failure::coded("input.missing_column", text));
        };
        let chunks = self.batches.iter().filter_map(|batch| batch.columns().get(place));
        Ok(chunks.map(|array| Column { name, array }).collect())
    }

    fn rows(&self) -> usize {
        self.batches.iter().fold(0, |rows, batch| rows.saturating_add(batch.num_rows()))
    }

    /// The first `limit` values of a column.
    fn values<'py>(&self, py: Python<'py>, place: usize, limit: usize) -> Result<Bound<'py, PyList>> {
        let list = PyList::empty(py);
        let name = self.schema.fields().get(place).map_or("", |field| field.name().as_str());
        for array in self.batches.iter().filter_map(|batch| batch.columns().get(place)) {
            let wanted = limit.saturating_sub(list.len()).min(array.len());
            append(&list, Column { name, array: &array.slice(0, wanted) })?;
        }
        Ok(list)
    }

    fn preview(&self, py: Python<'_>) -> Result<String> {
        let mut columns = Vec::new();
        for (place, field) in self.schema.fields().iter().enumerate() {
            let mut cells = vec![field.name().clone()];
            for value in self.values(py, place, SHOWN)? {
                cells.push(if value.is_none() { "-".into() } else { value.str()?.to_cow()?.into_owned() });
            }
            let width = cells.iter().map(|cell| cell.chars().count()).max().unwrap_or(0);
            columns.push((cells, width, is_number(field.data_type())));
        }
        let mut text = format!("Table: {} rows, {} columns", self.rows(), columns.len());
        for line in 0..self.rows().min(SHOWN).saturating_add(1) {
            text.push('\n');
            for (cells, width, right) in &columns {
                let cell = cells.get(line).map_or("", String::as_str);
                text.push_str("  ");
                text.push_str(&if *right { format!("{cell:>width$}") } else { format!("{cell:<width$}") });
            }
            text.truncate(text.trim_end().len());
        }
        if self.rows() > SHOWN {
            text.push_str("\n  …");
        }
        Ok(text)
    }
}

fn is_number(of: &DataType) -> bool {
    of.is_numeric()
}

/// Appends the values of one chunk.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what is none of these, of Arrow's forty types, is refused"
)]
fn append(list: &Bound<'_, PyList>, column: Column<'_>) -> Result<()> {
    let py = list.py();
    let array = column.array;
    match array.data_type() {
        DataType::Null => fill(list, array, |_| Ok(py.None().into_bound(py))),
        DataType::Boolean => {
            let flags = array.as_boolean();
            fill(list, array, |row| native(py, flags.value(row)))
        }
        DataType::Int64 => slice(list, array, column.i64s()?, |value| native(py, value)),
        DataType::Int32 => slice(list, array, column.i32s()?, |value| native(py, value)),
        DataType::Date32 => slice(list, array, column.i32s()?, |value| date_from_days(py, value)),
        DataType::Timestamp(_, zone) => {
            let millis = column.instants(Naive::Utc)?;
            slice(list, array, &millis, |value| instant_from_millis(py, value, zone.is_some()))
        }
        DataType::Decimal128(_, _) => {
            let decimals = array.as_primitive::<Decimal128Type>();
            fill(list, array, |row| decimal_from_text(py, &decimals.value_as_string(row)))
        }
        _ => match numbers(list, array)? {
            true => Ok(()),
            false => {
                let texts = column.texts()?;
                fill(list, array, |row| native(py, texts.get(row)))
            }
        },
    }
}

/// Appends numbers of the kinds that no slice of the core has; false if they are not numbers.
fn numbers(list: &Bound<'_, PyList>, array: &ArrayRef) -> Result<bool> {
    use arrow_array::types::{
        Float32Type, Float64Type, Int8Type, Int16Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
    };
    macro_rules! first_that_fits {
        ($($kind:ty),*) => {
            $(if let Some(numbers) = array.as_primitive_opt::<$kind>() {
                slice(list, array, numbers.values(), |value| native(list.py(), value))?;
                return Ok(true);
            })*
        };
    }
    first_that_fits!(
        Float64Type,
        Float32Type,
        Int8Type,
        Int16Type,
        UInt8Type,
        UInt16Type,
        UInt32Type,
        UInt64Type
    );
    Ok(false)
}

fn native<'py>(py: Python<'py>, value: impl serde::Serialize) -> Result<Bound<'py, PyAny>> {
    crate::convert::to_py(py, &value)
}

fn slice<'py, T: Copy>(
    list: &Bound<'py, PyList>,
    array: &ArrayRef,
    values: &[T],
    convert: impl Fn(T) -> Result<Bound<'py, PyAny>>,
) -> Result<()> {
    let beyond = || Failure::from(prorata::Error::internal("a column is shorter than its table"));
    fill(list, array, |row| convert(*values.get(row).ok_or_else(beyond)?))
}

fn fill<'py>(
    list: &Bound<'py, PyList>,
    array: &ArrayRef,
    value: impl Fn(usize) -> Result<Bound<'py, PyAny>>,
) -> Result<()> {
    for row in 0..array.len() {
        if array.is_null(row) {
            list.append(list.py().None())?;
        } else {
            list.append(value(row)?)?;
        }
    }
    Ok(())
}
