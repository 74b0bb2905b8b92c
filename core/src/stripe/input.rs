//! The forms that Stripe's objects come in: an array, lists, one object, or JSON Lines.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::StripeError;
use crate::{Error, Result};

/// The text of one object, or why there is none, and its place in the input, counted from 1.
pub(super) struct Item<'a> {
    pub(super) place: u32,
    pub(super) json: Result<&'a str>,
}

/// An input taken apart.
pub(super) struct Items<'a> {
    pub(super) items: Vec<Item<'a>>,
    /// What a place is: a line of JSON Lines, or an item.
    pub(super) place_name: &'static str,
}

/// Takes an input apart without reading what is in its objects.
///
/// # Errors
/// `stripe.invalid_json` for what is not JSON; in JSON Lines, that is a refusal of the line instead.
/// `stripe.incomplete_list` for a list without its last page.
pub(super) fn split(input: &[u8]) -> Result<Items<'_>> {
    let text = std::str::from_utf8(input).map_err(|error| {
        let valid = input.get(..error.valid_up_to()).unwrap_or_default();
        let line = valid.split(|byte| *byte == b'\n');
        let column = line.clone().next_back().map_or(0, <[u8]>::len).saturating_add(1);
        StripeError::InvalidJson { line: line.count(), column, reason: "the text is not UTF-8".into() }
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut pages = Pages::default();
    let mut items = Vec::new();
    let mut place_name = "item";
    if is_json_lines(text) {
        let mut one_each = true;
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let before = items.len();
            match serde_json::from_str::<&RawValue>(line) {
                Ok(value) => pages.unpack(value.get(), number, &mut items)?,
                Err(error) => {
                    let json = Err(StripeError::invalid_json(&error, number).into());
                    items.push(Item { place: place(number)?, json });
                }
            }
            one_each &= items.len() == before.saturating_add(1);
        }
        if one_each {
            place_name = "line";
        }
    } else {
        for value in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>() {
            let value = value.map_err(|error| StripeError::invalid_json(&error, 0))?;
            pages.unpack(value.get(), 0, &mut items)?;
        }
    }
    if place_name == "item" {
        // Several objects may share a line, so they are counted.
        for (index, item) in items.iter_mut().enumerate() {
            item.place = place(index)?;
        }
    }
    pages.check()?;
    Ok(Items { items, place_name })
}

/// True for a text of one object on each line. Any of them may be broken, but not all in such a way that
/// the text looks like one object over many lines.
fn is_json_lines(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let Some(first) = lines.clone().next().filter(|line| line.starts_with('{')) else { return false };
    lines.clone().nth(1).is_some()
        && (serde_json::from_str::<&RawValue>(first).is_ok() || lines.all(|line| line.starts_with('{')))
}

fn place(index: usize) -> Result<u32, StripeError> {
    let place = index.checked_add(1).and_then(|place| u32::try_from(place).ok());
    let reason = "it has more than 4,294,967,295 objects";
    place.ok_or_else(|| StripeError::InvalidObject { object: "input".into(), reason: reason.into() })
}

/// Lists by what they list, and whether the last page of each was there.
#[derive(Default)]
struct Pages(BTreeMap<String, bool>);

/// A list of the API. Its members are looked at only where `object` says that it is one.
#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct Page<'a> {
    #[serde(borrow)]
    data: Vec<&'a RawValue>,
    has_more: Option<bool>,
    url: Option<String>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct Kind<'a> {
    #[serde(borrow)]
    object: Option<&'a RawValue>,
}

impl Pages {
    /// The objects of an array, of a list, or the one that it is.
    fn unpack<'a>(&mut self, value: &'a str, line: usize, items: &mut Vec<Item<'a>>) -> Result<()> {
        let values: Vec<&str> = if value.starts_with('[') {
            let values: Vec<&RawValue> =
                serde_json::from_str(value).map_err(|error| StripeError::invalid_json(&error, 0))?;
            values.into_iter().map(RawValue::get).collect()
        } else if is_list(value) {
            let page: Page<'a> =
                serde_json::from_str(value).map_err(|error| StripeError::invalid_object("list", &error))?;
            let complete = self.0.entry(page.url.unwrap_or_default()).or_insert(false);
            *complete |= !page.has_more.unwrap_or(false);
            page.data.into_iter().map(RawValue::get).collect()
        } else {
            vec![value]
        };
        for json in values {
            items.push(Item { place: place(line)?, json: Ok(json) });
        }
        Ok(())
    }

    fn check(&self) -> Result<()> {
        match self.0.iter().find(|(_, complete)| !**complete) {
            Some((url, _)) => Err(Error::from(StripeError::IncompleteList { what: format!("`{url}`") })),
            None => Ok(()),
        }
    }
}

fn is_list(value: &str) -> bool {
    let kind = serde_json::from_str::<Kind<'_>>(value).ok().and_then(|kind| kind.object);
    kind.is_some_and(|object| object.get() == "\"list\"")
}
