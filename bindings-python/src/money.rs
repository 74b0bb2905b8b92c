//! `Money`, and what is computed with it.

use std::hash::{DefaultHasher, Hash, Hasher};

use prorata::{
    Currency, Date, Decimal, Money, Rounding,
    money::{ExchangeRate, MoneyFormat, Percent, Remainder, StripeUse, UnitAmount, parse_decimal},
};
use pyo3::{
    Bound, IntoPyObjectExt, Py, PyAny, PyResult, Python, pyclass, pyfunction, pymethods,
    types::{PyAnyMethods, PyStringMethods, PyTuple, PyTypeMethods},
};
use serde::de::DeserializeOwned;

use crate::{
    convert::{from_py, to_py},
    errors::{Failure, Result},
    guard::guard,
};

/// An amount: a whole number of minor units, which may be negative, and its currency.
///
/// `Money(1050, "USD")` is ten and a half dollars. Adding amounts of two currencies, and anything that does
/// not fit in 64 bits, raises `MoneyError`; a `float` is never taken for money.
#[pyclass(frozen, name = "Money", module = "prorata")]
pub(crate) struct PyMoney(Money);

impl PyMoney {
    pub(crate) fn inner(&self) -> Money {
        self.0
    }
}

impl From<Money> for PyMoney {
    fn from(money: Money) -> Self {
        Self(money)
    }
}

/// The other side of an operator.
fn operand(other: &Bound<'_, PyAny>) -> Result<Money> {
    match other.cast::<PyMoney>() {
        Ok(money) => Ok(money.get().0),
        Err(_) => {
            Err(Failure::wrong_type("a Money", other.get_type().name()?.to_cow()?).inside("the other amount"))
        }
    }
}

fn integer(value: &Bound<'_, PyAny>, name: &str) -> Result<i64> {
    from_py(value, name, "an integer")
}

fn currency(value: &Bound<'_, PyAny>) -> Result<Currency> {
    from_py(value, "currency", "the code of a currency, such as `USD`")
}

fn rounding(value: &Bound<'_, PyAny>) -> Result<Rounding> {
    from_py(value, "rounding", "a Rounding")
}

fn decimal<T: DeserializeOwned>(value: &Bound<'_, PyAny>, name: &str) -> Result<T> {
    from_py(value, name, "a Decimal")
}

fn format_of(value: Option<&Bound<'_, PyAny>>) -> Result<MoneyFormat> {
    value.map_or_else(|| Ok(MoneyFormat::default()), |value| from_py(value, "format", "a MoneyFormat"))
}

