'use strict'

const assert = require('node:assert/strict')
const { spawnSync } = require('node:child_process')
const { test } = require('node:test')
const { Worker } = require('node:worker_threads')

/** Runs a program in a process of its own, so that an abort cannot take the tests along. */
function run(program) {
  const script = `const prorata = require('prorata'); ${program}`
  const result = spawnSync(process.execPath, ['-e', script], { cwd: __dirname, encoding: 'utf8' })
  assert.equal(result.signal, null, result.stderr)
  assert.equal(result.status, 0, result.stderr)
  return result.stdout.trim()
}

test('a panic is an error with a code, and Node lives on', () => {
  const seen = run(`
    for (let i = 0; i < 2; i++) {
      try { prorata.__panicForTest() } catch (error) {
        console.log(error instanceof prorata.ProrataError, error.code, error.kind)
      }
    }
    console.log(String(new prorata.Money(1n, 'USD').add(new prorata.Money(1n, 'USD'))))`)
  assert.equal(seen, 'true internal.panic internal\ntrue internal.panic internal\nUSD 0.02')
})

test('a panic off the event loop rejects the promise', () => {
  const seen = run(`
    prorata.__panicInBackgroundForTest().then(
      () => console.log('resolved'),
      (error) => console.log(error instanceof prorata.ProrataError, error.code))`)
  assert.equal(seen, 'true internal.panic')
})

test('the hidden exports stay out of the types', () => {
  const types = require('node:fs').readFileSync(require.resolve('../index.d.ts'), 'utf8')
  assert.equal(/ForTest|__setErrorClass/.test(types), false)
  assert.equal('__setErrorClass' in require('prorata'), false)
})

test('a worker thread has its own class of errors', async () => {
  const program = `
    const { parentPort, workerData } = require('node:worker_threads')
    const { Money, ProrataError } = require(workerData)
    try { new Money(1, 'USD') } catch (error) {
      parentPort.postMessage([error instanceof ProrataError, error.code])
    }`
  for (let round = 0; round < 3; round++) {
    const worker = new Worker(program, { eval: true, workerData: require.resolve('prorata') })
    const seen = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
    await worker.terminate()
    assert.deepEqual(seen, [true, 'input.wrong_type'])
  }
})
