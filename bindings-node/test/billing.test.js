// Enums with data, and a subscription as a host keeps it: through the package as people call it.
'use strict'

const assert = require('node:assert/strict')
const { test } = require('node:test')
const { Money, catalog, subscription } = require('prorata')
const { form, parse, write } = require('./vectors/form.js')
const stored = require('./vectors/generated_calls.js')

const START = new Date('2025-04-01T00:00:00Z')
const HALF = new Date('2025-04-16T00:00:00Z')
const monthly = (id, pricing) => ({
  id, product: 'app', currency: 'USD', pricing, recurring: { interval: { unit: 'month', count: 1 } },
})
const basic = monthly('basic', { kind: 'per_unit', unitAmount: '4900' })
const pro = monthly('pro', { kind: 'per_unit', unitAmount: '14900' })
const upgrade = { items: [{ kind: 'set', id: 'seat', price: pro }], prorationBehavior: 'always_invoice' }
const minors = (bill) => bill.lines.map((line) => line.amount.minor)

function begun() {
  const item = { id: 'seat', price: basic, quantity: 1n }
  const { next, actions } = subscription.create({ id: 'sub', customer: 'cus', currency: 'USD', items: [item] }, START)
  assert.deepEqual(actions.map((action) => action.kind), ['create_invoice'])
  assert.deepEqual(minors(actions[0].bill), [4900n])
  return subscription.apply(next, { kind: 'invoice_paid', invoice: actions[0].bill.id }, START).next
}

test('a pricing goes in and comes out', () => {
  const tiers = [{ upTo: 10n, unitAmount: '500', flatAmount: null }, { upTo: null, unitAmount: '300.5', flatAmount: '1000' }]
  for (const [pricing, minor] of [
    [{ kind: 'per_unit', unitAmount: '0.05' }, 1n],
    [{ kind: 'graduated', tiers }, 10n * 500n + 601n + 1000n],
    [{ kind: 'volume', tiers }, 12n * 300n + 6n + 1000n],
  ]) {
    assert.deepEqual(catalog.amount(monthly('price', pricing), 12n), new Money(minor, 'USD'))
    const own = [{ customer: 'cus', price: 'price', pricing }]
    assert.deepEqual(catalog.effectivePrice(basic, own, 'cus', START).pricing, basic.pricing)
    assert.deepEqual(catalog.effectivePrice(monthly('price', basic.pricing), own, 'cus', START).pricing, pricing)
  }
  const refused = (code) => (error) => error.code === code && error.kind === code.split('.')[0]
  assert.throws(() => catalog.amount(monthly('price', { kind: 'graduated', tiers: [] }), 1n), refused('catalog.invalid_price'))
  assert.throws(() => catalog.amount(monthly('price', { kind: 'stairs', tiers }), 1n), refused('input.invalid_record'))
})

test('what happens to a subscription is an enum with data', () => {
  const active = begun()
  assert.equal(active.status, 'active')
  assert.deepEqual(active.items[0].item.price.pricing, basic.pricing)
  const preview = subscription.preview(active, upgrade, HALF)
  assert.deepEqual(minors(preview.now), [-2450n, 7450n])
  assert.deepEqual(minors(preview.next), [14900n])
  const upgraded = subscription.apply(active, { kind: 'update', update: upgrade }, HALF)
  assert.deepEqual(upgraded.actions, [{ kind: 'create_invoice', bill: preview.now }])
  const ending = subscription.apply(active, { kind: 'cancel', request: { when: { kind: 'period_end' } } }, HALF).next
  assert.equal(ending.cancelAtPeriodEnd, true)
  const later = new Date('2025-05-01T00:00:00Z')
  assert.deepEqual(subscription.wakeAt(ending), later)
  assert.equal(subscription.apply(ending, { kind: 'advance' }, later).next.status, 'canceled')
  assert.throws(() => subscription.apply(upgraded.next, { kind: 'advance' }, START),
    { code: 'subscription.time_goes_back', kind: 'subscription' })
})

test('a stored subscription goes on as if it had not been', () => {
  const active = begun()
  const snake = (value) => Array.isArray(value) ? value.map(snake)
    : value === null || typeof value !== 'object' ? value
      : Object.fromEntries(Object.entries(value).map(([name, inner]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), snake(inner)]))
  const json = (value) => parse(write(snake(form(value))))
  const step = stored['subscription.apply']({
    subscription: json(active), input: json({ kind: 'update', update: upgrade }), now: HALF.toISOString(),
  })
  assert.deepEqual(step, subscription.apply(active, { kind: 'update', update: upgrade }, HALF))
  assert.deepEqual(json(step.next), json(subscription.apply(step.next, { kind: 'advance' }, HALF).next))
})
