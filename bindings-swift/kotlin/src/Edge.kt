// What uniffi cannot say for itself: how native values cross, and the members that records and exceptions of Kotlin
// should have. Nothing here computes.

package prorata

import java.math.BigDecimal
import java.nio.ByteBuffer
import java.time.Instant

/**
 * The milliseconds of an instant. What has no exact number of them, and what no year of four digits holds, is left to
 * the core's own parser, which refuses it.
 */
internal fun coreMillis(at: Instant): Long {
    val exact = at.nano % 1_000_000 == 0 && at.epochSecond in -1_000_000_000_000..1_000_000_000_000
    return if (exact) at.toEpochMilli() else timestampParse(at.toString()).toEpochMilli()
}

/** The digits of a decimal; one with an exponent that no rate has is refused before its zeros are written out. */
internal fun coreDecimal(value: BigDecimal): String {
    if (value.scale() !in -64..64 || value.precision() > 128) {
        throw ProrataException.Input("input.out_of_range", "a decimal of scale `${value.scale()}` is not a decimal in range")
    }
    return value.toPlainString()
}

/** Text as it is; half of a surrogate pair is not text in any encoding. */
internal fun unicode(text: String): String {
    var place = 0
    while (place < text.length) {
        val paired = text[place].isHighSurrogate() && place + 1 < text.length && text[place + 1].isLowSurrogate()
        if (text[place].isSurrogate() && !paired) {
            val unit = text[place].code.toString(16)
            throw ProrataException.Input("input.invalid_text", "expected Unicode text, without the lone surrogate `\\u$unit`")
        }
        place += if (paired) 2 else 1
    }
    return text
}

/** The stable code, such as `money.currency_mismatch`; it never changes once released. */
val ProrataException.code: String
    get() = when (this) {
        is ProrataException.Input -> code
        is ProrataException.Calendar -> code
        is ProrataException.Money -> code
        is ProrataException.Catalog -> code
        is ProrataException.Usage -> code
        is ProrataException.Proration -> code
        is ProrataException.Subscription -> code
        is ProrataException.Invoice -> code
        is ProrataException.Simulation -> code
        is ProrataException.Facts -> code
        is ProrataException.Metrics -> code
        is ProrataException.Document -> code
        is ProrataException.Report -> code
        is ProrataException.Stripe -> code
        is ProrataException.Internal -> code
    }

/** A record from JSON; what crosses is the record in the bytes of its converter. */
internal fun <T> readJson(record: String, text: String, converter: FfiConverterRustBuffer<T>): T =
    converter.read(ByteBuffer.wrap(jsonRead(record, text)))

internal fun <T> writeJson(record: String, value: T, converter: FfiConverterRustBuffer<T>): String {
    val bytes = ByteBuffer.allocate(Math.toIntExact(converter.allocationSize(value).toLong()))
    converter.write(value, bytes)
    return jsonWrite(record, bytes.array().copyOf(bytes.position()))
}

/**
 * An amount whose currency is known; the code is read in either case and kept in upper case.
 *
 * Errors: `money.unknown_currency`.
 */
fun Money.Companion.of(minor: Long, currency: Currency): Money = moneyOf(minor, currency)

/** Nothing, in a currency. */
fun Money.Companion.zero(currency: Currency): Money = moneyZero(currency)

/**
 * From major units: 49.00 dollars are 4,900 cents. Without a rounding the amount must be exact.
 *
 * Errors: `money.too_precise`, `money.overflow`, `money.invalid_decimal`.
 */
fun Money.Companion.fromMajor(major: BigDecimal, currency: Currency, rounding: Rounding? = null): Money =
    moneyFromMajor(major, currency, rounding)

/**
 * Reads an amount as people write it; the format says which mark is which. The currency is taken where the text names
 * none.
 *
 * Errors: `money.invalid_amount`, `money.unknown_currency`, `money.currency_mismatch`, `money.too_precise`,
 * `money.overflow`.
 */
fun Money.Companion.parse(text: String, format: MoneyFormat? = null, currency: Currency? = null): Money =
    moneyParse(text, format, currency)

/**
 * The sum of any number of amounts, all in one currency; of none, zero.
 *
 * Errors: `money.currency_mismatch`, `money.overflow`.
 */
fun Money.Companion.sum(amounts: List<Money>, currency: Currency): Money = moneySum(currency, amounts)

/**
 * The money that an integer of Stripe's API means: 500 of its ISK are 5 krónur.
 *
 * Errors: `money.not_stripe_amount`, `money.overflow`.
 */
fun Money.Companion.fromStripe(amount: Long, currency: Currency): Money = moneyFromStripe(amount, currency)

/** `USD 1,234.50`. (uniffi gives the methods of Kotlin's records no default arguments.) */
fun Money.formatted(): String = formatted(null)

/** `$1,234.50` */
fun MoneyFormat.Companion.english(): MoneyFormat = moneyFormatEnglish()

/** `1.234,50 €` */
fun MoneyFormat.Companion.german(): MoneyFormat = moneyFormatGerman()

/** `1 234,50 €` */
fun MoneyFormat.Companion.french(): MoneyFormat = moneyFormatFrench()

/** `CHF 1’234.50` */
fun MoneyFormat.Companion.swiss(): MoneyFormat = moneyFormatSwiss()

/** `1234.50`: for machines. */
fun MoneyFormat.Companion.plain(): MoneyFormat = moneyFormatPlain()