#[pymethods]
impl PyMoney {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str) {
        ("minor", "currency")
    }

    /// `minor` minor units: `Money(4900, "USD")` is 49 dollars. The code of the currency is read in either case.
    #[new]
    #[pyo3(signature = (minor: "int", currency: "str"))]
    fn new(minor: &Bound<'_, PyAny>, currency: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| Ok(Self(Money::new(integer(minor, "minor")?, self::currency(currency)?))))
    }

    /// Nothing, in `currency`.
    #[staticmethod]
    #[pyo3(signature = (currency: "str") -> "Money")]
    fn zero(currency: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| Ok(Self(Money::zero(self::currency(currency)?))))
    }

    /// From major units: `Money.from_major(Decimal("49.00"), "USD")` is 4,900 cents.
    ///
    /// Without `rounding` the amount must be exact: `money.too_precise` where it has more decimals than the
    /// currency.
    #[staticmethod]
    #[pyo3(signature = (major: "Decimal", currency: "str", rounding: "Rounding | None" = None) -> "Money")]
    fn from_major(
        major: &Bound<'_, PyAny>,
        currency: &Bound<'_, PyAny>,
        rounding: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        guard(|| {
            let text: String = decimal(major, "major")?;
            let (major, currency) = (parse_decimal(&text)?, self::currency(currency)?);
            Ok(Self(match rounding {
                None => Money::from_major(major, currency)?,
                Some(mode) => Money::from_major_rounded(major, currency, self::rounding(mode)?)?,
            }))
        })
    }

    /// Reads an amount as people write it: `Money.parse("1.234,50 €", MoneyFormat(...))`.
    ///
    /// The format says which mark is which; `currency` is taken where the text names none.
    #[staticmethod]
    #[pyo3(signature = (
        text: "str", format: "MoneyFormat | None" = None, currency: "str | None" = None
    ) -> "Money")]
    fn parse(
        text: &Bound<'_, PyAny>,
        format: Option<&Bound<'_, PyAny>>,
        currency: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        guard(|| {
            let text: String = from_py(text, "text", "text")?;
            let currency = currency.map(self::currency).transpose()?;
            Ok(Self(Money::parse(&text, &format_of(format)?, currency)?))
        })
    }

    /// The sum of any number of amounts, all in `currency`; of none, zero.
    #[staticmethod]
    #[pyo3(signature = (currency: "str", amounts: "Iterable[Money]") -> "Money")]
    fn sum(currency: &Bound<'_, PyAny>, amounts: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| {
            let amounts: Vec<Money> = from_py(amounts, "amounts", "a list of Money")?;
            Ok(Self(Money::sum(self::currency(currency)?, &amounts)?))
        })
    }

    /// The money that an integer of Stripe's API means: 500 of its ISK are 5 krónur.
    #[staticmethod]
    #[pyo3(signature = (amount: "int", currency: "str") -> "Money")]
    fn from_stripe(amount: &Bound<'_, PyAny>, currency: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| Ok(Self(Money::from_stripe(integer(amount, "amount")?, self::currency(currency)?)?)))
    }

    /// The whole number of minor units: cents, pence, yen.
    #[getter]
    fn minor(&self) -> PyResult<i64> {
        guard(|| Ok(self.0.minor()))
    }

    /// The code of the currency, upper case.
    #[getter]
    fn currency(&self) -> PyResult<&'static str> {
        guard(|| Ok(self.0.currency().code()))
    }

    /// The amount in major units, with all the decimals of the currency: `Decimal("49.00")`.
    #[getter]
    fn amount(&self) -> PyResult<Decimal> {
        guard(|| Ok(self.0.major()))
    }

    /// True for an amount of exactly nothing.
    #[getter]
    fn is_zero(&self) -> PyResult<bool> {
        guard(|| Ok(self.0.is_zero()))
    }

    /// True below zero: a credit.
    #[getter]
    fn is_negative(&self) -> PyResult<bool> {
        guard(|| Ok(self.0.is_negative()))
    }

    /// The amount as people write it, `USD 1,234.50` unless `format` says otherwise.
    #[pyo3(signature = (format: "MoneyFormat | None" = None) -> "str")]
    fn format(&self, format: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        guard(|| Ok(self.0.format(&format_of(format)?)))
    }

    /// The share `percent` of the amount, rounded once: `Decimal("2.9")` is 2.9 %.
    #[pyo3(signature = (percent: "Decimal", rounding: "Rounding") -> "Money")]
    fn percent(&self, percent: &Bound<'_, PyAny>, rounding: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| {
            let percent: Percent = decimal(percent, "percent")?;
            Ok(Self(self.0.percent(percent, self::rounding(rounding)?)?))
        })
    }

    /// The amount times `numerator` over `denominator`, multiplied first and rounded once.
    #[pyo3(signature = (numerator: "int", denominator: "int", rounding: "Rounding") -> "Money")]
    fn scale(
        &self,
        numerator: &Bound<'_, PyAny>,
        denominator: &Bound<'_, PyAny>,
        rounding: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        guard(|| {
            let (over, under) = (integer(numerator, "numerator")?, integer(denominator, "denominator")?);
            Ok(Self(self.0.scale(over, under, self::rounding(rounding)?)?))
        })
    }

    /// Splits the amount in proportion to `weights`; the parts always add up to the whole.
    #[pyo3(signature = (weights: "Iterable[int]", remainder: "Remainder") -> "list[Money]")]
    fn allocate<'py>(
        &self,
        weights: &Bound<'py, PyAny>,
        remainder: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let parts: Vec<i64> = from_py(weights, "weights", "a list of integers")?;
            let remainder: Remainder = from_py(remainder, "remainder", "a Remainder")?;
            to_py(weights.py(), &self.0.allocate(&parts, remainder)?)
        })
    }

    /// The integer that Stripe's API takes for this amount, in a charge or in a payout.
    #[pyo3(signature = (used_for: "StripeUse") -> "int")]
    fn to_stripe(&self, used_for: &Bound<'_, PyAny>) -> PyResult<i64> {
        guard(|| {
            let used_for: StripeUse = from_py(used_for, "used_for", "a StripeUse")?;
            Ok(self.0.to_stripe(used_for)?)
        })
    }

    /// The amount rounded to one that `to_stripe` takes: fils to tens, an ariary, for a payout a whole forint or
    /// Taiwan dollar; any other amount is one already.
    #[pyo3(signature = (used_for: "StripeUse", rounding: "Rounding") -> "Money")]
    fn rounded_for_stripe(&self, used_for: &Bound<'_, PyAny>, rounding: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| {
            let used_for: StripeUse = from_py(used_for, "used_for", "a StripeUse")?;
            Ok(Self(self.0.rounded_for_stripe(used_for, self::rounding(rounding)?)?))
        })
    }

    /// Raises `money.not_stripe_amount` for what Stripe would not charge: too little, too much, or between its
    /// steps.
    #[pyo3(signature = () -> "None")]
    fn check_stripe_charge(&self) -> PyResult<()> {
        guard(|| Ok(self.0.check_stripe_charge()?))
    }

    fn __add__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| Ok(Self(self.0.checked_add(operand(other)?)?)))
    }

    fn __sub__(&self, other: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| Ok(Self(self.0.checked_sub(operand(other)?)?)))
    }

    fn __mul__(&self, quantity: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| Ok(Self(self.0.checked_mul(integer(quantity, "the quantity")?)?)))
    }

    fn __rmul__(&self, quantity: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| Ok(Self(self.0.checked_mul(integer(quantity, "the quantity")?)?)))
    }

    fn __neg__(&self) -> PyResult<Self> {
        guard(|| Ok(Self(self.0.checked_neg()?)))
    }

    /// Equal are amounts of the same size and currency; with anything else it is Python that decides.
    fn __eq__(&self, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        guard(|| {
            let py = other.py();
            Ok(match other.cast::<Self>() {
                Ok(other) => (self.0 == other.get().0).into_py_any(py)?,
                Err(_) => py.NotImplemented(),
            })
        })
    }

    fn __hash__(&self) -> PyResult<u64> {
        guard(|| {
            let mut hasher = DefaultHasher::new();
            self.0.hash(&mut hasher);
            Ok(hasher.finish())
        })
    }

    fn __lt__(&self, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        guard(|| Ok(self.0.checked_cmp(operand(other)?)?.is_lt()))
    }

    fn __le__(&self, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        guard(|| Ok(self.0.checked_cmp(operand(other)?)?.is_le()))
    }

    fn __gt__(&self, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        guard(|| Ok(self.0.checked_cmp(operand(other)?)?.is_gt()))
    }

    fn __ge__(&self, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        guard(|| Ok(self.0.checked_cmp(operand(other)?)?.is_ge()))
    }

    fn __str__(&self) -> PyResult<String> {
        guard(|| Ok(self.0.to_string()))
    }

    fn __repr__(&self) -> PyResult<String> {
        guard(|| Ok(format!("Money({}, '{}')", self.0.minor(), self.0.currency())))
    }

    /// Aligns and pads as for text: `f"{price:>16}"`.
    #[pyo3(signature = (spec: "str", /) -> "str")]
    fn __format__<'py>(&self, spec: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let text = self.0.to_string().into_bound_py_any(spec.py())?;
            Ok(text.call_method1("__format__", (spec,))?)
        })
    }

    /// In a notebook, figures of one width.
    fn _repr_html_(&self) -> PyResult<String> {
        guard(|| Ok(format!("<span style=\"font-variant-numeric: tabular-nums\">{}</span>", self.0)))
    }

    #[pyo3(signature = () -> "tuple[type[Money], tuple[int, str]]")]
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        guard(|| {
            let arguments = (self.0.minor(), self.0.currency().code());
            Ok((py.get_type::<Self>(), arguments)
                .into_bound_py_any(py)?
                .cast_into()
                .map_err(pyo3::PyErr::from)?)
        })
    }
}

