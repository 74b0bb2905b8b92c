// Bad input from end to end: a `ProrataError` with its code, the place in the message, and nothing half done.
'use strict'

const assert = require('node:assert/strict')
const { afterEach, test } = require('node:test')
const { Facts, Money, ProrataError, catalog, metrics } = require('prorata')

const MOST = 2n ** 63n - 1n
const usd = (minor) => new Money(minor, 'USD')
const change = (id, mrr, effectiveAt = new Date('2024-01-10T00:00:00Z')) =>
  ({ customerId: id, subscriptionId: id, effectiveAt, mrr })

/** The call refuses, thrown or rejected, with this code and sentence. */
async function refuses(code, call, sentence = /./) {
  await assert.rejects(async () => call(), (error) => {
    assert.ok(error instanceof ProrataError && error instanceof Error, String(error))
    assert.equal(error.code, code, error.message)
    assert.match(error.message, sentence)
    return true
  })
}

const HEADER = 'subscription_id,customer_id,start_date,end_date,monthly_amount,currency,quantity'
const csv = (...lines) => [HEADER, ...lines, ''].join('\n')
const GOOD = 's1,c1,2024-01-01,,49.00,USD,1'

/** A subscription of one item, as Stripe tells of its creation. */
function created(id, { quantity = 1, currency = 'usd', unitAmount = 4900 } = {}) {
  const price = { id: `price_${id}`, currency, unit_amount: unitAmount, recurring: { interval: 'month', interval_count: 1 } }
  const items = { object: 'list', data: [{ id: `si_${id}`, quantity, price }] }
  const object = { object: 'subscription', id: `sub_${id}`, customer: `cus_${id}`, status: 'active', currency, created: 1704067200, items }
  return JSON.stringify({ object: 'event', id: `evt_${id}`, type: 'customer.subscription.created', created: 1704067200, data: { object } })
}

// Facts that every test leaves as they were, whatever was refused meanwhile.
const kept = Facts.fromChanges([change('a', usd(4900n)), change('b', usd(9900n))])
const before = metrics.movements(kept)
afterEach(async () => assert.deepEqual(await metrics.movements(kept), await before))

test('mixed currencies are not added up', async () => {
  const several = /^the facts are in `USD` and `EUR`: convert them to one currency first$/
  const mixed = [
    Facts.fromChanges([change('a', usd(1n)), change('b', new Money(1n, 'EUR'))]),
    await Facts.fromPeriodsCsv(csv(GOOD, 's2,c2,2024-01-01,,49.00,EUR,1')),
    await Facts.fromStripe([created(1), created(2, { currency: 'eur' })].join('\n')),
  ]
  for (const facts of mixed) {
    await refuses('facts.several_currencies', () => metrics.movements(facts), several)
    await refuses('facts.several_currencies', () => metrics.currentRevenue(facts), several)
    assert.equal(facts.currencies.length, 2)
  }
  await refuses('money.currency_mismatch', () => usd(1n).add(new Money(1n, 'EUR')))
})

test('amounts near the end of 64 bits overflow, and do not wrap', async () => {
  await refuses('money.overflow', () => usd(MOST).add(usd(1n)), /does not fit in 64 bits/)
  await refuses('money.overflow', () => metrics.movements(Facts.fromChanges([change('a', usd(MOST))])))
  await refuses('money.overflow', () => Facts.fromPeriodsCsv(csv('s1,c1,2024-01-01,,92233720368547758.08,USD,1')), /^line 2: /)
  await refuses('money.overflow', () => Facts.fromPeriodsCsv(csv(GOOD, 's2,c2,2024-01-01,,92233720368547758.07,USD,2')), /^line 3: /)
  const most = created(1, { quantity: 2, unitAmount: 'MOST' }).replace('"MOST"', String(MOST))
  await refuses('money.overflow', () => Facts.fromStripe(most), /^(item|line) 1: /)
  await refuses('input.out_of_range', () => usd(MOST + 1n))
})

test('a negative quantity or amount is refused', async () => {
  const price = {
    id: 'price_1',
    product: 'prod_1',
    currency: 'USD',
    pricing: { kind: 'per_unit', unitAmount: '4900' },
    recurring: { interval: { unit: 'month', count: 1 } },
  }
  await refuses('money.negative_quantity', () => catalog.mrr(price, -1n, 'weeks52_days365'), /`-1` is negative/)
  await refuses('money.negative_quantity', () => Facts.fromPeriodsCsv(csv('s1,c1,2024-01-01,,49.00,USD,-1')), /^line 2: the quantity `-1`/)
  await refuses('money.negative_quantity', () => Facts.fromStripe(created(1, { quantity: -1 })), /the quantity `-1`/)
  await refuses('facts.negative_amount', () => Facts.fromChanges([change('a', usd(1n)), change('b', usd(-1n))]), /^line 2: /)
})

