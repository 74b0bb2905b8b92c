'use strict'

const assert = require('node:assert/strict')
const { test } = require('node:test')
const { ExchangeRates, Money, ProrataError, calendar, unitAmountTotal } = require('prorata')

const usd = (minor) => new Money(minor, 'USD')
const day = { unit: 'day', count: 1 }

/** The call throws a `ProrataError` of exactly this code; its sentence matches where one is given. */
function refuses(code, call, sentence = /./) {
  assert.throws(call, (error) => {
    assert.ok(error instanceof ProrataError && error instanceof Error, String(error))
    assert.equal(error.code, code, error.message)
    assert.equal(error.kind, code.split('.')[0])
    assert.equal(error.name, 'ProrataError')
    assert.match(error.message, sentence)
    return true
  })
}

test('refusals of the core keep their code and sentence', () => {
  refuses('money.currency_mismatch', () => usd(1n).add(new Money(1n, 'EUR')), /^cannot combine `USD` with `EUR`/)
  refuses('money.currency_mismatch', () => Money.sum('USD', [usd(1n), new Money(1n, 'EUR')]))
  refuses('money.currency_mismatch', () => usd(1n).compare(new Money(1n, 'EUR')))
  refuses('money.unknown_currency', () => new Money(1n, 'USX'), /^`USX` is not a currency/)
  refuses('money.division_by_zero', () => usd(1n).scale(1n, 0n, 'floor'))
  refuses('money.invalid_decimal', () => usd(1n).percent('2.9%', 'floor'), /^`2\.9%` is not/)
  refuses('money.too_precise', () => Money.fromMajor('0.001', 'USD'))
  refuses('money.invalid_decimal', () => Money.fromMajor('1e3', 'USD'))
  refuses('money.invalid_weights', () => usd(1n).allocate([], 'last_takes_rest'))
  refuses('money.negative_quantity', () => unitAmountTotal('1', -1n, 'USD', 'floor'))
  refuses('money.not_stripe_amount', () => usd(49n).checkStripeCharge())
  refuses('money.invalid_amount', () => Money.parse('1,23', null, 'USD'))
})

test('nothing wraps near the ends of 64 bits', () => {
  const [least, most] = [usd(-(2n ** 63n)), usd(2n ** 63n - 1n)]
  refuses('money.overflow', () => most.add(usd(1n)))
  refuses('money.overflow', () => least.subtract(usd(1n)))
  refuses('money.overflow', () => least.negate())
  refuses('money.overflow', () => most.multiply(2n))
  refuses('money.overflow', () => Money.sum('USD', [most, most]))
  refuses('input.out_of_range', () => usd(2n ** 63n), /`9223372036854775808`/)
  refuses('input.out_of_range', () => usd(-(2n ** 63n) - 1n))
  refuses('input.out_of_range', () => usd(2n ** 64n))
  refuses('input.out_of_range', () => most.multiply(2n ** 200n))
})

test('a number is never money and never an exact rate', () => {
  for (const wrong of [10, 10.5, NaN, '10', null, undefined, true, {}, [], () => 1, Symbol('x')]) {
    refuses('input.wrong_type', () => usd(wrong), /^minor must be a bigint, not `/)
  }
  refuses('input.wrong_type', () => usd(1n).percent(2.9, 'floor'), /^percent must be a decimal string, not `number`$/)
  refuses('input.wrong_type', () => Money.fromMajor(10.5, 'USD'))
  refuses('input.wrong_type', () => usd(1n).multiply(2))
  refuses('input.wrong_type', () => usd(1n).allocate([1n, 2], 'last_takes_rest'), /^weights\[1\] must be a bigint/)
  refuses('input.wrong_type', () => unitAmountTotal(1, 1n, 'USD', 'floor'))
  refuses('input.wrong_type', () => new ExchangeRates([{ base: 'EUR', quote: 'USD', date: '2024-01-02', rate: 1.1 }]), /^rates\[0\]\.rate must/)
})

test('only an amount is an amount', () => {
  const forged = Object.create(Money.prototype)
  for (const wrong of [{ minor: 1n, currency: 'USD' }, forged, { ...usd(1n) }, 1n, undefined, [usd(1n)]]) {
    refuses('input.wrong_type', () => usd(1n).add(wrong), /^other must be a Money/)
    refuses('input.wrong_type', () => usd(1n).equals(wrong))
  }
  refuses('input.wrong_type', () => Money.sum('USD', usd(1n)), /^amounts must be an array, not `Money`$/)
})

test('operators throw instead of joining or comparing texts', () => {
  refuses('input.wrong_type', () => usd(1n) + usd(1n))
  refuses('input.wrong_type', () => usd(1n) < usd(2n))
  refuses('input.wrong_type', () => Number(usd(1n)))
})

test('without `new` nothing is made, and the global object stays as it is', () => {
  refuses('input.wrong_type', () => Money(1n, 'USD'))
  assert.equal(Object.isFrozen(globalThis), false)
  assert.equal('minor' in globalThis, false)
})

test('smaller integers are whole numbers in their range', () => {
  const cycle = { anchor: new Date(0), interval: day }
  refuses('input.wrong_type', () => calendar.boundary(cycle, 1.5), /^k must be a whole number, not `1\.5`$/)
  refuses('input.wrong_type', () => calendar.boundary(cycle, NaN))
  refuses('input.wrong_type', () => calendar.boundary(cycle, 1n), /not `bigint`/)
  refuses('input.out_of_range', () => calendar.boundary(cycle, 2 ** 31))
  refuses('input.out_of_range', () => calendar.dateOn('2024-02', -1))
})

test('an instant is a valid Date', () => {
  const at = (anchor) => calendar.boundary({ anchor, interval: day }, 0)
  refuses('input.invalid_record', () => at(new Date(NaN)), /cycle\.anchor: the `Date` is invalid/)
  refuses('input.wrong_type', () => at(0), /^cycle\.anchor must be a Date, not `number`$/)
  refuses('calendar.out_of_range', () => at(new Date(8.64e15)))
  refuses('calendar.invalid_date', () => calendar.addToDate(new Date(0), day, 1))
  assert.deepEqual(at(new Date(-1)), new Date(-1))
})

test('records are read by their fields', () => {
  refuses('input.invalid_record', () => usd(1n).format({ decimalMrk: 'point' }), /unknown field `decimalMrk`, expected one of `decimalMark`/)
  refuses('input.invalid_record', () => usd(1n).format({ decimal_mark: 'point' }), /names are in camelCase/)
  refuses('input.invalid_record', () => usd(1n).format({ decimalMark: 'dot' }), /format\.decimalMark: `dot` is none of `point`, `comma`/)
  refuses('input.wrong_type', () => usd(1n).format('german'), /^format must be an object, not `string`$/)
  refuses('input.invalid_record', () => new ExchangeRates([{ base: 'EUR', quote: 'USD', rate: '1.1' }]), /rates\[0\]: missing field `date`/)
  refuses('money.unknown_currency', () => new ExchangeRates([{ base: 'EUX', quote: 'USD', date: '2024-01-02', rate: '1' }]), /^rates\[0\].base: `EUX`/)
  refuses('input.wrong_type', () => usd(1n).percent('1'), /^rounding must be a string, not `undefined`$/)
  refuses('input.invalid_record', () => usd(1n).percent('1', 'half_up'))
})

test('what a getter throws goes through', () => {
  const format = { get decimalMark() { throw new RangeError('mine') } }
  assert.throws(() => usd(1n).format(format), /mine/)
})
