// The calls of `vectors/catalog`.
'use strict'

const { catalog } = require('prorata')
const { native } = require('./form.js')

module.exports = {
  'catalog.mrr': ({ price, quantity, normalization }) => ({
    mrr: catalog.mrr(native(price), quantity, normalization),
    arr: catalog.arr(native(price), quantity, normalization),
  }),
}
