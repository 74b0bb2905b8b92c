//! The laws of subscriptions, over random lives: items, modes, changes, ends, pauses and payments in any order.
#![allow(clippy::manual_is_multiple_of, reason = "a remainder picks one of several")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use prorata::{
    Period, Timestamp,
    invoice::NewInvoice,
    line_item::{LineItem, LineKind},
    subscription::{
        Bill, NewSubscription, Step, Subscription, SubscriptionAction, SubscriptionInput, SubscriptionUpdate,
    },
};
use serde_json::{Value, json};

const START: &str = "2024-01-31T10:00:00Z";

/// What a subscription is, what happens to it, and how many seconds later each.
#[derive(Debug, Clone)]
struct Life {
    new: Value,
    happenings: Vec<(i64, u8, u32)>,
}

fn price(number: u32, months: u32, metered: bool) -> Value {
    let mut recurring = json!({"interval": {"unit": "month", "count": months}});
    if metered {
        recurring["meter"] = json!("calls");
    }
    json!({
        "id": format!("p{number}x{months}"), "product": format!("prod{}", number % 2), "currency": "USD",
        "pricing": {"kind": "per_unit", "unit_amount": (number * 37).to_string()}, "recurring": recurring,
    })
}

fn sold(number: u32) -> Value {
    json!({"id": "setup", "quantity": number % 3, "price": {"id": format!("o{number}"), "product": "setup",
        "currency": "USD", "pricing": {"kind": "per_unit", "unit_amount": (number * 37).to_string()}}})
}

fn item(id: &str, number: u32, months: u32, quantity: u32, metered: bool) -> Value {
    json!({"id": id, "price": price(number, months, metered), "quantity": quantity})
}

fn discount(number: u32, at: &str) -> Value {
    let duration = match number % 2 {
        0 => json!({"kind": "once"}),
        _ => json!({"kind": "forever"}),
    };
    let off = match number % 3 {
        0 => json!({"kind": "amount", "amount_off": {"minor": 100 + number % 900, "currency": "USD"}}),
        _ => json!({"kind": "percent", "percent_off": (number % 99 + 1).to_string()}),
    };
    json!({"id": format!("d{}", number % 5), "coupon": {"id": "c", "off": off, "duration": duration}, "start": at})
}

fn life(modes: &'static [&'static str], length: usize) -> impl Strategy<Value = Life> {
    let new = (0..modes.len(), any::<u32>(), 1_u32..4, 0_u32..40, proptest::bool::weighted(0.3));
    let happening = (prop_oneof![1_i64..90_000, 1_i64..3_000_000, Just(0)], 0_u8..30, any::<u32>());
    (new, proptest::collection::vec(happening, 0..length)).prop_map(
        move |((mode, seed, items, trial, metered), happenings)| {
            let flexible = modes[mode] == "flexible";
            let items: Vec<Value> = (0..items)
                .map(|place| {
                    let months = if flexible { [1, 2, 12][(seed >> place) as usize % 3] } else { 1 };
                    let months = if place == 0 { 1 } else { months };
                    item(&format!("i{place}"), seed % 997 + place, months, seed % 7, metered && place == 1)
                })
                .collect();
            let mut new = json!({
                "id": "sub", "customer": "cus", "currency": "USD", "items": items, "billing_mode": modes[mode],
                "has_payment_method": seed % 3 != 0,
                "missing_payment_method": (["create_invoice", "cancel", "pause"][seed as usize % 3]),
            });
            if trial > 20 {
                new["trial_period_days"] = json!(trial - 20);
            }
            if seed.is_multiple_of(5) {
                new["collection_method"] = json!({"kind": "send_invoice", "days_until_due": 30});
            }
            if seed.is_multiple_of(4) {
                new["discounts"] = json!([discount(seed, START)]);
            }
            Life { new, happenings }
        },
    )
}

