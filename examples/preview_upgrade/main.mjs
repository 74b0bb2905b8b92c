// What an upgrade costs, before it is made, and why.
import { explain, subscription } from '../../bindings-node/prorata.js'

/** @type {(id: string, unitAmount: string) => import('../../bindings-node/prorata.js').Price} */
const plan = (id, unitAmount) => ({
  id,
  product: id,
  currency: 'USD',
  pricing: { kind: 'per_unit', unitAmount },
  recurring: { interval: { unit: 'month', count: 1 } },
})
const [starter, growth] = [plan('starter', '4900'), plan('growth', '14900')]
const april = new Date('2025-04-01T00:00:00Z')
const created = subscription.create(
  { id: 'sub_1', customer: 'cus_1', currency: 'USD', items: [{ id: 'plan', price: starter, quantity: 1n }] },
  april,
).next
const active = subscription.apply(created, { kind: 'invoice_paid', invoice: 'sub_1-1' }, april).next

/** @type {import('../../bindings-node/prorata.js').SubscriptionUpdate} */
const upgrade = {
  items: [{ kind: 'set', id: 'plan', price: growth, quantity: 1n }],
  prorationBehavior: 'always_invoice',
}
const preview = subscription.preview(active, upgrade, new Date('2025-04-16T00:00:00Z'))

const { now, next } = explain.explainPreview(preview, {
  products: [
    { product: 'starter', name: 'Starter' },
    { product: 'growth', name: 'Growth' },
  ],
  prices: [starter, growth],
})
for (const part of [now, next]) {
  for (const { text } of part?.sentences ?? []) console.log(text)
  if (part) console.log(`= ${part.total}\n`)
}
