// Compares the package's surface with `vectors/api.json`, the surface of the core in names of no language.
'use strict'

const assert = require('node:assert/strict')
const fs = require('node:fs')
const path = require('node:path')
const { test } = require('node:test')
const prorata = require('prorata')

const ROOT = path.join(__dirname, '..', '..')
const api = JSON.parse(fs.readFileSync(path.join(ROOT, 'vectors', 'api.json'), 'utf8'))
const records = fs.readFileSync(path.join(__dirname, '..', 'records.d.ts'), 'utf8')

/** Where the name in JavaScript is not that of the core in camelCase: types that are plain values have functions. */
const RENAMED = {
  'AnchorConfig.resolve': 'calendar.anchorFromConfig',
  'BillCycle.bill_through': 'calendar.billThrough',
  'BillingCycle.boundary': 'calendar.boundary',
  'BillingCycle.index_at': 'calendar.indexAt',
  'BillingCycle.next_boundary': 'calendar.nextBoundary',
  'BillingCycle.period': 'calendar.period',
  'BillingCycle.period_at': 'calendar.periodAt',
  'BillingCycle.previous_boundary': 'calendar.previousBoundary',
  'Currency.info': 'currencyInfo',
  'Date.plus': 'calendar.addToDate',
  'FiscalCalendar.of': 'calendar.fiscalMonth',
  'FiscalCalendar.quarter': 'calendar.fiscalQuarter',
  'FiscalCalendar.year': 'calendar.fiscalYear',
  'Interval.check_stripe_ceiling': 'calendar.checkStripeCeiling',
  'Money.checked_add': 'Money.prototype.add',
  'Money.checked_cmp': 'Money.prototype.compare',
  'Money.checked_mul': 'Money.prototype.multiply',
  'Money.checked_neg': 'Money.prototype.negate',
  'Money.checked_sub': 'Money.prototype.subtract',
  'Money.from_major_rounded': 'Money.fromMajor', // its third argument
  'Money.major': 'Money.prototype.amount',
  'Month.date_on': 'calendar.dateOn',
  'Month.days': 'calendar.monthDays',
  'Month.first_day': 'calendar.firstDay',
  'Month.last_day': 'calendar.lastDay',
  'Month.months_until': 'calendar.monthsBetween',
  'Month.plus': 'calendar.addMonths',
  'Policy.counts': 'policyCounts',
  'Policy.preset': 'policyPreset',
  'RevenueReport.charts': 'report.charts',
  'RevenueReport.to_html': 'report.toHtml',
  'RevenueReport.to_json': 'report.toJson',
  'RevenueReport.to_markdown': 'report.toMarkdown',
  'Timestamp.plus': 'calendar.add',
  'UnitAmount.total': 'unitAmountTotal',
  'Zone.date_of': 'calendar.dateInZone',
  'Zone.day': 'calendar.dayBounds',
  'Zone.month': 'calendar.monthBounds',
  'Zone.month_of': 'calendar.monthInZone',
}

/** What is not here, and what a program writes instead. */
const INSTEAD = {
  'Currency.minor_per_major': '10 to the power of `currencyInfo(…).exponent`',
  'Currency.stripe_exponent': 'in `currencyInfo`',
  'Currency.stripe_maximum_charge': 'in `currencyInfo`',
  'Currency.stripe_minimum_charge': 'in `currencyInfo`',
  'Currency.stripe_multiple': 'in `currencyInfo`',
  'Date.day': 'digits 9 and 10 of the text',
  'Date.days_until': '`calendar.wholePeriods` of one day',
  'Date.from_ymd': 'the text',
  'Date.month': 'the first 7 digits of the text',
  'Date.month_of_year': 'digits 6 and 7 of the text',
  'Date.plus_days': '`calendar.addToDate` by days',
  'Date.year': 'the first 4 digits of the text',
  'Interval.new': 'an object',
  'Money.new': '`new Money(…)`',
  'ExchangeRates.new': '`new ExchangeRates(…)`',
  'MoneyFormat.english': 'an object',
  'MoneyFormat.french': 'an object',
  'MoneyFormat.german': 'an object',
  'MoneyFormat.plain': 'an object',
  'MoneyFormat.swiss': 'an object',
  'Month.month_of_year': 'digits 6 and 7 of the text',
  'Month.new': 'the text',
  'Month.next': '`calendar.addMonths` by 1',
  'Month.previous': '`calendar.addMonths` by -1',
  'Month.year': 'the first 4 digits of the text',
  'MonthlyMovements.amount': 'the field of that name',
  'Period.contains': 'comparing dates',
  'Period.intersection': 'comparing dates',
  'Period.is_empty': 'comparing dates',
  'Period.millis': 'subtracting dates',
  'Period.new': 'an object',
  'Period.overlaps': 'comparing dates',
  'Period.seconds': 'subtracting dates',
  'Period.since': 'an object',
  'Period.until': 'an object',
  'Ratio.new': 'an object',
  'Zone.day_start': 'the start of `calendar.dayBounds`',
  'Zone.month_bounds': '`calendar.monthBounds` of each month',
  'Zone.month_start': 'the start of `calendar.monthBounds`',
}

