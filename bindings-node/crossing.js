// How values pass between JavaScript and Rust: as one tape each way. Every passage through Node-API costs more than
// all else that is done with a value, so a whole argument goes in one, and so does an answer. What is on the tapes
// stands in `src/convert/tape.rs` and `src/convert/ser.rs`, their other ends.
'use strict'

const { isBigInt64Array, isDate } = require('node:util').types
const { __connect: connect, __keysOf: keysOf, __useTape: useTape } = require('./index.js')
const ProrataError = require('./error.js')
const { Checked, Money } = require('./money.js')
const makers = require('./shapes.js')

/* ---- To Rust: units of 16 bits, so that a string is the same there to the letter. ---- */

// What begins a value; `Kind` in `src/convert/tape.rs`.
const UNDEFINED = 0
const NULL = 1
const FALSE = 2
const TRUE = 3
const NUMBER = 4
const BIGINT = 5
const LONG_BIGINT = 6
const TEXT = 7
const DATE = 8
const MONEY = 9
const ARRAY = 10
const INTEGERS = 11
const RECORD = 12
const TYPED_ARRAY = 13
const FUNCTION = 14
const SYMBOL = 15
const TOO_DEEP = 16
// What begins a field of a record, and what ends the record.
const KEY = 0
const END = 1

/** How deep values may be inside one another, far more than any record is. What contains itself would never end. */
const DEEPEST = 32
/** Thrown where a value is deeper: Rust refuses it when it comes there, and needs nothing of what follows. */
const STOP = new Error('too deep')

/** Units of a tape that is kept: 128 KiB. An argument that needs more has its tape dropped by the next one. */
const KEPT = 65_536
let tape = new Uint16Array(KEPT)
/** Where the next unit goes. */
let end = 0


// The four units of a number of 64 bits.
const units = new Uint16Array(4)
const asNumber = new Float64Array(units.buffer)
const asBigInt = new BigInt64Array(units.buffer)

/**
 * Writes an argument for Rust, and tells where it begins.
 *
 * That is in front of all else, unless a getter of another argument, half written, called this library.
 */
function write(argument) {
  const start = end
  if (start === 0 && tape.length > KEPT) useTape((tape = new Uint16Array(KEPT)))
  try {
    writeValue(argument, 0)
  } catch (error) {
    if (error !== STOP) throw error
  } finally {
    end = start
  }
  return start
}

function writeValue(value, depth) {
  makeRoom(5)
  if (depth > DEEPEST) {
    tape[end++] = TOO_DEEP
    throw STOP
  }
  switch (typeof value) {
    case 'string':
      tape[end++] = TEXT
      return writeText(value)
    case 'object':
      if (value !== null) return writeObject(value, depth)
      tape[end++] = NULL
      return
    case 'bigint':
      return writeBigInt(value)
    case 'number':
      tape[end++] = NUMBER
      return writeNumber(value)
    case 'boolean':
      tape[end++] = value ? TRUE : FALSE
      return
    case 'undefined':
      tape[end++] = UNDEFINED
      return
    default:
      tape[end++] = typeof value === 'function' ? FUNCTION : SYMBOL
  }
}

function writeObject(value, depth) {
  if (Array.isArray(value)) {
    const { length } = value
    tape[end++] = ARRAY
    writeLength(length)
    for (let i = 0; i < length; i++) writeValue(value[i], depth + 1)
  } else if (isDate(value)) {
    tape[end++] = DATE
    writeNumber(Date.prototype.getTime.call(value))
  } else if (value instanceof Money && typeof value.minor === 'bigint' && typeof value.currency === 'string') {
    tape[end++] = MONEY
    writeBigInt(value.minor)
    writeText(value.currency)
  } else if (isBigInt64Array(value)) {
    const { length } = value
    tape[end++] = INTEGERS
    writeLength(length)
    for (let i = 0; i < length; i++) writeBigInt(value[i])
  } else if (ArrayBuffer.isView(value)) {
    tape[end++] = TYPED_ARRAY
  } else {
    writeRecord(value, depth)
  }
}

function writeRecord(record, depth) {
  tape[end++] = RECORD
  for (const key of Object.keys(record)) {
    makeRoom(1)
    tape[end++] = KEY
    writeText(key)
    writeValue(record[key], depth + 1)
  }
  makeRoom(1)
  tape[end++] = END
}

function writeText(text) {
  const { length } = text
  makeRoom(length + 2)
  writeLength(length)
  let at = end
  for (let i = 0; i < length; i++) tape[at++] = text.charCodeAt(i)
  end = at
}

function writeLength(length) {
  tape[end++] = length & 0xffff
  tape[end++] = length >>> 16
}

function writeNumber(number) {
  asNumber[0] = number
  writeUnits()
}

function writeBigInt(integer) {
  makeRoom(5)
  asBigInt[0] = integer
  if (asBigInt[0] === integer) {
    tape[end++] = BIGINT
    writeUnits()
  } else {
    tape[end++] = LONG_BIGINT
    writeText(String(integer))
  }
}

function writeUnits() {
  tape[end] = units[0]
  tape[end + 1] = units[1]
  tape[end + 2] = units[2]
  tape[end + 3] = units[3]
  end += 4
}

function makeRoom(more) {
  if (end + more <= tape.length) return
  const longer = new Uint16Array(2 * (end + more))
  longer.set(tape)
  useTape((tape = longer))
}

/* ---- From Rust: a list in JSON, each value behind its parts. ---- */

// What is done with the values before it; every other number makes the record of that shape.
const PLAIN_NUMBER = 0
const INTEGER = 1
const INSTANT = 2
const NATIVE = 3
const LIST = 4
const MAP = 5
const NOTHING = 6
const AMOUNT = 7
const FIRST_SHAPE = 8

/** What makes each shape of record that Rust has written here, and of how many values. */
const shapes = []

function shapeOf(number) {
  const keys = keysOf(number)
  const slowly = (list, i) => Object.fromEntries(keys.map((key, place) => [key, list[i + place]]))
  return { size: keys.length, make: makers[keys.join()] ?? slowly }
}

/** Makes the answer that Rust wrote. `natives` are the values that only Rust can make. */
function read(answer, natives) {
  const list = JSON.parse(answer)
  // The values that are done stand in front, where the list has been read.
  let done = 0
  for (let next = 0; next < list.length; next++) {
    const token = list[next]
    if (typeof token !== 'number') {
      list[done++] = token
      continue
    }
    switch (token) {
      case PLAIN_NUMBER:
        list[done++] = list[++next]
        break
      case INTEGER:
        list[done++] = BigInt(list[++next])
        break
      case INSTANT:
        list[done++] = new Date(list[++next])
        break
      case NATIVE:
        list[done++] = natives[list[++next]]
        break
      case LIST: {
        const start = done - list[++next]
        list[start] = list.slice(start, done)
        done = start + 1
        break
      }
      case MAP: {
        const start = done - 2 * list[++next]
        const entries = []
        for (let at = start; at < done; at += 2) entries.push([list[at], list[at + 1]])
        list[start] = Object.fromEntries(entries)
        done = start + 1
        break
      }
      case AMOUNT:
        done -= 1
        list[done - 1] = new Checked(list[done - 1], list[done])
        break
      case NOTHING:
        list[done++] = undefined
        break
      default: {
        const { size, make } = (shapes[token - FIRST_SHAPE] ??= shapeOf(token - FIRST_SHAPE))
        const start = done - size
        list[start] = make(list, start)
        done = start + 1
      }
    }
  }
  return list[0]
}

connect(tape, write, read, ProrataError)
