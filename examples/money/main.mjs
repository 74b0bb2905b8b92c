// Exact money: what adds up, what is rounded and by which name, and what is refused.
import { Money } from '../../bindings-node/prorata.js'

const price = Money.parse('1.234,50 €', {
  decimalMark: 'comma',
  grouping: 'point',
  sign: 'symbol',
  position: 'after',
})
console.log(`${price} is ${price.minor} minor units`)
console.log(`2.9 % of it is ${price.percent('2.9', 'half_away_from_zero')}`)

const coupon = new Money(500n, 'EUR')
for (const part of coupon.allocate([1_000n, 2_000n], 'last_takes_rest')) {
  console.log(`a share of ${part}`)
}
const attempts = [
  () => price.add(new Money(100n, 'USD')),
  () => new Money(2n ** 63n - 1n, 'EUR').add(coupon),
  () => new Money(1n, 'EURO'),
]
for (const attempt of attempts) {
  try {
    attempt()
  } catch (error) {
    console.log(`${error.code}: ${error.message}`)
  }
}
