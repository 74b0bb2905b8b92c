//! From Stripe's objects to facts.

use std::collections::HashMap;

use serde::{Deserialize, de::DeserializeOwned};

use super::{
    StripeError, StripeOptions,
    event::{Event, discounted_customer},
    history::{self, Outcome},
    input::{self, Item},
    lookup::Lookup,
    schedules,
    snapshots::{self, Snapshot},
    subscriptions::Context,
    wire::{Coupon, Customer, Discount, Price, Schedule, Subscription},
};
use crate::{
    Result,
    facts::{Facts, FactsBuilder, FactsSource, History, OnRefusal},
};

impl Facts {
    /// From Stripe's JSON: events, subscription schedules, or subscription objects, in old and new API shapes.
    ///
    /// The input is an array, a list of the API (`{"object": "list", "data": […]}`, or all of its pages), one
    /// object, or JSON Lines. Prices, plans, coupons, discounts and customers in it serve those that refer to
    /// them by id; every other object, and every other event, is passed over and counted.
    ///
    /// **Where history comes from.** A subscription object is a *snapshot*: it knows the present. Its past is
    /// never made up from `created` or `canceled_at`.
    ///
    /// - *Events* give a subscription's history from its `customer.subscription.created` on; without that one,
    ///   all its events are refused. Order and repetition do not matter: events are put in the order of
    ///   `created`; at one second, the creation comes first, the deletion last, and updates in the order that
    ///   their `previous_attributes` fit together, or else by id. A change counts from its event on. Nothing
    ///   comes back after a deletion.
    /// - *Schedules* give it where there are no events of the subscription: each phase from its start on, on
    ///   the assumption that its invoices were paid. What came before the first phase and after a release
    ///   is not known, and is refused where that shows.
    /// - *Snapshots* alone give [current revenue](crate::metrics::current_revenue), and movements are refused.
    ///   Beside the events or the schedule of its subscription a snapshot is passed over; beside those of
    ///   others only, it is refused, because its history would be missing from theirs.
    ///
    /// **What counts** is what the policy says of the status, of `pause_collection` and of a cancellation that
    /// was asked for. Metered and one-time prices never count; per-unit, package and tiered prices do, the
    /// latter with their `tiers`. Taxes are not deducted from prices that include them.
    ///
    /// **Discounts**, where the policy deducts them, count between their `start` and their `end`: when one runs
    /// out, that is a change, although Stripe sends no event for it. Those of items come first, then those of
    /// the subscription, or for a snapshot without any, its customer's. A coupon limited to some products
    /// must be given with its `applies_to`.
    ///
    /// Where one event of a subscription cannot be used, none is: what it was worth until the next would be a
    /// guess. Whatever this version does not know (a status, a kind of price) is refused and never guessed.
    ///
    /// ```
    /// use prorata::{Currency, facts::Facts, metrics, stripe::StripeOptions};
    ///
    /// let json = r#"{
    ///     "object": "subscription", "id": "sub_1", "customer": "cus_1", "status": "active", "currency": "usd",
    ///     "created": 1704067200,
    ///     "items": {"object": "list", "data": [{
    ///         "quantity": 3,
    ///         "price": {"id": "price_1", "currency": "usd", "unit_amount": 12000, "recurring": {"interval": "year"}}
    ///     }]}
    /// }"#;
    /// let facts = Facts::from_stripe(json.as_bytes(), &StripeOptions::default())?;
    /// assert_eq!(metrics::current_revenue(&facts, None)?.mrr.minor(), 3_000);
    ///
    /// let refused = metrics::movements(&facts, &metrics::MetricsOptions::default()).unwrap_err();
    /// assert_eq!(refused.code(), "metrics.history_missing");
    /// # Ok::<(), prorata::Error>(())
    /// ```
    ///
    /// # Errors
    /// Of the input: `stripe.invalid_json` with line and column; `stripe.incomplete_list` for a list without
    /// its last page. `options.references` is refused like the input.
    ///
    /// Of an object, naming its place, unless objects may be left out: `stripe.invalid_json` (of a line of
    /// JSON Lines), `stripe.invalid_object`, `stripe.unknown_status`, `stripe.unknown_value`,
    /// `stripe.missing_object`, `stripe.missing_customer`, `stripe.missing_currency`, `stripe.incomplete_list`
    /// (of items), `stripe.tiers_missing`, `stripe.no_amount`, `stripe.several_intervals`,
    /// `stripe.customer_discount`, `stripe.history_missing`, `stripe.conflicting_objects`, `facts.two_customers`, `facts.negative_amount`,
    /// `catalog.invalid_price`, `catalog.invalid_interval`, and the codes of amounts, percentages and instants.
    pub fn from_stripe(json: &[u8], options: &StripeOptions) -> Result<Self> {
        let mut reader = Reader::new(options);
        if let Some(references) = &options.references {
            reader.read_references(references).map_err(|error| error.at("references"))?;
        }
        let input = input::split(json)?;
        reader.builder.name_places(input.place_name);
        for Item { place, json } in input.items {
            reader.builder.count_row();
            let taken = json.and_then(|json| reader.take(place, json));
            taken.or_else(|error| reader.builder.refuse(place, error))?;
        }
        reader.finish()
    }
}

/// All that the input says of one subscription.
#[derive(Debug, Default)]
struct Sources<'a> {
    id: String,
    events: Vec<Event<'a>>,
    schedules: Vec<(u32, Schedule)>,
    snapshots: Vec<Snapshot>,
}

struct Reader<'a> {
    context: Context,
    builder: FactsBuilder<String>,
    /// In the order in which they first appear.
    subscriptions: Vec<Sources<'a>>,
    places: HashMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct Kind {
    object: Option<String>,
}

