'use strict'

const assert = require('node:assert/strict')
const { test } = require('node:test')
const { ExchangeRates, Facts, Money, ProrataError, catalog, metrics, policyPreset } = require('prorata')

const usd = (minor) => new Money(minor, 'USD')
const changes = [
  { customerId: 'a', subscriptionId: 'a1', effectiveAt: new Date('2024-01-10T00:00:00Z'), mrr: usd(10000n) },
  { customerId: 'b', subscriptionId: 'b1', effectiveAt: new Date('2024-02-01T00:00:00Z'), mrr: usd(5000n) },
  { customerId: 'a', subscriptionId: 'a1', effectiveAt: new Date('2024-02-15T00:00:00Z'), mrr: usd(12000n) },
]
const refused = (code) => (error) => error instanceof ProrataError && error.code === code
const millis = (of) => BigInt(of.effectiveAt.getTime())
const column = (read) => BigInt64Array.from(changes, read)

test('facts know what they hold', () => {
  const facts = Facts.fromChanges(changes)
  assert.deepEqual([facts.customers, facts.subscriptions, facts.changes], [2, 2, 3])
  assert.deepEqual(facts.currencies, ['USD'])
  assert.deepEqual(facts.firstChange, changes[0].effectiveAt)
  assert.equal(facts.conversion, null)
  assert.deepEqual(facts.intake, { source: 'changes', history: 'complete', rowsRead: 3, rowsUsed: 3, refused: [] })
  assert.deepEqual(facts.policy, policyPreset('standard'))
})

test('movements, off the event loop', async () => {
  const { definition, months } = await metrics.movements(Facts.fromChanges(changes))
  assert.equal(definition.firstMonth, '2024-01')
  assert.equal(definition.zone, 'UTC')
  assert.deepEqual(months.map((month) => [month.new, month.expansion, month.closing]), [
    [usd(10000n), usd(0n), usd(10000n)],
    [usd(5000n), usd(2000n), usd(17000n)],
  ])
  const { months: inTokyo } = await metrics.movements(Facts.fromChanges(changes), { zone: 'Asia/Tokyo', months: 1 })
  assert.equal(inTokyo.length, 1)
})

test('columns give the same facts as a list', async () => {
  const expected = await metrics.movements(Facts.fromChanges(changes))
  const text = Facts.fromTextColumns(
    changes.map((of) => of.customerId), changes.map((of) => of.subscriptionId),
    column(millis), column((of) => of.mrr.minor), ['USD'])
  assert.deepEqual(await metrics.movements(text), expected)
  const ids = column((of) => (of.customerId === 'a' ? 1n : 2n))
  const integers = Facts.fromIntegerColumns(ids, ids, column(millis), column((of) => of.mrr.minor), 'USD')
  assert.deepEqual(await metrics.movements(integers), expected)
})

test('the customers behind the movements, as columns', async () => {
  const facts = Facts.fromChanges(changes)
  const table = await metrics.customerMovements(facts)
  assert.deepEqual(table.month, ['2024-01', '2024-02', '2024-02'])
  assert.deepEqual(table.customerId, ['a', 'b', 'a'])
  assert.deepEqual(table.kind, ['new', 'new', 'expansion'])
  assert.deepEqual(table.beforeMinor, BigInt64Array.of(0n, 0n, 10000n))
  assert.deepEqual(table.amountMinor, BigInt64Array.of(10000n, 5000n, 2000n))
  assert.deepEqual(table.afterMinor, BigInt64Array.of(10000n, 5000n, 12000n))
  // A month in which nothing moved has columns of the same type, without rows.
  const still = await metrics.customerMovements(facts, { firstMonth: '2024-03', months: 1, asOf: new Date('2024-04-01') })
  assert.deepEqual([still.month, still.amountMinor], [[], new BigInt64Array(0)])
})

test('a column is a list of integers', () => {
  const parts = usd(10n).allocate(BigInt64Array.of(1n, 1n, 1n), 'largest_remainder')
  assert.deepEqual(parts, usd(10n).allocate([1n, 1n, 1n], 'largest_remainder'))
  for (const wrong of [BigUint64Array.of(1n), Int32Array.of(1), new Uint8Array(1)]) {
    assert.throws(() => usd(10n).allocate(wrong, 'largest_remainder'), refused('input.wrong_type'))
  }
})

test('conversion, at the rates of one day', () => {
  const rates = new ExchangeRates([{ base: 'EUR', quote: 'USD', date: '2024-01-02', rate: '1.25' }])
  const converted = Facts.fromChanges(changes).converted(rates, 'EUR', '2024-01-02')
  assert.deepEqual(converted.currencies, ['EUR'])
  assert.deepEqual(converted.conversion, { currency: 'EUR', ratesOf: '2024-01-02' })
})

test('a yearly price in a month', () => {
  const price = {
    id: 'price_1',
    product: 'prod_1',
    currency: 'USD',
    pricing: { kind: 'per_unit', unitAmount: '10000' },
    recurring: { interval: { unit: 'year', count: 1 } },
  }
  assert.deepEqual(catalog.mrr(price, 1n, 'weeks52_days365'), usd(833n))
  assert.deepEqual(catalog.arr(price, 1n, 'weeks52_days365'), usd(10000n))
})

test('what is refused keeps its code, thrown or rejected', async () => {
  const negative = [{ ...changes[0], mrr: usd(-1n) }]
  assert.throws(() => Facts.fromChanges(negative), refused('facts.negative_amount'))
  assert.throws(() => Facts.fromChanges([{ ...changes[0], mrr: 10000n }]), refused('input.wrong_type'))
  assert.throws(() => Facts.fromChanges([{ ...changes[0], effectiveAt: new Date(NaN) }]), refused('input.invalid_record'))
  assert.throws(() => Facts.fromIntegerColumns([1], [1], [1], [1], 'USD'), refused('input.wrong_type'))
  const one = BigInt64Array.of(1n)
  assert.throws(() => Facts.fromIntegerColumns(one, one, one, new BigInt64Array(2), 'USD'), refused('facts.uneven_columns'))
  assert.throws(() => Facts.fromChanges(changes).converted({}, 'EUR', '2024-01-02'), refused('input.wrong_type'))
  await assert.rejects(metrics.movements(Facts.fromChanges([])), refused('metrics.no_facts'))
  await assert.rejects(metrics.movements([]), refused('input.wrong_type'))
  await assert.rejects(metrics.movements(Facts.fromChanges(changes), { month: 1 }), refused('input.invalid_record'))
  await assert.rejects(metrics.movements(Facts.fromChanges(changes), { months: 5000 }), refused('metrics.invalid_window'))
  await assert.rejects(metrics.currentRevenue(Facts.fromChanges(changes), new Date(NaN)), refused('input.invalid_record'))
})
