// The form of a vector, and the native form of Node.
'use strict'

const { Money } = require('prorata')

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g
const MARK = '\u0000integer:'

/** Reads JSON; integers become `bigint`, since a `number` would round those near 2^63. */
function parse(text) {
  const marked = text.replace(TOKEN, (token) => (/^-?\d+$/.test(token) ? JSON.stringify(MARK + token) : token))
  return JSON.parse(marked, (_, value) => {
    if (typeof value === 'string' && value.startsWith(MARK)) return BigInt(value.slice(MARK.length))
    return Number.isInteger(value) ? BigInt(value) : value // `1.0`, which is the same
  })
}

/** Writes what `parse` read, as JSON. */
function write(value) {
  const marked = JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? MARK + inner : inner))
  return marked.replace(/"\\u0000integer:(-?\d+)"/g, '$1')
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** An instant is a `Date`; what is not one stays text, for the package to refuse. */
function instant(text) {
  const date = INSTANT.test(text) ? new Date(text) : null
  return date && !Number.isNaN(date.getTime()) ? date : text
}

/** The amount that `{minor, currency}` means. */
function amount({ minor, currency }) {
  return new Money(minor, currency)
}

function isAmount(value) {
  return Object.keys(value).sort().join() === 'currency,minor'
}

/** An argument as a user of the package writes it; `bigint` only inside amounts. */
function native(value) {
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'string') return instant(value)
  if (Array.isArray(value)) return value.map(native)
  if (value === null || typeof value !== 'object') return value
  if (isAmount(value)) return amount(value)
  return mapped(value, camel, native)
}

/** What a vector expects, under the names of Node. */
function expected(value) {
  if (Array.isArray(value)) return value.map(expected)
  if (value === null || typeof value !== 'object') return value
  return mapped(value, camel, expected)
}

/** A result with the values of a vector. */
function form(value) {
  if (value === undefined) return null
  if (Number.isInteger(value)) return BigInt(value)
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(form)
  if (value instanceof BigInt64Array) return Array.from(value)
  if (value instanceof Uint8Array) return Array.from(value, BigInt)
  if (value === null || typeof value !== 'object') return value
  return mapped(value, (name) => name, form)
}

function camel(name) {
  return name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase())
}

function mapped(record, rename, convert) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [rename(name), convert(value)]))
}

module.exports = { amount, camel, expected, form, instant, native, parse, write }