const camel = (name) => name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase())
const absent = (name) => (name in api.only && !api.only[name].includes('node')) || name in INSTEAD

/** True when the package has what stands at `place`: `calendar.add`, `Money.prototype.add`. */
function has(place) {
  const names = place.split('.')
  const last = names.pop()
  const holder = names.reduce((found, name) => found?.[name], prorata)
  return holder !== undefined && (last in holder || (place.startsWith('Money.prototype') && last in prorata.Money.zero('USD')))
}

/** Where a method of the core stands in JavaScript: under its own class, or as a function of the module. */
function places(type, method) {
  const name = `${type}.${method}`
  if (name in RENAMED) return [RENAMED[name]]
  if (name in api.generated) return [camel(api.generated[name])]
  return [`${type}.${camel(method)}`, `${type}.prototype.${camel(method)}`]
}

function missingMethods(type, entry) {
  return entry.methods.filter((method) =>
    !absent(`${type}.${method}`) && !places(type, method).some(has)).map((method) => `${type}.${method}`)
}

/** The text of the exported type, up to the next. */
function declaration(name) {
  return records.split(/^export /m).find((text) => new RegExp(`^(?:interface|type) ${name}\\b`).test(text))
}

function missingParts(name, { fields = [], members = [], kinds = {} }) {
  const text = declaration(name)
  const isRecord = fields.length + members.length + Object.keys(kinds).length > 0
  if (!isRecord || prorata[name]) return []
  if (!text) return [name]
  const wanted = [
    ...[...fields, ...Object.values(kinds).flat()].map((field) => `${camel(field)}:|${camel(field)}\\?:`),
    ...[...members, ...Object.keys(kinds)].map((member) => `'${member}'`),
  ]
  return wanted.filter((part) => !new RegExp(part).test(text)).map((part) => `${name}: ${part}`)
}

test('every type of the core is here with its methods, and its fields have types', () => {
  const types = Object.entries(api.types).filter(([name]) => !absent(name))
  assert.ok(types.length > 5)
  const missing = types.flatMap(([name, type]) => [...missingMethods(name, type), ...missingParts(name, type)])
  assert.deepEqual(missing, [])
})

test('every function of the core is here', () => {
  assert.deepEqual(api.functions.filter((name) => !absent(name) && !has(camel(name))), [])
})

test('whatever is here is in the core, and the lists above name nothing else', () => {
  const methods = Object.entries(api.types).flatMap(([type, entry]) => entry.methods.map((name) => `${type}.${name}`))
  for (const name of [...Object.keys(RENAMED), ...Object.keys(INSTEAD)]) assert.ok(methods.includes(name), name)
  const functions = [...api.functions, ...Object.values(api.generated)].map(camel)
  const known = new Set([...Object.values(RENAMED), ...functions, 'calendar.parseTimestamp'])
  const modules = Object.keys(prorata).filter((name) => typeof prorata[name] === 'object')
  assert.ok(modules.length > 3)
  for (const module of modules) {
    const own = Object.keys(prorata[module]).map((name) => `${module}.${name}`)
    assert.deepEqual(own.filter((name) => !known.has(name)), [])
  }
})

test('a code is one of those listed', () => {
  assert.throws(() => prorata.Money.zero('X'), (error) => api.errors.includes(error.code))
})