fn behavior(seed: u32) -> &'static str {
    ["create_prorations", "always_invoice", "none"][seed as usize % 3]
}

/// Instants between two seconds count as the earlier.
fn half_a_second_after(at: Timestamp, days: u32) -> Timestamp {
    Timestamp::from_millis(at.as_millis() + i64::from(days) * 86_400_000 + 500).unwrap()
}

/// A schedule of two phases.
fn planned(at: Timestamp, seed: u32) -> Value {
    let later = |days: u32| half_a_second_after(at, days);
    let phases = json!([
        {"start": later(seed % 40), "end": later(seed % 40 + 20), "items": [item("i0", seed % 97, 1, 2, false)],
         "proration_behavior": behavior(seed >> 3),
         "trial_end": if seed.is_multiple_of(4) { json!(later(seed % 40 + 9)) } else { Value::Null }},
        {"start": later(seed % 40 + 20), "end": later(seed % 40 + 70), "items": [item("i1", seed % 89, 1, 1, false)]},
    ]);
    json!({"kind": "set_schedule", "schedule": {"phases": phases, "end_behavior": if seed.is_multiple_of(3) { "cancel" } else { "release" }}})
}

/// The input that a happening is where the subscription stands.
fn input(now: &Subscription, at: Timestamp, what: u8, seed: u32) -> SubscriptionInput {
    let later = |days: u32| half_a_second_after(at, days);
    let id = now.items.get(seed as usize % now.items.len()).unwrap().item.id.clone();
    let open = now.open_invoices.get(seed as usize % now.open_invoices.len().max(1));
    let invoice = open.map_or("sub-1".to_owned(), |open| open.id.clone());
    let update = |mut update: Value| {
        update["proration_behavior"] = json!(behavior(seed >> 4));
        if seed.is_multiple_of(11) {
            update["payment_behavior"] = json!("pending_if_incomplete");
        }
        json!({"kind": "update", "update": update})
    };
    let set = |months: u32| json!({"items": [{"kind": "set", "id": id, "price": price(seed % 983, months, false), "quantity": seed % 9}]});
    let json = match what {
        1 | 2 => update(set(1)),
        3 => update(set(12)),
        4 => update(
            json!({"items": [{"kind": "add", "item": item(&format!("a{}", seed % 4), seed % 97, 1, 1, seed.is_multiple_of(2))}]}),
        ),
        5 => update(json!({"items": [{"kind": "remove", "id": id}]})),
        6 => update(json!({"billing_cycle_anchor": "now"})),
        7 => update(json!({"trial_end": {"kind": "at", "at": later(seed % 50 + 1)}})),
        8 => update(json!({"trial_end": {"kind": "now"}})),
        9 => update(json!({"discounts": [discount(seed, &at.to_string())]})),
        10 if seed.is_multiple_of(4) => {
            json!({"kind": "cancel", "request": {"when": {"kind": "now"}, "prorate": seed.is_multiple_of(3), "invoice_now": seed.is_multiple_of(5)}})
        }
        11 => {
            json!({"kind": "cancel", "request": {"when": {"kind": if seed.is_multiple_of(2) { "period_end" } else { "last_period_end" }}}})
        }
        12 => {
            json!({"kind": "cancel", "request": {"when": {"kind": "at", "at": later(seed % 60 + 1)}, "proration_behavior": behavior(seed >> 3)}})
        }
        13 => json!({"kind": "keep_going"}),
        14 => {
            json!({"kind": "pause_collection", "pause": {"behavior": (["keep_as_draft", "void", "mark_uncollectible"][seed as usize % 3]), "resumes_at": later(seed % 50 + 1)}})
        }
        15 => json!({"kind": "resume_collection"}),
        16 => {
            json!({"kind": "pause", "request": {"until": later(seed % 90 + 1), "credit_unused": seed.is_multiple_of(2), "percent_off": if seed.is_multiple_of(3) { json!("50") } else { Value::Null }}})
        }
        17 => {
            json!({"kind": "resume", "request": {"billing_cycle_anchor": if seed.is_multiple_of(2) { "now" } else { "unchanged" }, "on_payment_success": seed.is_multiple_of(3)}})
        }
        18 => planned(at, seed),
        19 => json!({"kind": "release_schedule"}),
        20 => json!({"kind": "payment_method", "available": seed.is_multiple_of(2)}),
        21 => json!({"kind": "payment_failed", "invoice": invoice}),
        22 if seed.is_multiple_of(3) => json!({"kind": "invoice_voided", "invoice": invoice}),
        23 if seed.is_multiple_of(3) => json!({"kind": "invoice_uncollectible", "invoice": invoice}),
        24 if seed.is_multiple_of(2) => {
            json!({"kind": "retries_exhausted", "invoice": invoice, "then": (["cancel", "mark_unpaid", "leave_past_due"][seed as usize % 3])})
        }
        25 => json!({"kind": "advance"}),
        26 => json!({"kind": "accept_offer", "discount": discount(seed, &at.to_string())}),
        27 => update(json!({"add_invoice_items": [sold(seed % 97), sold(5)]})),
        28 => json!({"kind": "invoice", "request": {"auto_advance": seed.is_multiple_of(2),
            "discounts": if seed.is_multiple_of(3) { json!([discount(seed, START)]) } else { json!([]) }}}),
        29 => {
            json!({"kind": "migrate", "proration_discounts": ([None, Some("included"), Some("itemized")][seed as usize % 3])})
        }
        _ => json!({"kind": "invoice_paid", "invoice": invoice}),
    };
    serde_json::from_value(json).unwrap()
}

