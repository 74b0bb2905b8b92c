// The price of an upgrade, 49.00 -> 149.00 half-way through a month: Prorata's whole calls beside `decimal.js`, the
// decimal library that most JavaScript programs use.
//
//     node benches/preview.mjs [ROUNDS]
//
// Needs a release build of the package (`npm run build` in bindings-node) and `npm ci` here. All figures must agree
// before anything is timed. The calls are timed in turn, in processor time, so that other work of the machine weighs
// on none. That time includes the garbage collector's, which runs on threads of its own.
import assert from 'node:assert/strict'
import Decimal from 'decimal.js'
import prorata from '../bindings-node/prorata.js'

const { Money, proration, subscription } = prorata
const CALLS = 2_000
const START = new Date('2025-04-01T00:00:00Z')
const HALF = new Date('2025-04-16T00:00:00Z')
const END = new Date('2025-05-01T00:00:00Z')
const MONTH = { start: START, end: END }

const monthly = (id, cents) => ({
  id,
  product: 'app',
  currency: 'USD',
  pricing: { kind: 'per_unit', unitAmount: cents },
  recurring: { interval: { unit: 'month', count: 1 } },
})

/** A subscription whose first month is paid. */
function begun() {
  const items = [{ id: 'seat', price: monthly('basic', '4900'), quantity: 1n }]
  const step = subscription.create({ id: 'sub', customer: 'cus', currency: 'USD', items }, START)
  const { bill } = step.actions.find(({ kind }) => kind === 'create_invoice')
  return subscription.apply(step.next, { kind: 'invoice_paid', invoice: bill.id }, START).next
}

const active = begun()
const pro = monthly('pro', '14900')
const upgrade = { items: [{ kind: 'set', id: 'seat', price: pro }], prorationBehavior: 'always_invoice' }
const request = {
  currency: 'USD',
  billingMode: active.billingMode,
  date: HALF,
  before: active.items,
  after: [{ item: { id: 'seat', price: pro, quantity: 1n }, period: MONTH, fullPeriod: MONTH }],
}
const proAmount = new Money(14_900n, 'USD')
const rest = { start: HALF, end: END }

/** Unused time and remaining time by seconds, each rounded to the cent: the arithmetic, and nothing else. */
function withDecimal(old, new_, start, at, end) {
  const part = new Decimal((end - at) / 1000).div((end - start) / 1000)
  const round = (amount) => amount.toDecimalPlaces(2, Decimal.ROUND_HALF_UP)
  return [round(old.times(part)).neg(), round(new_.times(part))]
}

const oldDecimal = new Decimal('49.00')
const newDecimal = new Decimal('149.00')

const timed = {
  'subscription.preview': () => subscription.preview(active, upgrade, HALF),
  'proration.prorate': () => proration.prorate(request),
  'proration.proratedAmount': () => proration.proratedAmount(proAmount, rest, MONTH),
  'decimal.js': () => withDecimal(oldDecimal, newDecimal, START, HALF, END),
}

/** The four agree: a credit of 24.50 and a debit of 74.50, together 50.00 today. */
function check() {
  const expected = [-2450n, 7450n]
  const minors = (lines) => lines.map((line) => line.amount.minor)
  assert.deepEqual(minors(timed['subscription.preview']().now.lines), expected)
  assert.deepEqual(minors(timed['proration.prorate']()), expected)
  assert.equal(timed['proration.proratedAmount']().amount.minor, expected[1])
  assert.deepEqual(timed['decimal.js']().map((amount) => BigInt(amount.times(100).toFixed())), expected)
}

function microseconds(call) {
  const start = process.cpuUsage()
  for (let n = 0; n < CALLS; n++) call()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / CALLS
}

const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]

check()
const rounds = Number(process.argv[2] ?? 25)
const times = Object.fromEntries(Object.keys(timed).map((name) => [name, []]))
for (let round = -3; round < rounds; round++) {
  for (const [name, call] of Object.entries(timed)) {
    const time = microseconds(call)
    if (round >= 0) times[name].push(time) // the first three warm up the compiler
  }
}
const base = median(times['decimal.js'])
console.log(`Node ${process.versions.node}, microseconds of processor time a call; the figures agree`)
for (const [name, all] of Object.entries(times)) {
  const [middle, best] = [median(all), Math.min(...all)].map((time) => time.toFixed(2).padStart(7))
  console.log(`${name.padEnd(26)} median ${middle}  best ${best}  ${(median(all) / base).toFixed(2).padStart(6)} x decimal.js`)
}
