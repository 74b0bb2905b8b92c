// The calls of `vectors/facts`: what an input becomes, seen through what it counts and what it is worth.
'use strict'

const { Facts, metrics } = require('prorata')
const { native, write } = require('./form.js')

const seen = (make) => async (given) => {
  const facts = await make(given)
  const { source, history, rowsRead, rowsUsed, refused } = facts.intake
  const result = {
    source, history, rowsRead, rowsUsed,
    refused: refused.map(({ line, code }) => ({ line, code })),
    currencies: facts.currencies, customers: facts.customers, subscriptions: facts.subscriptions, changes: facts.changes,
  }
  if (given.at) result.mrr = await Promise.all(given.at.map((at) => mrr(facts, native(at))))
  if (given.movements) result.movements = (await metrics.movements(facts, native(given.movements))).months.map(row)
  return result
}

const read = (make) => seen((given) => make(given.text ?? write(given.objects), native(given.options)))

const changed = ({ changes, policy, on_refusal }) =>
  Facts.fromSubscriptionChanges(changes.map(change), native(policy), native(on_refusal))

/** A quantity is 64 bits wide, and so a `bigint`. */
const change = (given) => ({ ...native(given), quantity: given.quantity })

const mrr = async (facts, at) => (await metrics.currentRevenue(facts, at)).mrr.minor

const AMOUNTS = ['opening', 'new', 'expansion', 'contraction', 'churn', 'reactivation', 'closing']
const row = (month) => [month.month, ...AMOUNTS.map((name) => month[name].minor)]

module.exports = {
  'facts.from_periods_csv': read(Facts.fromPeriodsCsv),
  'facts.from_stripe': read(Facts.fromStripe),
  'facts.from_subscription_changes': seen(changed),
}
