// How values cross: one passage for an argument and one for an answer, whatever the caller's objects do meanwhile.
'use strict'

const assert = require('node:assert/strict')
const { test } = require('node:test')
const vm = require('node:vm')
const { Facts, Money, ProrataError, calendar, catalog, currencyInfo, proration } = require('prorata')

const usd = (minor) => new Money(minor, 'USD')
const price = (pricing = { kind: 'per_unit', unitAmount: '4900' }) => ({
  id: 'price_1', product: 'prod_1', currency: 'USD', pricing, recurring: { interval: { unit: 'month', count: 1 } },
})

function refuses(code, call, sentence) {
  assert.throws(call, (error) => {
    assert.ok(error instanceof ProrataError, String(error))
    assert.equal(error.code, code, error.message)
    assert.match(error.message, sentence)
    return true
  })
}

/** An object, of the fields given, that counts how often each is read. */
function counted(fields, reads) {
  const object = {}
  for (const [key, value] of Object.entries(fields)) {
    const get = () => { reads[key] = (reads[key] ?? 0) + 1; return value }
    Object.defineProperty(object, key, { get, enumerable: true })
  }
  return object
}

test('what contains itself is refused, and so is what is nested too deep', () => {
  const tooDeep = /it is inside more than 32 others$/
  const record = { kind: 'per_unit' }
  record.self = record
  refuses('input.invalid_record', () => catalog.checkPrice(price(record)), tooDeep)
  const list = []
  list.push(list, list)
  refuses('input.invalid_record', () => catalog.checkPrice(price({ kind: 'graduated', tiers: list })), tooDeep)
  const nested = (depth) => Array.from({ length: depth }).reduce((inner) => [inner], 'x')
  refuses('input.invalid_record', () => catalog.checkPrice(price({ kind: 'graduated', tiers: nested(40) })), tooDeep)
  // Where something else is expected, that is what is said.
  refuses('input.wrong_type', () => calendar.monthDays(list), /^month must be a month as text, not `array`/)
  refuses('input.invalid_record', () => catalog.checkPrice({ ...price(), self: record }), /unknown field `self`/)
  catalog.checkPrice(price())
})

test('a getter may call the library, and each is called once', () => {
  const reads = {}
  const inner = { get decimalMark() { return usd(1n).format({ decimalMark: 'comma' }) === 'USD 0,01' ? 'comma' : null } }
  assert.equal(usd(123450n).format(inner), 'USD 1.234,50')
  const nested = price()
  Object.defineProperty(nested, 'product', {
    enumerable: true,
    get() { catalog.checkPrice(counted(price(), reads)); return 'p'.repeat(100_000 + currencyInfo('USD').exponent) },
  })
  assert.deepEqual(catalog.mrr(nested, 2n, 'weeks52_days365'), usd(9800n))
  assert.deepEqual(Object.values(reads), [1, 1, 1, 1, 1])
})

test('what a getter throws is thrown, the same object', () => {
  for (const mine of [new RangeError('mine'), new (class Mine extends Error {})('mine')]) {
    const nested = { ...price(), get product() { throw mine } }
    let seen = 'nothing'
    try { catalog.checkPrice(nested) } catch (error) { seen = error }
    assert.equal(seen, mine)
  }
  catalog.checkPrice(price())
})

test('long texts, many elements, texts beyond Latin', () => {
  for (const id of ['x'.repeat(200_000), 'é', 'Ж€', '\u{1f600}\0', '"\\\n']) {
    assert.equal(catalog.annualPrice(price(), id, '0').id, id)
  }
  const amounts = Array.from({ length: 50_000 }, () => usd(1n))
  assert.deepEqual(Money.sum('USD', amounts), usd(50_000n))
  assert.equal(catalog.annualPrice(price(), 'short', '0').id, 'short')
})

test('objects are read by what they are, wherever they come from', () => {
  const elsewhere = vm.runInNewContext('({ unit: "month", count: 1, at: new Date(0), list: [1n] })')
  const cycle = { anchor: elsewhere.at, interval: { unit: elsewhere.unit, count: elsewhere.count } }
  assert.deepEqual(calendar.boundary(cycle, 1), new Date('1970-02-01T00:00:00Z'))
  assert.equal(usd(1n).allocate(elsewhere.list, 'last_takes_rest').length, 1)
  class Interval {
    unit = 'month'
    count = 1
    get other() { throw new Error('not a field of its own') }
  }
  assert.deepEqual(calendar.boundary({ anchor: new Date(0), interval: new Interval() }, 0), new Date(0))
  const bare = Object.assign(Object.create(null), { unit: 'month', count: 1, [Symbol('mine')]: 1 })
  assert.deepEqual(calendar.boundary({ anchor: new Date(0), interval: bare }, 0), new Date(0))
  const proxy = new Proxy({ unit: 'month', count: 1 }, {})
  assert.deepEqual(calendar.boundary({ anchor: new Date(0), interval: proxy }, 0), new Date(0))
})

test('an amount is checked each time it goes in', () => {
  const forged = (fields) => Object.assign(Object.create(Money.prototype), fields)
  for (const wrong of [{}, { minor: 1, currency: 'USD' }, { minor: 1n }, { minor: 2n ** 63n, currency: 'USD' }]) {
    refuses('input.wrong_type', () => usd(1n).add(forged(wrong)), /^other must be a Money/)
    refuses('input.wrong_type', () => forged(wrong).isZero, /^this must be a Money/)
  }
  refuses('money.unknown_currency', () => usd(1n).add(forged({ minor: 1n, currency: 'USX' })), /`USX`/)
})

test('answers are plain objects', () => {
  const period = { start: new Date(0), end: new Date(1000) }
  const answer = proration.proratedAmount(usd(10n), period, period)
  assert.equal(Object.getPrototypeOf(answer), Object.prototype)
  assert.deepEqual(Object.keys(answer), ['amount', 'numerator', 'denominator'])
  assert.ok(answer.amount instanceof Money && Object.isFrozen(answer.amount))
  assert.deepEqual(Object.keys(answer.amount), ['minor', 'currency'])
  assert.deepEqual(Object.keys(usd(1n).toJSON()), ['minor', 'currency'])
})

test('a list of rows is refused at its row', () => {
  const row = { customerId: 'a', subscriptionId: 'a', effectiveAt: new Date(0), mrr: usd(1n) }
  refuses('input.wrong_type', () => Facts.fromChanges([row, { ...row, mrr: 1n }]), /^changes\[1\]\.mrr must be a Money/)
  refuses('input.wrong_type', () => Facts.fromChanges({ row }), /^changes must be an array, not `object`/)
  const mine = new Error('mine')
  const rows = [row]
  Object.defineProperty(rows, 1, { get() { throw mine }, enumerable: true })
  assert.throws(() => Facts.fromChanges(rows), mine)
})