fn born(life: &Life) -> Step {
    let new: NewSubscription = serde_json::from_value(life.new.clone()).unwrap();
    new.create(START.parse().unwrap()).unwrap()
}

/// Lives it: `each` sees the state before, the input, the instant, and what came of it. What is refused
/// changes nothing.
fn live(
    life: &Life,
    mut each: impl FnMut(&Subscription, &SubscriptionInput, Timestamp, &prorata::Result<Step>),
) -> Step {
    let mut all = born(life);
    let mut now: Timestamp = START.parse().unwrap();
    for (seconds, what, seed) in &life.happenings {
        now = Timestamp::from_millis(now.as_millis() + seconds * 1_000).unwrap();
        let input = input(&all.next, now, *what, *seed);
        let outcome = all.next.apply(&input, now);
        each(&all.next, &input, now, &outcome);
        if let Ok(step) = outcome {
            all.next = step.next;
            all.events.extend(step.events);
            all.actions.extend(step.actions);
        }
    }
    all
}

fn bills(actions: &[SubscriptionAction]) -> Vec<&Bill> {
    fn bill(action: &SubscriptionAction) -> Option<&Bill> {
        match action {
            SubscriptionAction::CreateInvoice { bill } => Some(bill),
            SubscriptionAction::VoidInvoice { .. } | SubscriptionAction::StopCollection { .. } => None,
        }
    }
    actions.iter().filter_map(bill).collect()
}

fn later(at: Timestamp, days: i64) -> Timestamp {
    Timestamp::from_millis(at.as_millis() + days * 86_400_000).unwrap()
}

/// The lines that count: those of voided bills were undone.
fn billed(life: &Life) -> (Vec<LineItem>, Subscription) {
    let mut voided = Vec::new();
    let mut all = live(life, |_, input, _, outcome| {
        if let (SubscriptionInput::InvoiceVoided { invoice }, Ok(_)) = (input, outcome) {
            voided.push(invoice.clone());
        }
    });
    let rest = all.next.apply(&SubscriptionInput::Advance, later(all.next.updated_at, 40)).unwrap();
    all.actions.extend(rest.actions);
    for action in &all.actions {
        if let SubscriptionAction::VoidInvoice { invoice } = action {
            voided.push(invoice.clone());
        }
    }
    let kept = bills(&all.actions).into_iter().filter(|bill| !voided.contains(&bill.id));
    (kept.flat_map(|bill| bill.lines.clone()).collect(), rest.next)
}

