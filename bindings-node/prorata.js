// The package: the addon's exports, and the class of its errors.
'use strict'

// In this form Node finds the names, so that `import { Money } from 'prorata'` works too.
module.exports = require('./index.js')

class ProrataError extends Error {
  constructor(message, code, kind) {
    super(message)
    this.code = code
    this.kind = kind
  }
}
ProrataError.prototype.name = 'ProrataError'
module.exports.ProrataError = ProrataError

require('./crossing.js')(ProrataError)

// Without this, `a + b` would join two texts and `a < b` compare them.
Object.defineProperty(module.exports.Money.prototype, Symbol.toPrimitive, {
  value(hint) {
    if (hint === 'string') return this.toString()
    throw new ProrataError('operators do not work on `Money`: use `add`, `compare`, …', 'input.wrong_type', 'input')
  },
})
