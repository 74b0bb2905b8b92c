// The package: the addon's exports, and the classes that are written in JavaScript.
'use strict'

// In this form Node finds the names, so that `import { Money } from 'prorata'` works too.
module.exports = require('./index.js')
module.exports.ProrataError = require('./error.js')
module.exports.Money = require('./money.js').Money

require('./crossing.js')
for (const name of ['__connect', '__keysOf', '__money', '__useTape']) delete module.exports[name]