proptest! {
    #![proptest_config(crate::config())]

    /// Nothing panics; what is refused has a code; time alone is never refused, so nothing gets stuck; and
    /// what is to be billed makes an invoice.
    #[test]
    fn time_goes_on_whatever_happened(life in life(&["flexible", "classic"], 12)) {
        let all = live(&life, |before, input, now, outcome| {
            if let Err(error) = outcome {
                assert!(error.code().contains('.'));
                assert!(
                    before.apply(&SubscriptionInput::Advance, now).is_ok(),
                    "{input:?} at {now}: {error}"
                );
            }
        });
        let end = later(all.next.updated_at, 200);
        let step = all.next.apply(&SubscriptionInput::Advance, end);
        prop_assert!(step.is_ok(), "{:?}", step.err());
        for bill in bills(&all.actions).into_iter().chain(bills(&step.unwrap().actions)) {
            let invoice = NewInvoice::from(bill.clone()).create();
            prop_assert!(invoice.is_ok(), "{bill:?}: {:?}", invoice.err());
        }
        prop_assert!(all.next.upcoming().is_ok());
    }

    /// The clock in one step or in many gives the same bytes.
    #[test]
    fn one_step_or_many(life in life(&["flexible", "classic"], 8), hours in 12_i64..2_000) {
        let before = live(&life, |_, _, _, _| ()).next;
        let end = later(before.updated_at, 400);
        let whole = before.apply(&SubscriptionInput::Advance, end).unwrap();
        let mut parts = Step { next: before, events: vec![], actions: vec![] };
        while parts.next.updated_at < end {
            let now = parts.next.updated_at.as_millis() + hours * 3_600_000;
            let now = Timestamp::from_millis(now.min(end.as_millis())).unwrap();
            let step = parts.next.apply(&SubscriptionInput::Advance, now).unwrap();
            parts.next = step.next;
            parts.events.extend(step.events);
            parts.actions.extend(step.actions);
        }
        prop_assert_eq!(serde_json::to_string(&whole).unwrap(), serde_json::to_string(&parts).unwrap());
    }

    /// An input delivered again changes nothing, and asks for nothing.
    #[test]
    fn delivered_twice(life in life(&["flexible", "classic"], 12)) {
        let _ = live(&life, |_, input, now, outcome| {
            if let Ok(step) = outcome {
                let again = step.next.apply(input, now).unwrap();
                assert_eq!((&again.events, &again.actions), (&vec![], &vec![]), "{input:?}");
                assert_eq!(again.next, step.next, "{input:?}");
            }
        });
    }

    /// What is over stays over, and bills nothing.
    #[test]
    fn the_end_is_the_end(life in life(&["flexible", "classic"], 14)) {
        let _ = live(&life, |before, input, _, outcome| {
            if let (true, Ok(step)) = (before.status.is_terminal(), outcome) {
                assert_eq!(step.next.status, before.status, "{input:?}");
                assert!(bills(&step.actions).is_empty(), "{input:?}");
            }
        });
    }

    /// What is previewed is what is then billed; looking changes nothing.
    #[test]
    fn previewed_is_billed(life in life(&["flexible", "classic"], 10)) {
        let _ = live(&life, |before, input, now, outcome| {
            let SubscriptionInput::Update { update } = input else { return };
            let update = SubscriptionUpdate { payment_behavior: None, ..update.clone() };
            let base = before.apply(&SubscriptionInput::Advance, now).unwrap().next;
            if base.last_request.as_ref() == Some(&SubscriptionInput::Update { update: update.clone() }) {
                return; // delivered again: it is not done twice
            }
            let done = base.apply(&SubscriptionInput::Update { update: update.clone() }, now);
            let preview = before.preview(&update, now);
            let Ok(done) = done else { assert!(preview.is_err()); return };
            let preview = preview.unwrap();
            assert_eq!(bills(&done.actions).first().copied(), preview.now.as_ref());
            assert_eq!(done.next.pending_items, preview.pending);
            let upcoming = done.next.upcoming().unwrap();
            assert_eq!(upcoming, preview.next);
            if let (Some(upcoming), true) = (upcoming, outcome.is_ok()) {
                let then = done.next.apply(&SubscriptionInput::Advance, upcoming.created).unwrap();
                assert_eq!(bills(&then.actions).first(), Some(&&upcoming));
            }
        });
    }

    /// The recorded inputs give the state again, also through JSON after every step.
    #[test]
    fn replayed(life in life(&["flexible", "classic"], 12)) {
        let mut inputs = Vec::new();
        let lived = live(&life, |_, input, now, outcome| {
            if outcome.is_ok() {
                inputs.push((serde_json::to_string(input).unwrap(), now));
            }
        });
        let mut replayed = born(&life).next;
        for (input, now) in inputs {
            let stored = serde_json::to_string(&replayed).unwrap();
            let state: Subscription = serde_json::from_str(&stored).unwrap();
            replayed = state.apply(&serde_json::from_str(&input).unwrap(), now).unwrap().next;
        }
        prop_assert_eq!(replayed, lived.next);
    }

    /// In flexible mode, also after a move to it, no line is credited more than it billed.
    #[test]
    fn credits_never_exceed_debits(life in life(&["flexible", "classic"], 12), moved in 0_usize..12) {
        let mut life = life;
        if let Some((_, what, _)) = life.happenings.get_mut(moved) {
            *what = 29;
        }
        // An invoice that is voided by hand after its lines were credited keeps the credit.
        life.happenings.iter_mut().filter(|(_, what, _)| *what == 22).for_each(|(_, what, _)| *what = 0);
        let (lines, rest) = billed(&life);
        let mut left: BTreeMap<&str, i64> = BTreeMap::new();
        let all = lines.iter().chain(&rest.pending_items);
        for line in all.clone().filter(|line| line.kind != LineKind::UnusedTime) {
            *left.entry(&line.id).or_default() += line.net_amount().unwrap().minor();
        }
        for credit in all.filter(|line| line.kind == LineKind::UnusedTime) {
            let details = credit.proration.as_ref().unwrap();
            prop_assert!(credit.net_amount().unwrap().minor() <= 0);
            let Some(first) = details.credited_lines.first() else { continue }; // of classic mode
            let debit = left.get_mut(first.as_str());
            prop_assert!(debit.is_some(), "{first} was never billed");
            let debit = debit.unwrap();
            *debit += credit.net_amount().unwrap().minor();
            prop_assert!(*debit >= 0, "{first} is credited {} too much", -*debit);
        }
    }

    /// What waits for an invoice is on exactly one, and no time of usage is billed twice.
    #[test]
    fn billed_exactly_once(life in life(&["flexible", "classic"], 12)) {
        let mut life = life;
        // Two changes in one second make lines of one name.
        life.happenings.iter_mut().for_each(|(seconds, ..)| *seconds = (*seconds).max(1));
        let (lines, _) = billed(&life);
        let mut seen = Vec::new();
        let mut windows: BTreeMap<&str, Vec<Period>> = BTreeMap::new();
        for line in lines.iter().filter(|line| line.kind != LineKind::Trial) {
            prop_assert!(!seen.contains(&&line.id), "{} is billed twice", line.id);
            seen.push(&line.id);
            if line.kind == LineKind::Usage && line.period.start < line.period.end {
                let item = line.subscription_item.as_deref().unwrap();
                let own = windows.entry(item).or_default();
                prop_assert!(own.iter().all(|other| other.end <= line.period.start || line.period.end <= other.start));
                own.push(line.period);
            }
        }
    }
}