impl<'a> Reader<'a> {
    fn new(options: &StripeOptions) -> Self {
        let policy = options.policy.clone().unwrap_or_default();
        let on_refusal = options.on_refusal.unwrap_or(OnRefusal::RefuseAll);
        Self {
            builder: FactsBuilder::new(FactsSource::StripeEvents, policy.clone(), on_refusal),
            context: Context { lookup: Lookup::default(), policy, as_of: options.as_of },
            subscriptions: Vec::new(),
            places: HashMap::new(),
        }
    }

    fn read_references(&mut self, references: &str) -> Result<()> {
        for item in input::split(references.as_bytes())?.items {
            let json = item.json?;
            self.take_reference(&kind(json)?, json)?;
        }
        Ok(())
    }

    /// True for an object that others refer to.
    fn take_reference(&mut self, kind: &str, json: &str) -> Result<bool, StripeError> {
        let lookup = &mut self.context.lookup;
        match kind {
            "price" | "plan" => lookup.add_price(decode::<Price>(kind, json)?),
            "coupon" => lookup.add_coupon(decode::<Coupon>(kind, json)?),
            "discount" => lookup.add_discount(decode::<Discount>(kind, json)?)?,
            "customer" => lookup.add_customer(decode::<Customer>(kind, json)?)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Puts an object where it belongs.
    fn take(&mut self, place: u32, json: &'a str) -> Result<()> {
        let kind = kind(json)?;
        match kind.as_str() {
            "event" => match Event::read(place, json)? {
                Some(event) => self.sources(&event.subscription.clone()).events.push(event),
                None => {
                    self.context.lookup.note_discount(discounted_customer(json));
                    self.builder.skip_row();
                }
            },
            "subscription" => {
                let snapshot: Subscription = decode(&kind, json)?;
                self.context.lookup.add_prices_of(&snapshot);
                self.sources(&snapshot.id.clone()).snapshots.push((place, snapshot));
            }
            "subscription_schedule" => {
                let schedule: Schedule = decode(&kind, json)?;
                self.sources(schedules::subscription_of(&schedule)).schedules.push((place, schedule));
            }
            other => {
                if !self.take_reference(other, json)? {
                    self.builder.skip_row();
                }
            }
        }
        Ok(())
    }

    fn sources(&mut self, id: &str) -> &mut Sources<'a> {
        let next = self.subscriptions.len();
        let place = *self.places.entry(id.to_owned()).or_insert(next);
        if place == next {
            self.subscriptions.push(Sources { id: id.to_owned(), ..Sources::default() });
        }
        #[expect(clippy::indexing_slicing, reason = "every place is that of a subscription pushed here")]
        &mut self.subscriptions[place]
    }

    fn finish(mut self) -> Result<Facts> {
        let subscriptions = std::mem::take(&mut self.subscriptions);
        let any = |has: fn(&Sources<'a>) -> bool| subscriptions.iter().any(has);
        let source = if any(|of| !of.events.is_empty()) {
            FactsSource::StripeEvents
        } else if any(|of| !of.schedules.is_empty()) {
            FactsSource::StripeSchedules
        } else if subscriptions.is_empty() {
            FactsSource::StripeEvents
        } else {
            FactsSource::StripeSnapshots
        };
        let history = match source {
            FactsSource::StripeSnapshots => History::PresentOnly,
            FactsSource::StripeEvents
            | FactsSource::StripeSchedules
            | FactsSource::Changes
            | FactsSource::SubscriptionChanges
            | FactsSource::Periods => History::Complete,
        };
        self.builder.set_source(source, history);
        for sources in subscriptions {
            let id = sources.id.clone();
            let outcome = self.read(sources, history);
            self.add(&id, outcome)?;
        }
        self.builder.finish()
    }

    fn read(&self, sources: Sources<'a>, history: History) -> Outcome {
        let Sources { id, events, schedules, snapshots } = sources;
        if !events.is_empty() {
            let mut outcome = history::of_events(events, &self.context);
            outcome.skip(schedules.len().saturating_add(snapshots.len()));
            return outcome;
        }
        if !schedules.is_empty() {
            return schedules::history(&id, &schedules, &snapshots, &self.context);
        }
        match history {
            History::PresentOnly => snapshots::present(&snapshots, &self.context),
            History::Complete => {
                let reason = "it is given as an object only, beside the history of others";
                let missing = || StripeError::history_missing(&id, reason).into();
                let refused = snapshots.iter().map(|(place, _)| (*place, missing())).collect();
                Outcome { refused, ..Outcome::default() }
            }
        }
    }

    /// Adds what is new: the first worth of a subscription, and each that differs from the one before.
    fn add(&mut self, id: &str, outcome: Outcome) -> Result<()> {
        for _ in 0..outcome.skipped {
            self.builder.skip_row();
        }
        for (place, error) in outcome.refused {
            self.builder.refuse(place, error)?;
        }
        let mut before = None;
        for row in outcome.worth {
            if before != Some((row.annual, row.currency)) {
                self.builder.push(
                    row.place,
                    outcome.customer.as_str(),
                    id,
                    row.at,
                    row.annual,
                    row.currency,
                )?;
            }
            before = Some((row.annual, row.currency));
        }
        Ok(())
    }
}

fn kind(json: &str) -> Result<String, StripeError> {
    let kind: Kind = decode("object", json)?;
    kind.object.ok_or_else(|| StripeError::contradiction("object", "it has no member `object`"))
}

fn decode<T: DeserializeOwned>(object: &str, json: &str) -> Result<T, StripeError> {
    serde_json::from_str(json).map_err(|error| StripeError::invalid_object(object, &error))
}
