//! `shapes.js`: what makes each kind of record that the Node binding gives.
//!
//! An object that is written as a literal is made at once, and its shape is known to the engine; one that gets its
//! fields by their names costs several times as much, and each use of it later does too.

use std::collections::BTreeSet;

use super::{
    HEADER,
    model::{Field, Record, Shape},
    typescript::camel_case,
};

pub(super) fn write(records: &[Record]) -> String {
    let mut shapes = BTreeSet::new();
    for record in records.iter().filter(|record| record.writes) {
        match &record.shape {
            Shape::Struct(fields) => {
                shapes.insert(keys(fields));
            }
            Shape::Variants { tag, variants } => {
                for variant in variants {
                    let tagged = std::iter::once(camel_case(tag)).chain(keys(&variant.fields));
                    shapes.insert(tagged.collect::<Vec<_>>());
                }
            }
            Shape::Names(_) => {}
        }
    }
    let mut out = format!("// {HEADER}\n'use strict'\n\n");
    out.push_str(
        "/** Makes a record of the values from `i` on in a list; by its keys. */\nmodule.exports = {\n",
    );
    for shape in shapes {
        let fields = shape.iter().enumerate().map(|(place, key)| format!("{key}: list[i + {place}]"));
        let fields: Vec<String> = fields.collect();
        out.push_str(&format!("  '{}': (list, i) => ({{ {} }}),\n", shape.join(","), fields.join(", ")));
    }
    out.push_str("}\n");
    out
}

fn keys(fields: &[Field]) -> Vec<String> {
    fields.iter().map(|field| camel_case(&field.wire)).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_shape() {
        assert_eq!(super::write(&super::super::sample::records()), include_str!("../../samples/shapes.js"));
    }
}
