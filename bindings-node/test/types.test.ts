// Read by `tsc`, never run: what the types allow, and, under `@ts-expect-error`, what they must not.
import { ExchangeRates, Facts, Money, ProrataError, calendar, currencyInfo, metrics, unitAmountTotal } from 'prorata'
import type { BillingCycle, CurrencyInfo, MoneyFormat, Movements, Period, Rounding } from 'prorata'

const price: Money = new Money(4900n, 'USD')
const minor: bigint = price.minor
const currency: string = price.currency
const amount: string = price.amount
const sum: Money = Money.sum('USD', [price, price.add(price)])
const order: -1 | 0 | 1 = price.compare(sum)
const rounding: Rounding = 'half_even'
const share: Money = price.percent('2.9', rounding)
const parts: Money[] = price.allocate([1n, 2n], 'largest_remainder')
const format: MoneyFormat = { decimalMark: 'comma', grouping: null }
const text: string = price.format(format) + price.format()
const parsed: Money = Money.parse('12', undefined, 'USD')
const json: { minor: string; currency: string } = price.toJSON()
const stripe: bigint = price.toStripe('charge')
const info: CurrencyInfo = currencyInfo('USD')
const least: Money | null = info.stripeMinimumCharge
const rates = new ExchangeRates([{ base: 'EUR', quote: 'USD', date: '2024-01-02', rate: '1.0956' }])
const converted: Money = rates.convert(price, 'EUR', '2024-01-31', rounding)

const cycle: BillingCycle = { anchor: new Date(0), interval: { unit: 'month', count: 1 } }
const period: Period = calendar.periodAt(cycle, new Date(0))
const start: Date = period.start
const usage: Money = unitAmountTotal('0.05', 12345n, 'USD', rounding)

const facts = Facts.fromChanges([
  { customerId: 'a', subscriptionId: 'a1', effectiveAt: new Date(0), mrr: price },
])
const movements: Promise<Movements> = metrics.movements(facts, { months: 14, zone: 'America/New_York' })
const fresh: Promise<Money> = movements.then((of) => of.months.map((month) => month.new)[0]!)
const from: Date | null = facts.firstChange
const columns: Promise<BigInt64Array> = metrics.customerMovements(facts).then((of) => of.amountMinor)
const fromStripe: Promise<Facts> = Facts.fromStripe(new Uint8Array(), { onRefusal: 'leave_out', asOf: new Date(0) })

function code(error: unknown): string {
  return error instanceof ProrataError ? `${error.kind} ${error.code} ${error.message}` : ''
}

// @ts-expect-error minor units are a bigint
new Money(4900, 'USD')
// @ts-expect-error an amount has a currency
new Money(4900n)
// @ts-expect-error an amount does not change
price.minor = 1n
// @ts-expect-error a rate is a decimal string
price.percent(2.9, rounding)
// @ts-expect-error there is no default rounding
price.percent('2.9')
// @ts-expect-error a rounding is one of those named
price.percent('2.9', 'half_up')
// @ts-expect-error a bare record is no Money
price.add({ minor: 1n, currency: 'USD' })
// @ts-expect-error a quantity is a bigint
price.multiply(2)
// @ts-expect-error operators do not work on amounts
price * 2n
// @ts-expect-error there is no such field
price.format({ decimalMrk: 'comma' })
// @ts-expect-error names are in camelCase
price.format({ decimal_mark: 'comma' })
// @ts-expect-error a civil date is text
rates.convert(price, 'EUR', new Date(0), rounding)
// @ts-expect-error an instant is a Date
calendar.periodAt(cycle, '2024-01-31T00:00:00Z')
// @ts-expect-error an index is a number
calendar.boundary(cycle, 1n)
// @ts-expect-error a currency comes with the amount
Facts.fromChanges([{ customerId: 'a', subscriptionId: 'a1', effectiveAt: new Date(0), mrr: 4900n }])
// @ts-expect-error a metric is a promise
metrics.movements(facts).months
// @ts-expect-error columns of integers are 64 bits wide
Facts.fromIntegerColumns([1], [1], [1], [1], 'USD')
// @ts-expect-error a column of amounts holds no numbers
columns.then((of) => of.fill(1))
// @ts-expect-error what comes from a file is a promise
Facts.fromStripe('[]').customers
// @ts-expect-error hidden exports have no types
import { __panicForTest } from 'prorata'

export { amount, code, columns, converted, currency, from, fresh, fromStripe, json, least, minor, order, parsed, parts, share, start, stripe, text, usage }