/// A table of dated rates, which converts amounts at the rate of a day.
///
/// A pair is looked up directly, then turned round, then across one common currency; every step is exact and the
/// amount is rounded once. A rate that is missing is an error, never 1.
#[pyclass(frozen, module = "prorata")]
pub(crate) struct ExchangeRates(pub(crate) prorata::money::ExchangeRates);

#[pymethods]
impl ExchangeRates {
    /// Takes the rates in any order; `money.invalid_rate` for one that is not positive, a pair of one currency,
    /// or two different rates for one pair and day.
    #[new]
    #[pyo3(signature = (rates: "Iterable[ExchangeRate]"))]
    fn new(rates: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| {
            let rates: Vec<ExchangeRate> = from_py(rates, "rates", "a list of ExchangeRate")?;
            Ok(Self(prorata::money::ExchangeRates::new(&rates)?))
        })
    }

    /// The amount in the currency `to`, at the rates of `date`, rounded once.
    #[pyo3(signature = (amount: "Money", to: "str", date: "dt.date", rounding: "Rounding") -> "Money")]
    fn convert(
        &self,
        amount: &Bound<'_, PyAny>,
        to: &Bound<'_, PyAny>,
        date: &Bound<'_, PyAny>,
        rounding: &Bound<'_, PyAny>,
    ) -> PyResult<PyMoney> {
        guard(|| {
            let amount: Money = from_py(amount, "amount", "a Money")?;
            let to: Currency = from_py(to, "to", "the code of a currency, such as `USD`")?;
            let date: Date = from_py(date, "date", "a date")?;
            Ok(PyMoney(self.0.convert(amount, to, date, self::rounding(rounding)?)?))
        })
    }
}

/// What ISO 4217 and Stripe say about a currency: its decimals, and the steps and limits of charges.
#[pyfunction]
#[pyo3(signature = (currency: "str") -> "CurrencyInfo")]
pub(crate) fn currency_info<'py>(currency: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    guard(|| to_py(currency.py(), &self::currency(currency)?.info()?))
}

/// The price of `quantity` units at `unit_amount`, which is in minor units with up to 12 decimals: multiplied
/// exactly, rounded once.
#[pyfunction]
#[pyo3(signature = (unit_amount: "Decimal", quantity: "int", currency: "str", rounding: "Rounding") -> "Money")]
pub(crate) fn unit_amount_total(
    unit_amount: &Bound<'_, PyAny>,
    quantity: &Bound<'_, PyAny>,
    currency: &Bound<'_, PyAny>,
    rounding: &Bound<'_, PyAny>,
) -> PyResult<PyMoney> {
    guard(|| {
        let price: UnitAmount = decimal(unit_amount, "unit_amount")?;
        let quantity = integer(quantity, "quantity")?;
        Ok(PyMoney(price.total(quantity, self::currency(currency)?, self::rounding(rounding)?)?))
    })
}
