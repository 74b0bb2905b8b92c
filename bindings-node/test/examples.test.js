// The program that README shows is one that runs: `cargo xtask test` compares what each example prints.
'use strict'

const assert = require('node:assert/strict')
const fs = require('node:fs')
const path = require('node:path')
const { test } = require('node:test')

const ROOT = path.join(__dirname, '..', '..')
const read = (...names) => fs.readFileSync(path.join(ROOT, ...names), 'utf8')

test('README shows the first example, up to where the package is', () => {
  const [, shown] = read('README.md').match(/^Node:\n\n```js\n(.*?)^```$/ms)
  const program = read('examples', 'first_report', 'main.mjs').replace(/^\/\/.*\n/gm, '')
  assert.equal(shown, program.replace("'../../bindings-node/prorata.js'", "'prorata'"))
})
