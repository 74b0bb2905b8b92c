//! The names of fields: `snake_case` in the core, `camelCase` in JavaScript.

/// `start_date` → `startDate`
pub(crate) fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut text = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        text.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        text.push_str(letters.as_str());
    }
    text
}

/// Whether `key`, in UTF-16, is `name` in camelCase: `startDate` is `start_date`.
pub(super) fn is_camel_case(key: &[u16], name: &str) -> bool {
    let mut key = key.iter().copied();
    let mut after_underscore = false;
    for letter in name.bytes() {
        if letter == b'_' {
            after_underscore = true;
            continue;
        }
        let expected = if after_underscore { letter.to_ascii_uppercase() } else { letter };
        after_underscore = false;
        if key.next() != Some(u16::from(expected)) {
            return false;
        }
    }
    key.next().is_none()
}

/// `startDate` → `start_date`
pub(super) fn snake_case(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            text.push('_');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}
