//! `src/forms.rs` of the bindings for Python and Node: the records that can be kept as JSON, by name.
//!
//! Those of Swift and Kotlin stand in their own records.

use super::{
    HEADER,
    model::{Record, Shape, pascal_case},
};

pub(super) fn python(records: &[Record]) -> String {
    let mut entries = Vec::new();
    for record in kept(records) {
        match &record.shape {
            Shape::Struct(_) => entries.push((record.name.clone(), record)),
            // Each variant is a class of its own, and reads and writes them all.
            Shape::Variants { variants, .. } => {
                let classes = variants
                    .iter()
                    .map(|variant| format!("{}{}", record.name, pascal_case(&variant.name.wire)));
                entries.extend(classes.map(|class| (class, record)));
            }
            Shape::Names(_) => {}
        }
    }
    table(&entries)
}

pub(super) fn node(records: &[Record]) -> String {
    let entries: Vec<_> = kept(records).map(|record| (record.name.clone(), record)).collect();
    table(&entries)
}

/// The names of the types for TypeScript, with their types.
pub(super) fn typescript(records: &[Record]) -> String {
    let mut out = String::from(
        "\n/** What `toJson` writes and `fromJson` reads, by name. */\nexport interface JsonRecords {\n",
    );
    for record in kept(records) {
        out.push_str(&format!("  {0}: {0}\n", record.name));
    }
    out.push_str("}\n");
    out
}

/// What goes both ways; the text of a mere name is the name.
fn kept(records: &[Record]) -> impl Iterator<Item = &Record> {
    let both = |record: &&Record| record.reads && record.writes && !record.own_json;
    records.iter().filter(both).filter(|record| !matches!(record.shape, Shape::Names(_)))
}

fn table(entries: &[(String, &Record)]) -> String {
    let mut out = format!("//! {HEADER}\n//!\n//! The records that can be kept as JSON, by name.\n\n");
    out.push_str("use crate::json::{Form, form};\n\npub(crate) const FORMS: &[(&str, Form)] = &[\n");
    for (name, record) in entries {
        out.push_str(&format!("(\"{name}\", form::<prorata::{}::{}>()),\n", record.module, record.name));
    }
    out.push_str("];\n");
    out
}

#[cfg(test)]
mod tests {
    use super::{
        super::{sample, uniffi},
        *,
    };

    #[test]
    fn what_goes_both_ways_has_a_form() {
        let records = sample::records();
        let python = uniffi::format(&python(&records)).unwrap();
        let node = node(&records);
        for record in &records {
            let both = record.reads && record.writes && !record.own_json;
            let named = matches!(record.shape, Shape::Names(_));
            let entry = format!("(\"{}\", ", record.name);
            assert_eq!(node.contains(&entry), both && !named, "{}", record.name);
            assert_eq!(python.contains(&format!("::{}>()", record.name)), both && !named, "{}", record.name);
        }
    }
}
