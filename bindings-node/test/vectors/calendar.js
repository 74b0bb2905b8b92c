// The calls of `vectors/calendar`.
'use strict'

const { calendar } = require('prorata')
const { native } = require('./form.js')

/** A call whose arguments stand under these names. */
const taking = (call, ...names) => (given) => call(...names.map((name) => native(given[name])))

module.exports = {
  'calendar.parse_timestamp': ({ text }) => calendar.parseTimestamp(text),
  'calendar.boundary': taking(calendar.boundary, 'cycle', 'k'),
  'calendar.period_at': taking(calendar.periodAt, 'cycle', 'at'),
  'calendar.next_boundary': taking(calendar.nextBoundary, 'cycle', 'at', 'edge'),
  'calendar.previous_boundary': taking(calendar.previousBoundary, 'cycle', 'at', 'edge'),
  'calendar.anchor_from_config': taking(calendar.anchorFromConfig, 'config', 'created', 'interval'),
  'calendar.month_bounds': taking(calendar.monthBounds, 'month', 'zone'),
  'calendar.day_bounds': taking(calendar.dayBounds, 'date', 'zone'),
  'calendar.date_in_zone': taking(calendar.dateInZone, 'at', 'zone'),
  'calendar.fiscal_month': taking(calendar.fiscalMonth, 'calendar', 'month'),
  'calendar.fiscal_quarter': taking(calendar.fiscalQuarter, 'calendar', 'year', 'quarter'),
  'calendar.add': taking(calendar.add, 'at', 'duration'),
  'calendar.whole_periods': taking(calendar.wholePeriods, 'start', 'end', 'interval'),
  'calendar.first_cycle_date': taking(calendar.firstCycleDate, 'start', 'interval', 'day'),
}
