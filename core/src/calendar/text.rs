//! What the calendar's text values share: strict digits, and one serde form.

/// Exactly `len` ASCII digits, as a number: no sign, no space, no missing leading zero.
pub(super) fn digits(text: &str, len: usize) -> Option<u32> {
    let exact = text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit());
    if exact { text.parse().ok() } else { None }
}

/// Serde and `Debug` of a value that is its text everywhere (docs/adr/0001-how-records-cross.md).
macro_rules! text_scalar {
    ($name:ident, $expected:literal) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
                serializer.serialize_newtype_struct(stringify!($name), &self.to_string())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(
                deserializer: D,
            ) -> std::result::Result<Self, D::Error> {
                crate::error::from_text(deserializer, $expected)
            }
        }
    };
}
pub(super) use text_scalar;
