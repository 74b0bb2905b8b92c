// Runs the conformance vectors, and those of any directory in `PRORATA_VECTORS=dir[:dir]`, through the
// package's public surface. Every other language runs the same files and must count the same.
'use strict'

const assert = require('node:assert/strict')
const fs = require('node:fs')
const path = require('node:path')
const { test } = require('node:test')
const { isDeepStrictEqual, inspect } = require('node:util')
const { ProrataError } = require('prorata')
const { expected, form, parse, write } = require('./vectors/form.js')

const ROOT = path.join(__dirname, '..', '..')
const CALLS = Object.assign({}, ...['calendar', 'facts', 'metrics', 'money', 'generated_calls'].map((module) => require(`./vectors/${module}.js`)))

const show = (value) => inspect(value, { depth: null, breakLength: Infinity }).slice(0, 1000)

/** What is wrong with a case; nothing when it holds. */
async function check({ call, given, then, error: code }) {
  if (!(call in CALLS)) return `no such call: ${call}`
  if ((then === undefined) === (code === undefined)) return 'a case has exactly one of `then` and `error`'
  let got
  try {
    got = form(await CALLS[call](given))
  } catch (error) {
    if (!(error instanceof ProrataError)) return `threw ${inspect(error)}`
    return error.code === code ? null : `refused with ${error.code}: ${error.message}`
  }
  if (code !== undefined) return `expected the error ${code}, got ${show(got)}`
  return isDeepStrictEqual(got, expected(then)) ? null : `expected ${show(expected(then))}, got ${show(got)}`
}

/** The JSON files of a directory and, below it, of its directories. */
function files(folder) {
  const entries = fs.readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.json'))
  return entries.sort().map((name) => path.join(folder, name))
}

test('every vector holds', async () => {
  const home = path.join(ROOT, 'vectors')
  // Beside the modules' folders lie the schema and the manifest, which are no vectors.
  const own = files(home).filter((file) => path.dirname(file) !== home)
  const others = (process.env.PRORATA_VECTORS ?? '').split(':').filter(Boolean)
  const failures = []
  let passed = 0
  for (const file of [...own, ...others.flatMap(files)]) {
    for (const one of parse(fs.readFileSync(file, 'utf8'))) {
      const wrong = await check(one)
      if (wrong === null) passed += 1
      else failures.push(`${path.relative(ROOT, file)}: ${one.title}: ${wrong}`)
    }
  }
  const line = `vectors: ${passed} passed, ${failures.length} failed`
  console.log([...failures, line].join('\n'))
  // The test runner indents what a test prints, so the count is kept where `cargo xtask test` looks for it.
  if (others.length === 0) {
    fs.mkdirSync(path.join(ROOT, 'target', 'vectors'), { recursive: true })
    fs.writeFileSync(path.join(ROOT, 'target', 'vectors', 'node.txt'), `${line}\n`)
  }
  assert.equal(failures.length, 0)
  assert.ok(passed > 0, 'no vectors were found')
})

test('integers near 2^63 are read and written without loss, and text is left alone', () => {
  const text = '{"a":9223372036854775807,"b":[-1,0.5,1000],"c":"12 \\" 34","d":"-7"}'
  const read = parse(text)
  assert.equal(write(read), text)
  assert.deepEqual(read, { a: 9223372036854775807n, b: [-1n, 0.5, 1000n], c: '12 " 34', d: '-7' })
})
