// `Money`: two values and their methods, which ask the core (`src/money.rs`). Its docs stand in `header.d.ts`.
'use strict'

const { __money: core } = require('./index.js')
const ProrataError = require('./error.js')

function Money(minor, currency) {
  if (new.target === undefined) {
    throw new ProrataError('Money must be a call with `new`, not `a plain call`', 'input.wrong_type', 'input')
  }
  this.minor = minor
  this.currency = core.checked(minor, currency)
  Object.freeze(this)
}

Money.zero = (currency) => core.zero(currency)
Money.fromMajor = (major, currency, rounding) => core.fromMajor(major, currency, rounding)
Money.parse = (text, format, currency) => core.parse(text, format, currency)
Money.sum = (currency, amounts) => core.sum(currency, amounts)
Money.fromStripe = (amount, currency) => core.fromStripe(amount, currency)

class Methods {
  get amount() { return core.amount(this) }
  get isZero() { return core.isZero(this) }
  get isNegative() { return core.isNegative(this) }
  add(other) { return core.add(this, other) }
  subtract(other) { return core.subtract(this, other) }
  negate() { return core.negate(this) }
  multiply(quantity) { return core.multiply(this, quantity) }
  compare(other) { return core.compare(this, other) }
  equals(other) { return core.equals(this, other) }
  percent(percent, rounding) { return core.percent(this, percent, rounding) }
  scale(numerator, denominator, rounding) { return core.scale(this, numerator, denominator, rounding) }
  allocate(weights, remainder) { return core.allocate(this, weights, remainder) }
  toStripe(usedFor) { return core.toStripe(this, usedFor) }
  roundedForStripe(usedFor, rounding) { return core.roundedForStripe(this, usedFor, rounding) }
  checkStripeCharge() { return core.checkStripeCharge(this) }
  format(format) { return core.format(this, format) }
  toString() { return core.text(this) }
  toJSON() { return core.json(this) }

  // Without this, `a + b` would join two texts and `a < b` compare them.
  [Symbol.toPrimitive](hint) {
    if (hint === 'string') return this.toString()
    throw new ProrataError('operators do not work on `Money`: use `add`, `compare`, …', 'input.wrong_type', 'input')
  }
}
Money.prototype = Methods.prototype
Object.defineProperty(Money.prototype, 'constructor', { value: Money })

/** An amount that comes from the core: there is nothing to check. */
function Checked(minor, currency) {
  this.minor = minor
  this.currency = currency
  Object.freeze(this)
}
Checked.prototype = Money.prototype

module.exports = { Money, Checked }
