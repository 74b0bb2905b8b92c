'use strict'

/** What every call throws, or rejects with, when it refuses. */
class ProrataError extends Error {
  constructor(message, code, kind) {
    super(message)
    this.code = code
    this.kind = kind
  }
}
ProrataError.prototype.name = 'ProrataError'

module.exports = ProrataError
