'use strict'

const assert = require('node:assert/strict')
const { test } = require('node:test')
const { ExchangeRates, Money, calendar, currencyInfo, unitAmountTotal } = require('prorata')

const usd = (minor) => new Money(minor, 'USD')

test('an amount has its minor units, its currency and its decimal form', () => {
  const price = new Money(1050n, 'usd')
  assert.equal(price.minor, 1050n)
  assert.equal(price.currency, 'USD')
  assert.equal(price.amount, '10.50')
  assert.equal(new Money(5n, 'JPY').amount, '5')
  assert.equal(price.isZero, false)
  assert.equal(Money.zero('USD').isZero, true)
  assert.equal(usd(-1n).isNegative, true)
})

test('amounts are equal by value, for Node too, and cannot be changed', () => {
  assert.deepEqual(usd(1n).add(usd(2n)), usd(3n))
  assert.notDeepEqual(usd(1n), usd(2n))
  assert.notDeepEqual(usd(1n), new Money(1n, 'EUR'))
  assert.equal(usd(1n).equals(usd(1n)), true)
  assert.equal(usd(1n).equals(new Money(1n, 'EUR')), false)
  assert.throws(() => { usd(1n).minor = 2n }, TypeError)
  assert.throws(() => { usd(1n).add(usd(1n)).minor = 2n }, TypeError)
})

test('arithmetic', () => {
  assert.deepEqual(usd(5n).subtract(usd(7n)), usd(-2n))
  assert.deepEqual(usd(5n).negate(), usd(-5n))
  assert.deepEqual(usd(5n).multiply(-3n), usd(-15n))
  assert.deepEqual(usd(1050n).percent('2.9', 'half_away_from_zero'), usd(30n))
  assert.deepEqual(usd(100n).scale(1n, 3n, 'floor'), usd(33n))
  assert.deepEqual(Money.sum('USD', [usd(-1587n), usd(4762n)]), usd(3175n))
  assert.deepEqual(Money.sum('USD', []), usd(0n))
  assert.deepEqual(usd(500n).allocate([1000n, 2000n], 'last_takes_rest'), [usd(166n), usd(334n)])
  assert.deepEqual([usd(3n), usd(1n), usd(2n)].sort((a, b) => a.compare(b)), [usd(1n), usd(2n), usd(3n)])
})

test('the whole range of 64 bits crosses unchanged', () => {
  for (const minor of [2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n, 0n, -1n]) {
    assert.equal(usd(minor).minor, minor)
    assert.equal(usd(minor).add(usd(0n)).minor, minor)
    assert.equal(usd(minor).toStripe('charge'), minor)
    assert.deepEqual(Money.sum('USD', [usd(minor)]), usd(minor))
  }
})

test('major units, text and formats', () => {
  assert.deepEqual(Money.fromMajor('49.00', 'USD'), usd(4900n))
  assert.deepEqual(Money.fromMajor('0.005', 'USD', 'half_even'), usd(0n))
  assert.deepEqual(Money.fromMajor('0.005', 'USD', 'half_away_from_zero'), usd(1n))
  assert.equal(String(usd(123450n)), 'USD 1,234.50')
  assert.equal(`${usd(123450n)}`, 'USD 1,234.50')
  const german = { decimalMark: 'comma', grouping: 'point', sign: 'symbol', position: 'after' }
  assert.equal(new Money(123450n, 'EUR').format(german), '1.234,50\u00a0€')
  assert.deepEqual(Money.parse('1.234,50 €', german), new Money(123450n, 'EUR'))
  assert.deepEqual(Money.parse('12', null, 'JPY'), new Money(12n, 'JPY'))
  assert.equal(usd(123450n).format({ grouping: 'none', sign: undefined, position: null }), 'USD 1234.50')
})

test('JSON holds the minor units as text', () => {
  const json = JSON.parse(JSON.stringify({ price: usd(2n ** 63n - 1n) }))
  assert.deepEqual(json, { price: { minor: '9223372036854775807', currency: 'USD' } })
  assert.deepEqual(new Money(BigInt(json.price.minor), json.price.currency), usd(2n ** 63n - 1n))
})

test('Stripe counts its own way', () => {
  assert.deepEqual(Money.fromStripe(500n, 'ISK'), new Money(5n, 'ISK'))
  assert.equal(new Money(500n, 'MGA').toStripe('charge'), 5n)
  assert.equal(usd(50n).checkStripeCharge(), undefined)
  assert.deepEqual(currencyInfo('kwd'), {
    code: 'KWD',
    exponent: 3,
    stripeExponent: 3,
    stripeChargeMultiple: 10n,
    stripePayoutMultiple: 10n,
    stripeMinimumCharge: null,
    stripeMaximumCharge: new Money(999999999990n, 'KWD'),
  })
})

test('unit amounts are exact', () => {
  assert.deepEqual(unitAmountTotal('0.05', 12345n, 'USD', 'half_away_from_zero'), usd(617n))
})

test('exchange rates', () => {
  const rates = new ExchangeRates([
    { base: 'EUR', quote: 'USD', date: '2024-01-02', rate: '1.0956' },
    { base: 'EUR', quote: 'GBP', date: '2024-01-02', rate: '0.8665' },
  ])
  assert.deepEqual(rates.convert(new Money(10000n, 'GBP'), 'USD', '2024-01-31', 'half_even'), usd(12644n))
})

test('instants are dates, and records have names of their own', () => {
  const cycle = { anchor: new Date('2024-01-31T09:00:00Z'), interval: { unit: 'month', count: 1 } }
  assert.deepEqual(calendar.boundary(cycle, 1), new Date('2024-02-29T09:00:00Z'))
  assert.deepEqual(calendar.periodAt(cycle, new Date('2024-03-01T00:00:00Z')), {
    start: new Date('2024-02-29T09:00:00Z'),
    end: new Date('2024-03-31T09:00:00Z'),
  })
  const resolved = calendar.anchorFromConfig({ dayOfMonth: 15 }, new Date('2024-01-10T00:00:00Z'), cycle.interval)
  assert.deepEqual(resolved.firstFullInvoice, new Date('2024-01-15T00:00:00Z'))
})

test('an ES module finds every name, and the same classes', async () => {
  const module = await import('prorata')
  const names = Object.keys(require('prorata')).filter((name) => !name.startsWith('__'))
  assert.ok(names.includes('Money') && names.includes('ProrataError'))
  for (const name of names) assert.equal(module[name], require('prorata')[name], name)
})
