// What moved the revenue of one month, and which customers were behind it.
import { Facts, Money, metrics } from '../../bindings-node/prorata.js'

const change = (customerId, subscriptionId, at, minor) => ({
  customerId,
  subscriptionId,
  effectiveAt: new Date(at),
  mrr: new Money(minor, 'EUR'),
})

const facts = Facts.fromChanges([
  change('anna', 'a1', '2024-01-10T09:00:00Z', 4_900n),
  change('bela', 'b1', '2024-01-20T09:00:00Z', 9_900n),
  change('anna', 'a1', '2024-02-05T09:00:00Z', 14_900n),
  change('bela', 'b1', '2024-03-01T03:30:00Z', 0n),
  change('bela', 'b2', '2024-04-12T09:00:00Z', 4_900n),
])
for (const zone of ['UTC', 'America/New_York']) {
  console.log(zone)
  for (const month of (await metrics.movements(facts, { zone, netting: 'event' })).months) {
    console.log(`  ${month.month}  closing ${month.closing}  churn ${month.churn}  customers ${month.customersClosing}`)
  }
  const behind = await metrics.customerMovements(facts, { zone, netting: 'event' })
  behind.customerId.forEach((customer, row) => {
    console.log(`  ${behind.month[row]} ${customer} ${behind.amountMinor[row]}`)
  })
}
