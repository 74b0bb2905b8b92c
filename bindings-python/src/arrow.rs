//! Arrow tables across the boundary without a copy.
//!
//! The [PyCapsule interface] of Arrow passes a pointer to a C stream. Any object that has
//! `__arrow_c_stream__` is read, whoever made it: pyarrow, polars, pandas, DuckDB, DataFusion.
//!
//! [PyCapsule interface]: https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html
#![expect(unsafe_code, reason = "the C stream of another library is a pointer; see SAFETY in `read`")]

use std::ffi::CStr;

use arrow_array::{
    RecordBatch, RecordBatchIterator, RecordBatchReader,
    ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader},
};
use arrow_schema::{ArrowError, SchemaRef};
use pyo3::{
    Bound, PyAny, Python,
    types::{PyAnyMethods, PyCapsule, PyCapsuleMethods, PyStringMethods, PyTypeMethods},
};

use crate::errors::{Failure, Result};

const STREAM: &CStr = c"arrow_array_stream";

/// Takes the batches of any object with `__arrow_c_stream__`; the buffers stay where they are.
pub(crate) fn read(object: &Bound<'_, PyAny>) -> Result<(SchemaRef, Vec<RecordBatch>)> {
    if !object.hasattr("__arrow_c_stream__")? {
        let expected = "a table with `__arrow_c_stream__`, as pyarrow, polars, pandas and DuckDB have";
        return Err(Failure::wrong_type(expected, object.get_type().name()?.to_cow()?));
    }
    let capsule =
        object.call_method0("__arrow_c_stream__")?.cast_into::<PyCapsule>().map_err(pyo3::PyErr::from)?;
    let stream = capsule.pointer_checked(Some(STREAM))?.cast::<FFI_ArrowArrayStream>();
    // SAFETY: the name of the capsule was checked, so by the PyCapsule interface it holds a valid stream; the
    // capsule lives until the end of this function. `from_raw` moves the stream out and leaves a released one
    // behind, so the capsule's destructor frees nothing twice. That the stream's buffers are what its schema
    // says is the promise of the library that made it.
    let reader = unsafe { RecordBatchStreamReader::from_raw(stream.as_ptr()) }.map_err(unreadable)?;
    let schema = reader.schema();
    let batches = reader.collect::<std::result::Result<Vec<_>, _>>().map_err(unreadable)?;
    Ok((schema, batches))
}

/// Gives the batches as a capsule that any Arrow library takes; the buffers are shared with it.
pub(crate) fn write<'py>(
    py: Python<'py>,
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
) -> Result<Bound<'py, PyCapsule>> {
    let reader = RecordBatchIterator::new(batches.into_iter().map(Ok), schema);
    Ok(PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), STREAM)?)
}

fn unreadable(error: ArrowError) -> Failure {
    Failure::coded("input.invalid_arrow", format!("the Arrow stream cannot be read: {error}"))
}
