// Records as JSON, to be kept.
'use strict'

const assert = require('node:assert/strict')
const { test } = require('node:test')

const { Money, ProrataError, fromJson, subscription, toJson } = require('../prorata.js')

const APRIL = new Date('2025-04-01T00:00:00Z')

function active() {
  const price = {
    id: 'plan',
    product: 'app',
    currency: 'USD',
    pricing: { kind: 'per_unit', unitAmount: '4900.5' },
    recurring: { interval: { unit: 'month', count: 1 } },
  }
  const items = [{ id: 'item', price, quantity: 2n }]
  const made = subscription.create({ id: 'sub_1', customer: 'cus_1', currency: 'USD', items }, APRIL).next
  return subscription.apply(made, { kind: 'invoice_paid', invoice: 'sub_1-1' }, APRIL).next
}

test('what is kept comes back', () => {
  const kept = toJson('Subscription', active())
  const back = fromJson('Subscription', kept)
  assert.deepEqual(back, active())
  assert.ok(back.items[0].debits[0].amount instanceof Money)
  assert.equal(toJson('Subscription', back), kept)
})

test('the text is the form of every language', () => {
  const period = { start: APRIL, end: new Date('2025-05-01T00:00:00Z') }
  assert.equal(toJson('Period', period), '{"start":"2025-04-01T00:00:00.000Z","end":"2025-05-01T00:00:00.000Z"}')
  const form = JSON.parse(toJson('Subscription', active()))
  assert.deepEqual(form.items[0].item.price.pricing, { kind: 'per_unit', unit_amount: '4900.5' })
  assert.deepEqual(form.items[0].debits[0].amount, { minor: 9801, currency: 'USD' })
  assert.equal(
    toJson('SubscriptionInput', { kind: 'invoice_paid', invoice: 'sub_1-1' }),
    '{"kind":"invoice_paid","invoice":"sub_1-1"}',
  )
})

test('every state of the engine is kept, and what is no such record is refused', () => {
  const kinds = ['Subscription', 'Invoice', 'UsageLedger', 'CustomerAccount', 'TestClock', 'AlertState', 'BudgetState']
  for (const kind of kinds) {
    for (const text of ['', '{', 'null', '[]', '{"id":"sub_1"}', '['.repeat(100_000)]) {
      assert.throws(() => fromJson(kind, text), { name: 'ProrataError', code: 'input.invalid_record' }, kind)
    }
  }
})

test('bad values, strangers and unknown names are refused', () => {
  const kept = toJson('Subscription', active()).replaceAll('"USD"', '"EURO"')
  assert.throws(() => fromJson('Subscription', kept), /EURO/)
  for (const name of ['Nothing', '', 'toString', null, 1, {}]) {
    assert.throws(() => fromJson(name, '{}'), ProrataError)
    assert.throws(() => toJson(name, {}), ProrataError)
  }
  for (const stranger of [null, undefined, 1, 'text', [], () => 1, {}]) {
    assert.throws(() => toJson('Subscription', stranger), ProrataError)
  }
  assert.throws(() => fromJson('Subscription', null), { code: 'input.wrong_type' })
})