test('an invalid Date is not 1970', async () => {
  const invalid = new Date(NaN)
  const sentence = (place) => new RegExp(`${place}: the \`Date\` is invalid`)
  await refuses('input.invalid_record', () => Facts.fromChanges([change('a', usd(1n), invalid)]), sentence('changes\\[0\\]\\.effectiveAt'))
  const period = { customerId: 'a', subscriptionId: 'a', start: new Date(0), end: invalid, mrr: usd(1n) }
  await refuses('input.invalid_record', () => Facts.fromPeriods([period]), sentence('periods\\[0\\]\\.end'))
  await refuses('input.invalid_record', () => Facts.fromStripe('[]', { asOf: invalid }), sentence('options\\.asOf'))
  await refuses('input.invalid_record', () => metrics.movements(kept, { asOf: invalid }), sentence('options\\.asOf'))
  await refuses('input.invalid_record', () => metrics.currentRevenue(kept, invalid), /the `Date` is invalid/)
})

test('a number is not money, in no field and no column', async () => {
  for (const wrong of [49, 49.5, 4900n, '49.00', { minor: 4900n, currency: 'USD' }, null]) {
    await refuses('input.wrong_type', () => Facts.fromChanges([change('a', wrong)]), /^changes\[0\]\.mrr must be a Money, not `/)
  }
  const one = BigInt64Array.of(1n)
  for (const wrong of [[1], [1n], Float64Array.of(1), BigUint64Array.of(1n), new Uint8Array(8)]) {
    await refuses('input.wrong_type', () => Facts.fromIntegerColumns(one, one, one, wrong, 'USD'), /^mrrMinor must be a BigInt64Array/)
  }
  await refuses('input.wrong_type', () => usd(49), /^minor must be a bigint, not `number`$/)
})

test('a broken line of a CSV file is named', async () => {
  const broken = csv(GOOD, 's2,c2,2024-13-01,,49.00,USD,1', 's3,c3,2024-01-01', 's4,c4,2024-01-01,,4.9e1,USD,1', 's5,c5,2024-01-01,,49.00,USD,1')
  await refuses('calendar.invalid_date', () => Facts.fromPeriodsCsv(broken), /^line 3: column `start_date`: `2024-13-01`/)
  const facts = await Facts.fromPeriodsCsv(broken, { onRefusal: 'leave_out' })
  const { rowsRead, rowsUsed, refused } = facts.intake
  assert.deepEqual([rowsRead, rowsUsed, facts.customers], [5, 2, 2])
  assert.deepEqual(refused.map(({ line, code }) => [line, code]), [
    [3, 'calendar.invalid_date'], [4, 'facts.uneven_row'], [5, 'money.invalid_amount'],
  ])
  assert.match(refused[1].reason, /^the row has `3` fields: expected `7`/)
  // What cannot be read at all is refused in either way.
  for (const onRefusal of [null, 'leave_out']) {
    await refuses('facts.unclosed_quote', () => Facts.fromPeriodsCsv(csv(GOOD, '"s2,c2'), { onRefusal }), /^line 3: /)
    await refuses('facts.empty_file', () => Facts.fromPeriodsCsv('', { onRefusal }))
    await refuses('facts.missing_column', () => Facts.fromPeriodsCsv('a,b\n1,2\n', { onRefusal }))
    await refuses('facts.invalid_utf8', () => Facts.fromPeriodsCsv(Uint8Array.of(0xff, 0xfe), { onRefusal }))
  }
})

test('truncated JSON is refused where it ends', async () => {
  const list = `[\n${created(1)},\n${created(2)}\n]`
  assert.equal((await Facts.fromStripe(list)).customers, 2)
  for (const length of [1, 40, list.length / 2, list.length - 1]) {
    for (const onRefusal of [null, 'leave_out']) {
      await refuses('stripe.invalid_json', () => Facts.fromStripe(list.slice(0, length), { onRefusal }), /at line `\d+`, column `\d+`/)
    }
  }
  const lines = `${created(1)}\n${created(2)}`.slice(0, -40)
  await refuses('stripe.invalid_json', () => Facts.fromStripe(Buffer.from(lines)), /^line 2: /)
  const facts = await Facts.fromStripe(lines, { onRefusal: 'leave_out' })
  assert.deepEqual(facts.intake.refused.map(({ line, code }) => [line, code]), [[2, 'stripe.invalid_json']])
  assert.deepEqual([facts.customers, facts.intake.rowsUsed, facts.intake.source], [1, 1, 'stripe_events'])
})

test('what is not text, bytes or known options is refused before anything is read', async () => {
  for (const wrong of [undefined, null, 42, {}, [], new Uint16Array(2), new ArrayBuffer(2)]) {
    await refuses('input.wrong_type', () => Facts.fromStripe(wrong), /^data must be a string or a Uint8Array/)
  }
  await refuses('input.invalid_record', () => Facts.fromStripe('[]', { as_of: null }), /names are in camelCase/)
  await refuses('input.invalid_record', () => Facts.fromStripe('[]', { onRefusal: 'skip' }), /`skip` is none of `refuse_all`, `leave_out`/)
})

test('objects of Stripe know the present only', async () => {
  const facts = await Facts.fromStripe(JSON.stringify(JSON.parse(created(1)).data.object))
  assert.equal(facts.intake.history, 'present_only')
  assert.deepEqual((await metrics.currentRevenue(facts)).mrr, usd(4900n))
  await refuses('metrics.history_missing', () => metrics.movements(facts))
})

test('an argument is not changed, and what is changed later does not reach the facts', async () => {
  const minor = BigInt64Array.of(4900n)
  const frozen = Object.freeze([Object.freeze(change('a', usd(4900n)))])
  const listed = Facts.fromChanges(frozen)
  const id = BigInt64Array.of(1n)
  const columns = Facts.fromIntegerColumns(id, id, BigInt64Array.of(BigInt(frozen[0].effectiveAt.getTime())), minor, 'USD')
  const bytes = Buffer.from(csv(GOOD))
  const reading = Facts.fromPeriodsCsv(bytes)
  bytes.fill(0)
  minor[0] = -1n
  for (const facts of [listed, columns, await reading]) {
    assert.deepEqual((await metrics.currentRevenue(facts)).mrr, usd(4900n))
  }
})

test('memory that a getter takes away is not read', async () => {
  const rows = 200_000
  const ids = Array.from({ length: rows }, (_, row) => `c${row}`)
  const integers = () => {
    const buffer = new ArrayBuffer(8 * rows, { maxByteLength: 8 * rows })
    return new BigInt64Array(buffer).fill(4900n)
  }
  const detach = ({ buffer }) => structuredClone(buffer, { transfer: [buffer] })
  for (const take of [({ buffer }) => buffer.resize(0), detach]) {
    for (const column of [0, 1]) {
      const columns = [integers(), integers()]
      const read = []
      const currencies = [{}]
      Object.defineProperty(currencies, 0, { get: () => { read.push(take(columns[column])); return 'USD' } })
      await refuses('facts.uneven_columns', () => Facts.fromTextColumns(ids, ids, ...columns, currencies))
      assert.equal(read.length, 1)
    }
  }
  const weights = BigInt64Array.of(1n, 1n)
  detach(weights)
  await refuses('money.invalid_weights', () => usd(1n).allocate(weights, 'last_takes_rest'))
})

test('text that is not Unicode is refused, and not made another text', async () => {
  const sentence = (place, unit = 'd800') =>
    new RegExp(`^${place} must be Unicode text, without the lone surrogate \`\\\\u${unit}\`$`)
  const [high, low] = ['c\ud800', 'c\udfff']
  const two = BigInt64Array.of(1n, 1n)
  await refuses('input.invalid_text', () => Facts.fromChanges([change('a', usd(1n)), change(high, usd(1n))]), sentence('changes\\[1\\]\\.customerId'))
  await refuses('input.invalid_text', () => Facts.fromTextColumns(['a', low], ['a', 'b'], two, two, ['USD']), sentence('customerId\\[1\\]', 'dfff'))
  await refuses('input.invalid_text', () => Facts.fromPeriodsCsv(csv(GOOD, `s2,${high},2024-01-01,,49.00,USD,1`)), sentence('file'))
  await refuses('input.invalid_text', () => Facts.fromStripe(`["${low}"]`), sentence('data', 'dfff'))
  await refuses('input.invalid_text', () => Facts.fromStripe('[]', { [high]: null }), sentence('options'))
  await refuses('input.invalid_text', () => new Money(1n, 'US\ud800'), sentence('currency'))
  await refuses('input.invalid_text', () => Money.parse('\udc00\ud800', null, 'USD'), sentence('text', 'dc00'))
  // A whole pair is a character, and U+FFFD is one too.
  const ids = ['c\ud83d\ude00', 'c\ufffd', 'c\0', 'c']
  assert.equal(Facts.fromChanges(ids.map((id) => change(id, usd(1n)))).customers, 4)
  assert.equal((await Facts.fromPeriodsCsv(csv(...ids.slice(0, 2).map((id) => `${id},${id},2024-01-01,,49.00,USD,1`)))).customers, 2)
})
