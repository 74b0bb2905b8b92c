//! What every document begins and ends with.

use super::{Party, Sheet, SheetBlock, SheetFact, SheetPanel, words::Words};
use crate::{Result, Timestamp};

/// The texts that tell the documents apart.
pub(super) struct Head {
    pub(super) title: &'static str,
    pub(super) number: String,
    pub(super) at: Timestamp,
    pub(super) facts: Vec<SheetFact>,
    pub(super) lead: String,
}

/// The sheet with its head; the rest is added below it.
pub(super) fn sheet(words: &Words<'_>, head: Head) -> Result<Sheet> {
    let mut facts = head.facts;
    facts.extend(words.options.custom_fields.iter().cloned());
    let issuer = words.seller();
    Ok(Sheet {
        title: format!("{} {}", head.title, head.number),
        author: issuer.clone(),
        language: "en".to_owned(),
        date: Some(words.date_of(head.at)?),
        paper: words.options.paper,
        blocks: vec![
            SheetBlock::Heading { title: head.title.to_owned(), issuer },
            SheetBlock::Facts { facts },
            SheetBlock::Panels { panels: panels(words) },
            SheetBlock::Lead { text: head.lead },
        ],
        footer: words.options.footer.clone().unwrap_or_default(),
        page_label: format!("{} · page {{page}} of {{pages}}", head.number),
    })
}

/// What is said of the tax, and a word to the customer.
pub(super) fn notes(words: &Words<'_>, blocks: &mut Vec<SheetBlock>) {
    if words.reverse_charge() {
        let standard = || "Reverse charge: the recipient accounts for the tax.".to_owned();
        let text = words.options.reverse_charge_note.clone().unwrap_or_else(standard);
        blocks.push(SheetBlock::Note { heading: None, text });
    }
    if let Some(text) = words.options.notes.clone() {
        blocks.push(SheetBlock::Note { heading: None, text });
    }
}

pub(super) fn fact(label: &str, value: impl Into<String>) -> SheetFact {
    SheetFact { label: label.to_owned(), value: value.into() }
}

fn panels(words: &Words<'_>) -> Vec<SheetPanel> {
    let nameless = || vec![words.invoice.customer.clone()];
    let from = words.options.seller.as_ref().map(|seller| ("From", lines(seller)));
    let to = ("Bill to", words.options.buyer.as_ref().map_or_else(nameless, lines));
    let panel = |(heading, lines): (&str, _)| SheetPanel { heading: heading.to_owned(), lines };
    from.into_iter().chain([to]).map(panel).collect()
}

fn lines(party: &Party) -> Vec<String> {
    let mut lines = vec![party.name.clone()];
    lines.extend(party.address.iter().cloned());
    lines.extend(party.email.iter().cloned());
    lines.extend(party.tax_ids.iter().cloned());
    lines
}
