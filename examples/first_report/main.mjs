// From a table of subscription periods to a report that a founder would read.
import { readFile } from 'node:fs/promises'
import { Facts, report } from '../../bindings-node/prorata.js'

const file = await readFile('examples/data/periods.csv')
const facts = await Facts.fromPeriodsCsv(file, { defaultCurrency: 'USD' })
const made = await report.revenueReport(facts, { company: 'Small Ledger Ltd' })
process.stdout.write(report.toMarkdown(made))
