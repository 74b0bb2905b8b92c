'use strict'

const assert = require('node:assert/strict')
const { test } = require('node:test')
const { Facts, Money, ProrataError, policyCounts, policyPreset, report } = require('prorata')

const FILE = `subscription_id,customer_id,start_date,end_date,monthly_amount
sub_1,cus_1,2024-01-15,2024-06-15,49.00
sub_1,cus_1,2024-06-15,,99.00
sub_2,cus_2,2024-02-01,2024-05-01,10.00
`
const options = { defaultCurrency: 'USD' }
const refused = (code) => (error) => error instanceof ProrataError && error.code === code

test('a file of periods, as text or as bytes', async () => {
  for (const file of [FILE, Buffer.from(FILE), new TextEncoder().encode(`\ufeff${FILE}`)]) {
    const facts = await Facts.fromPeriodsCsv(file, options)
    assert.ok(facts instanceof Facts)
    assert.deepEqual([facts.customers, facts.changes, facts.intake.rowsRead], [2, 4, 3])
  }
})

test('a broken line refuses the file, or is left out and listed', async () => {
  const broken = `${FILE}sub_3,cus_3,2024-02-30,,10.00\n`
  await assert.rejects(Facts.fromPeriodsCsv(broken, options), refused('calendar.invalid_date'))
  const facts = await Facts.fromPeriodsCsv(broken, { ...options, onRefusal: 'leave_out' })
  assert.deepEqual(facts.intake.refused.map(({ line, code }) => [line, code]), [[5, 'calendar.invalid_date']])
  await assert.rejects(Facts.fromPeriodsCsv(FILE), refused('facts.missing_currency'))
  await assert.rejects(Facts.fromPeriodsCsv(42, options), refused('input.wrong_type'))
})

test('periods of one subscription do not overlap', () => {
  const period = { customerId: 'a', subscriptionId: 's', start: new Date(0), end: null, mrr: new Money(100n, 'USD') }
  assert.equal(Facts.fromPeriods([period]).changes, 1)
  assert.throws(() => Facts.fromPeriods([period, period]), refused('facts.overlapping_periods'))
  assert.equal(Facts.fromPeriods([period, period], 'leave_out').intake.refused.length, 1)
})

test('a report is a record that crosses back unchanged', async () => {
  const facts = await Facts.fromPeriodsCsv(FILE, options)
  const made = await report.revenueReport(facts, { company: 'Example', metrics: { months: 8 } })
  assert.equal(made.company, 'Example')
  assert.deepEqual(made.summary.mrr, new Money(9900n, 'USD'))
  assert.match(report.toMarkdown(made), /USD 99\.00/)
  assert.match(report.toHtml(made), /^<!doctype html>/i)
  const json = JSON.parse(report.toJson(made))
  assert.deepEqual(json.summary.mrr, { minor: 9900, currency: 'USD' })
  assert.equal(json.growth.months.length, made.growth.months.length)
  assert.ok(report.charts(made).length > 0)
  assert.throws(() => report.toHtml({ ...made, title: 5 }), refused('input.wrong_type'))
})

test('what counts is the policy\'s to say', () => {
  assert.equal(policyCounts(policyPreset('standard'), 'past_due'), true)
  assert.equal(policyCounts(policyPreset('standard'), 'trialing'), false)
})
