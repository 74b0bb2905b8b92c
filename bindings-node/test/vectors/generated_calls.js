// The calls of the generated functions, with the types of `generated.js`.
'use strict'

const prorata = require('prorata')
const { amount, camel, instant } = require('./form.js')
const { CALLS, RECORDS } = require('./generated.js')

/** A value of a vector as a user of the package writes one of this type. */
function typed(value, type) {
  if (value === null || value === undefined) return value
  if (type.list) return Array.isArray(value) ? listed(value.map((item) => typed(item, type.list)), type.list) : value
  if (type.map) return each(value, (name) => name, () => type.map)
  if (type === 'Timestamp') return instant(value)
  if (type === 'Money') return amount(value)
  if (type === 'bytes') return Array.isArray(value) ? Uint8Array.from(value, Number) : value
  if (type === 'number') return typeof value === 'bigint' ? Number(value) : value
  return type in RECORDS ? record(value, RECORDS[type]) : value
}

/** A column of amounts, as the package gives it. */
function listed(items, type) {
  return type === 'i64' && items.every((item) => typeof item === 'bigint') ? BigInt64Array.from(items) : items
}

function record(value, { tag, kinds, ...fields }) {
  const known = kinds ? { ...kinds[value[tag]], [tag]: 'string' } : fields
  return each(value, camel, (name) => known[name] ?? 'string')
}

/** What is not an object stays, for the package to refuse. */
function each(value, rename, type) {
  if (typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [rename(name), typed(inner, type(name))]))
}

function call(name, params) {
  const [module, own] = camel(name).split('.')
  return (given) => prorata[module][own](...params.map(([param, type]) => typed(given[param], type)))
}

module.exports = Object.fromEntries(Object.entries(CALLS).map(([name, params]) => [name, call(name, params)]))
