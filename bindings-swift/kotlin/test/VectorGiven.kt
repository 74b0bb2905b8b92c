package prorata.test

import com.google.gson.JsonElement
import com.google.gson.JsonNull
import com.google.gson.JsonObject
import java.math.BigDecimal
import java.time.Instant
import java.time.LocalDate
import prorata.*

/** Why a case says nothing about the library. */
class Misfit(message: String) : Exception(message)

/** Native values of a case, for the generated calls. */
fun JsonElement.present(): JsonElement? = takeUnless { it is JsonNull }

fun JsonElement.text(): String = asJsonPrimitive.also { if (!it.isString) throw Misfit("not text: $it") }.asString

fun JsonElement.digits(): String = asJsonPrimitive.also { if (!it.isNumber) throw Misfit("not a number: $it") }.asString

fun JsonElement.bytes(): ByteArray = asJsonArray.map { it.digits().toUByte().toByte() }.toByteArray()

fun JsonElement.bool(): Boolean = asJsonPrimitive.also { if (!it.isBoolean) throw Misfit("not a boolean: $it") }.asBoolean

/** The arguments of a case, read as what Kotlin passes to a call. */
class Given(private val fields: JsonObject) {
    /** A parameter; what is left out is null. */
    operator fun get(name: String): JsonElement = fields[name] ?: JsonNull.INSTANCE

    private fun present(name: String): JsonElement? = fields[name]?.takeUnless { it is JsonNull }

    private fun field(name: String): JsonElement = present(name) ?: throw Misfit("`$name` is missing")

    /** A value that may be left out. */
    fun <T> optional(name: String, read: (String) -> T): T? = present(name)?.let { read(name) }

    fun text(name: String): String = field(name).text()

    fun long(name: String): Long = field(name).digits().toLong()

    fun int(name: String): Int = Math.toIntExact(long(name))

    fun uint(name: String): UInt =
        long(name).also { if (it !in 0..UInt.MAX_VALUE.toLong()) throw Misfit(name) }.toUInt()

    fun longs(name: String): List<Long> = field(name).asJsonArray.map { it.digits().toLong() }

    fun decimal(name: String): BigDecimal = BigDecimal(text(name))

    /** Instants and dates are read by the core, so that a refusal has its code. */
    fun instant(name: String): Instant = timestampParse(text(name))

    fun date(name: String): LocalDate = dateParse(text(name))

    /** A case of an enum, by its name in JSON. */
    inline fun <reified E : Enum<E>> name(name: String): E =
        enumValues<E>().firstOrNull { it.name.lowercase() == text(name) } ?: throw Misfit("$name: ${text(name)}")

    fun record(name: String): Given = Given(field(name).asJsonObject)

    fun records(name: String): List<Given> = field(name).asJsonArray.map { Given(it.asJsonObject) }

    fun money(name: String): Money = record(name).money()

    fun money(): Money = Money(long("minor"), text("currency"))

    fun format(name: String): MoneyFormat = record(name).run {
        MoneyFormat(
            decimalMark = optional("decimal_mark") { name(it) },
            grouping = optional("grouping") { name(it) },
            sign = optional("sign") { name(it) },
            position = optional("position") { name(it) },
        )
    }

    fun interval(name: String): Interval = record(name).run { Interval(name("unit"), uint("count")) }

    fun cycle(name: String): BillingCycle = record(name).run { BillingCycle(instant("anchor"), interval("interval")) }

    fun fiscal(name: String): FiscalCalendar = record(name).run {
        FiscalCalendar(optional("first_month", ::uint), optional("named_by") { name(it) })
    }

    fun anchorConfig(name: String): AnchorConfig = record(name).run {
        AnchorConfig(
            dayOfMonth = uint("day_of_month"),
            month = optional("month", ::uint),
            hour = optional("hour", ::uint),
            minute = optional("minute", ::uint),
            second = optional("second", ::uint),
        )
    }

    fun rates(name: String): ExchangeRates =
        ExchangeRates(records(name).map { ExchangeRate(it.text("base"), it.text("quote"), it.date("date"), it.decimal("rate")) })

    fun facts(name: String): Facts = Facts.fromChanges(
        records(name).map {
            MrrChange(it.text("customer_id"), it.text("subscription_id"), it.instant("effective_at"), it.money("mrr"))
        },
    )

    fun subscriptionChanges(name: String): List<SubscriptionChange> = records(name).map {
        SubscriptionChange(
            it.text("customer_id"), it.text("subscription_id"), it.instant("effective_at"), Price.fromJson(it["price"].toString()),
            it.long("quantity"), it.name("status"),
        )
    }

    fun options(name: String): MetricsOptions = record(name).run {
        MetricsOptions(
            firstMonth = optional("first_month", ::text),
            months = optional("months", ::uint),
            zone = optional("zone", ::text),
            netting = optional("netting") { name(it) },
            asOf = optional("as_of", ::instant),
            groupingMinutes = optional("grouping_minutes", ::uint),
        )
    }

    /** The text of a file, or objects that are to be written out as JSON. */
    fun input(): ByteArray = (optional("text", ::text) ?: field("objects").toString()).toByteArray()

    /** Instants, or null for the end. */
    fun instants(name: String): List<Instant?> =
        field(name).asJsonArray.map { item -> if (item is JsonNull) null else timestampParse(item.asString) }

    fun boolean(name: String): Boolean = field(name).bool()

    fun policy(name: String): Policy = record(name).run {
        Policy(
            name("trials"), name("past_due"), name("unpaid"), name("paused"), name("cancellation"), name("discounts"),
            name("normalization"),
        )
    }

    fun periodsOptions(name: String): PeriodsOptions = record(name).run {
        PeriodsOptions(
            columns = optional("columns", ::columns),
            defaultCurrency = optional("default_currency", ::text),
            zone = optional("zone", ::text),
            policy = optional("policy", ::policy),
            onRefusal = optional("on_refusal") { name(it) },
            numberFormat = optional("number_format", ::format),
            amountsInMinorUnits = optional("amounts_in_minor_units", ::boolean),
            delimiter = optional("delimiter") { name(it) },
        )
    }

    private fun columns(name: String): PeriodColumns = record(name).run {
        PeriodColumns(
            subscriptionId = optional("subscription_id", ::text),
            customerId = optional("customer_id", ::text),
            startDate = optional("start_date", ::text),
            endDate = optional("end_date", ::text),
            monthlyAmount = optional("monthly_amount", ::text),
            currency = optional("currency", ::text),
            interval = optional("interval", ::text),
            quantity = optional("quantity", ::text),
            status = optional("status", ::text),
        )
    }

    fun stripeOptions(name: String): StripeOptions = record(name).run {
        StripeOptions(
            policy = optional("policy", ::policy),
            onRefusal = optional("on_refusal") { name(it) },
            asOf = optional("as_of", ::instant),
            references = optional("references", ::text),
        )
    }
}
