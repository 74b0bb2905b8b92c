// A year of a business with 5,000 customers: what Stripe would have sent, and the report on it.
import { ExchangeRates, Facts, report, simulation, stripe } from '../../bindings-node/prorata.js'

const plan = { customers: 5_000 }
// Five parts, as a host would do that stores them; the report needs the events of subscriptions only.
const stream = { invoices: false, renewals: false }
const parts = [0, 1_000, 2_000, 3_000, 4_000].map((first) => stripe.simulateBusiness(plan, first, 1_000, stream))
for (const made of parts) console.log(`${made.customers} customers, billed ${made.billed.join(', ')}`)
const total = (count) => parts.reduce((sum, made) => sum + made[count], 0)
console.log(`${total('subscriptions')} subscriptions, ${total('invoices')} invoices, ${total('eventCount')} events`)

const end = simulation.businessEnd(plan)
const read = await Facts.fromStripe(parts.map((made) => made.events).join(''), { asOf: end })
const date = '2024-12-31'
const rates = new ExchangeRates([
  { base: 'USD', quote: 'EUR', date, rate: '0.9600' },
  { base: 'USD', quote: 'GBP', date, rate: '0.8000' },
])
const facts = read.converted(rates, 'USD', date)
const made = await report.revenueReport(facts, { company: 'An invented business', metrics: { asOf: end } })
process.stdout.write(report.toMarkdown(made))
