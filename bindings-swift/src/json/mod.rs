//! Records as JSON, in the one form of every language: the text is the same as the core's own serde makes of it.
//!
//! Two exports serve every record, by its name. What crosses beside the text are the bytes in which uniffi itself
//! carries a record, so that Swift and Kotlin read and write them with the converters they have anyway:
//! `Price.fromJson(text)` and `price.toJson()` stand in Records.swift and Records.kt, which are generated.

mod refusal;
mod value;

use std::convert::identity;

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    ProrataError, UniFfiTag,
    guard::{Result, guard},
    records::{FROM_JSON, TO_JSON},
};
use refusal::Refusal;

/// From JSON to the bytes of a record.
pub(crate) type Read = fn(&str) -> Result<Vec<u8>>;

/// From the bytes of a record to JSON.
pub(crate) type Write = fn(&[u8]) -> Result<String>;

#[uniffi::export]
pub(crate) fn json_read(record: String, text: String) -> Result<Vec<u8>> {
    guard(|| Ok(find(FROM_JSON, &record).and_then(|read| read(&text)))).and_then(identity)
}

#[uniffi::export]
pub(crate) fn json_write(record: String, bytes: Vec<u8>) -> Result<String> {
    guard(|| Ok(find(TO_JSON, &record).and_then(|write| write(&bytes)))).and_then(identity)
}

fn find<T: Copy>(table: &[(&str, T)], record: &str) -> Result<T> {
    let found = table.iter().find(|(name, _)| *name == record);
    found.map(|(_, form)| *form).ok_or_else(|| internal(format!("`{record}` has no such form")))
}

pub(crate) fn read<T: DeserializeOwned + uniffi::Lower<UniFfiTag>>(text: &str) -> Result<Vec<u8>> {
    let json = serde_json::from_str(text).map_err(Refusal::syntax)?;
    let record: T = value::record(json)?;
    let mut bytes = Vec::new();
    T::write(record, &mut bytes);
    Ok(bytes)
}

pub(crate) fn write<T: Serialize + uniffi::Lift<UniFfiTag>>(mut bytes: &[u8]) -> Result<String> {
    // A scalar inside may be refused, such as a currency that nobody knows.
    let record = T::try_read(&mut bytes)
        .map_err(|error| error.downcast().unwrap_or_else(|error| internal(error.to_string())))?;
    serde_json::to_string(&record).map_err(|error| internal(error.to_string()))
}

fn internal(what: String) -> ProrataError {
    prorata::Error::internal(what).into()
}

#[cfg(test)]
mod tests {
    use prorata::{calendar::BillingCycle, facts::CancellationPolicy};

    use super::{Read, Write, json_read, json_write, read, write};
    use crate::records::{FROM_JSON, TO_JSON};
    use crate::scalars::Money;

    fn refused(record: &str, text: &str) -> String {
        format!("{:?}", json_read(record.into(), text.into()).unwrap_err())
    }

    const CYCLE: &str =
        r#"{"anchor":"2024-01-31T00:00:00.000Z","interval":{"unit":"month","count":4294967295}}"#;

    #[test]
    fn a_record_survives_to_the_byte() {
        let bytes = json_read("BillingCycle".into(), CYCLE.into()).unwrap();
        let core: BillingCycle = serde_json::from_str(CYCLE).unwrap();
        let text = json_write("BillingCycle".into(), bytes).unwrap();
        assert_eq!(text, serde_json::to_string(&core).unwrap());
        assert_eq!(text, CYCLE);
    }

