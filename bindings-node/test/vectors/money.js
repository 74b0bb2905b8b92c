// The calls of `vectors/money`.
'use strict'

const { ExchangeRates, Money, currencyInfo, unitAmountTotal } = require('prorata')
const { amount, native } = require('./form.js')

// Integers are `bigint` here, as the vectors are read; records go through `native`.
module.exports = {
  'money.new': (given) => new Money(given.minor, given.currency),
  'money.add': (given) => amount(given.amount).add(amount(given.other)),
  'money.subtract': (given) => amount(given.amount).subtract(amount(given.other)),
  'money.negate': (given) => amount(given.amount).negate(),
  'money.multiply': (given) => amount(given.amount).multiply(given.quantity),
  'money.sum': (given) => Money.sum(given.currency, given.amounts.map(amount)),
  'money.compare': (given) => amount(given.amount).compare(amount(given.other)),
  'money.from_major': (given) => Money.fromMajor(given.major, given.currency, given.rounding),
  'money.to_major': (given) => amount(given.amount).amount,
  'money.percent': (given) => amount(given.amount).percent(given.percent, given.rounding),
  'money.scale': (given) => amount(given.amount).scale(given.numerator, given.denominator, given.rounding),
  'money.allocate': (given) => amount(given.amount).allocate(given.weights, given.remainder),
  'money.parse': (given) => Money.parse(given.text, native(given.format), given.currency),
  'money.format': (given) => amount(given.amount).format(native(given.format)),
  'money.from_stripe': (given) => Money.fromStripe(given.amount, given.currency),
  'money.rounded_for_stripe': (given) => amount(given.amount).roundedForStripe(given.used_for, given.rounding),
  'money.to_stripe': (given) => amount(given.amount).toStripe(given.used_for),
  'money.check_stripe_charge': (given) => amount(given.amount).checkStripeCharge(),
  'money.unit_amount_total': (given) =>
    unitAmountTotal(given.unit_amount, given.quantity, given.currency, given.rounding),
  'money.convert': (given) =>
    new ExchangeRates(native(given.rates)).convert(amount(given.amount), given.to, given.date, given.rounding),
  'money.currency_info': (given) => currencyInfo(given.currency),
}
