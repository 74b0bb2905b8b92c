// The calls of `vectors/metrics`.
'use strict'

const { Facts, metrics } = require('prorata')
const { native } = require('./form.js')

const measure = (call, argument) => (given) =>
  call(Facts.fromChanges(native(given.changes)), native(given[argument]))

module.exports = {
  'metrics.movements': measure(metrics.movements, 'options'),
  'metrics.cohorts': measure(metrics.cohorts, 'options'),
  'metrics.customer_movements': measure(metrics.customerMovements, 'options'),
  'metrics.current_revenue': measure(metrics.currentRevenue, 'at'),
}