    #[test]
    fn integers_of_64_bits_survive() {
        for minor in [i64::MIN, i64::MAX] {
            let text = format!(r#"{{"minor":{minor},"currency":"USD"}}"#);
            let bytes = json_read("Money".into(), text.clone()).unwrap();
            assert_eq!(json_write("Money".into(), bytes).unwrap(), text);
        }
        let over = refused("Money", r#"{"minor":9223372036854775808,"currency":"USD"}"#);
        assert!(over.contains("input.invalid_record") && over.contains("9223372036854775808"), "{over}");
    }

    #[test]
    fn an_enum_is_its_name() {
        let bytes = json_read("CancellationPolicy".into(), r#""at_end""#.into()).unwrap();
        assert_eq!(json_write("CancellationPolicy".into(), bytes).unwrap(), r#""at_end""#);
        assert_eq!(serde_json::to_string(&CancellationPolicy::AtEnd).unwrap(), r#""at_end""#);
    }

    /// No record of the core's own, so that nothing in it can change what is tested.
    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize, uniffi::Enum)]
    #[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
    enum Charge {
        Free,
        Tiered { from: Vec<i64>, discount: Option<Money>, inner: Vec<Charge> },
    }

    #[test]
    fn an_enum_with_data_is_an_object_with_a_kind() {
        let text = r#"{"kind":"tiered","from":[-9223372036854775808,1],"discount":{"minor":-5,"currency":"JPY"},"inner":[{"kind":"free"},{"kind":"tiered","from":[],"discount":null,"inner":[]}]}"#;
        assert_eq!(write::<Charge>(&read::<Charge>(text).unwrap()).unwrap(), text);
        for (from, to, code, sentence) in [
            ("JPY", "YEN", "money.unknown_currency", "`YEN`"),
            ("\"free\"", "\"none\"", "input.invalid_record", "unknown variant `none`"),
            ("\"kind\":\"tiered\",", "", "input.invalid_record", "missing field `kind`"),
            ("[]", "{}", "input.wrong_type", "… must be an array, not `object`"),
            ("[]", "null", "input.wrong_type", "… must be an array, not `null`"),
            ("[{", "[7,{", "input.wrong_type", "… must be an object, not `integer 7`"),
        ] {
            let got = format!("{:?}", read::<Charge>(&text.replacen(from, to, 1)).unwrap_err());
            assert!(got.contains(code) && got.contains(sentence), "{from} as {to}: {got}");
        }
    }

    #[test]
    fn a_refusal_has_its_code_and_its_place() {
        for (from, to, code, sentence) in [
            ("01-31", "02-31", "calendar.invalid_timestamp", "\"anchor: "),
            ("\"month\"", "\"moon\"", "input.invalid_record", "interval.unit: unknown variant `moon`"),
            ("\"month\"", "1.5", "input.wrong_type", "interval.unit must be "),
            ("4294967295", "null", "input.wrong_type", "interval.count must be an integer, not `null`"),
            ("4294967295", "4294967296", "input.invalid_record", "interval.count: "),
            (",\"count\":4294967295", "", "input.invalid_record", "interval: missing field `count`"),
            ("\"anchor\"", "\"anker\"", "input.invalid_record", "`anchor`"),
            ("\"2024", "2024", "input.invalid_record", "line 1 column"),
        ] {
            let got = refused("BillingCycle", &CYCLE.replacen(from, to, 1));
            assert!(got.contains(code) && got.contains(sentence), "{from} as {to}: {got}");
        }
        let got = refused("MovementKind", "{}");
        assert!(got.contains("the JSON must be"), "{got}");
        let got = refused("BillingCycle", "7");
        assert!(got.contains("input.wrong_type") && got.contains("the JSON must be"), "{got}");
        assert!(refused("Nobody", "{}").contains("internal.panic"));
    }

    #[test]
    fn bytes_that_the_core_refuses_keep_their_code() {
        let text = r#"{"minor":1,"currency":"USD"}"#;
        let bytes = json_read("Money".into(), text.into()).unwrap();
        let bytes: Vec<u8> = bytes.into_iter().map(|byte| if byte == b'D' { b'X' } else { byte }).collect();
        let got = format!("{:?}", json_write("Money".into(), bytes).unwrap_err());
        assert!(got.contains("money.unknown_currency"), "{got}");
    }

    #[test]
    fn every_name_stands_once() {
        fn names<T>(table: &[(&'static str, T)]) -> Vec<&'static str> {
            let mut names: Vec<_> = table.iter().map(|(name, _)| *name).collect();
            names.sort_unstable();
            names
        }
        for mut all in [names::<Read>(FROM_JSON), names::<Write>(TO_JSON)] {
            let count = all.len();
            all.dedup();
            assert!(all.len() == count && count > 20);
        }
    }
}
