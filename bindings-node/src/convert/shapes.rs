//! The shapes of records: JavaScript learns the keys of each once, and is told its number from then on.
//!
//! There are as many as there are kinds of records; they hold names only, nothing of JavaScript.

use std::{cell::RefCell, collections::HashMap};

use super::names::camel_case;

thread_local! {
    static SHAPES: RefCell<Shapes> = RefCell::default();
}

#[derive(Default)]
struct Shapes {
    numbers: HashMap<Vec<&'static str>, usize>,
    /// By number.
    keys: Vec<Vec<String>>,
}

/// The number of the shape with these fields.
pub(super) fn number_of(fields: &[&'static str]) -> usize {
    SHAPES.with_borrow_mut(|shapes| {
        shapes.numbers.get(fields).copied().unwrap_or_else(|| {
            let new = shapes.keys.len();
            shapes.keys.push(fields.iter().map(|field| camel_case(field)).collect());
            shapes.numbers.insert(fields.to_vec(), new);
            new
        })
    })
}

/// The keys of a shape, in the order of its fields.
pub(super) fn keys_of(shape: u32) -> Vec<String> {
    let shape = usize::try_from(shape).unwrap_or(usize::MAX);
    SHAPES.with_borrow(|shapes| shapes.keys.get(shape).cloned().unwrap_or_default())
}
