//! The columns of a metric on their way to becoming a [`Table`].

use std::{collections::HashMap, iter::repeat_n, sync::Arc};

use arrow_array::{Array, ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use prorata::{Error, metrics::Definition};
use serde::Serialize;
use serde_json::Value;

use crate::{
    errors::{Failure, Result},
    table::Table,
};

/// Where a table keeps the definition of its figures: a key of the schema's metadata, whose value is JSON.
const DEFINITION: &str = "prorata.definition";

/// Columns of equal length, in their order, under the definition of their figures.
pub(crate) struct Columns<'a> {
    definition: &'a Definition,
    fields: Vec<Field>,
    arrays: Vec<ArrayRef>,
}

impl<'a> Columns<'a> {
    pub(crate) fn of(definition: &'a Definition) -> Self {
        Self { definition, fields: Vec::new(), arrays: Vec::new() }
    }

    /// What crosses as text: ids, months, members of enums.
    pub(crate) fn texts(self, name: &str, values: impl IntoIterator<Item = impl Serialize>) -> Result<Self> {
        let texts = values.into_iter().map(|value| match serde_json::to_value(value) {
            Ok(Value::String(text)) => Ok(text),
            _ => Err(internal(format!("a value of the column `{name}` is not a text"))),
        });
        let texts = texts.collect::<Result<Vec<String>>>()?;
        Ok(self.with(name, DataType::Utf8, Arc::new(StringArray::from(texts))))
    }

    /// Counts, or amounts in minor units.
    pub(crate) fn integers(self, name: &str, values: Vec<i64>) -> Self {
        self.with(name, DataType::Int64, Arc::new(Int64Array::from(values)))
    }

    pub(crate) fn flags(self, name: &str, values: Vec<bool>) -> Self {
        self.with(name, DataType::Boolean, Arc::new(BooleanArray::from(values)))
    }

    /// Fractions of 1, of which those of nothing are null.
    pub(crate) fn ratios(self, name: &str, values: Vec<Option<f64>>) -> Self {
        self.with(name, DataType::Float64, Arc::new(Float64Array::from(values)))
    }

    /// The currency of the amounts, in every row, so that no library that drops metadata loses it.
    pub(crate) fn currency(self) -> Result<Self> {
        let (currency, rows) = (self.definition.currency, self.arrays.first().map_or(0, |array| array.len()));
        self.texts("currency", repeat_n(currency, rows))
    }

    pub(crate) fn into_table(self) -> Result<Table> {
        let definition =
            serde_json::to_string(self.definition).map_err(|error| internal(error.to_string()))?;
        let metadata = HashMap::from([(DEFINITION.to_owned(), definition)]);
        let schema = Arc::new(Schema::new_with_metadata(self.fields, metadata));
        let batch = RecordBatch::try_new(schema.clone(), self.arrays);
        Ok(Table { schema, batches: vec![batch.map_err(|error| internal(error.to_string()))?] })
    }

    fn with(mut self, name: &str, of: DataType, array: ArrayRef) -> Self {
        let has_nulls = of == DataType::Float64;
        self.fields.push(Field::new(name, of, has_nulls));
        self.arrays.push(array);
        self
    }
}

/// The definition that a table carries, whichever libraries it went through; nothing for any other table.
pub(crate) fn definition(schema: &Schema) -> Result<Option<Definition>> {
    let Some(json) = schema.metadata().get(DEFINITION) else { return Ok(None) };
    let unreadable = |error| Error::invalid_record(format!("the metadata `{DEFINITION}`: {error}"));
    Ok(Some(serde_json::from_str(json).map_err(unreadable)?))
}

fn internal(sentence: String) -> Failure {
    Error::internal(sentence).into()
}
