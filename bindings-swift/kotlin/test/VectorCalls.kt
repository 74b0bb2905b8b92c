package prorata.test

import prorata.*

/** Every call that a vector can name, through the public API. */
fun answer(call: String, given: Given): Any? =
    generatedAnswer(call, given).let { if (it == NoSuchCall) writtenAnswer(call, given) else it }

/** The answer of the table in GeneratedCalls.kt to a call that is not in it. */
object NoSuchCall

/** The calls that are written by hand. */
private fun writtenAnswer(call: String, given: Given): Any? = when (call.substringBefore('.')) {
    "calendar" -> calendar(call, given)
    "facts" -> facts(call, given)
    "metrics" -> metrics(call, given)
    "money" -> money(call, given)
    else -> throw Misfit("no such call: $call")
}

private fun money(call: String, given: Given): Any? = with(given) {
    when (call) {
        "money.new" -> Money.of(long("minor"), text("currency"))
        "money.add" -> money("amount").adding(money("other"))
        "money.subtract" -> money("amount").subtracting(money("other"))
        "money.negate" -> money("amount").negated()
        "money.multiply" -> money("amount").multiplied(by = long("quantity"))
        "money.sum" -> Money.sum(records("amounts").map { it.money() }, text("currency"))
        "money.compare" -> money("amount").compare(to = money("other"))
        "money.from_major" ->
            Money.fromMajor(decimal("major"), text("currency"), optional("rounding") { name<Rounding>(it) })
        "money.to_major" -> money("amount").decimal()
        "money.percent" -> money("amount").percent(decimal("percent"), name("rounding"))
        "money.scale" -> money("amount").scale(long("numerator"), long("denominator"), name("rounding"))
        "money.allocate" -> money("amount").allocate(longs("weights"), name("remainder"))
        "money.parse" -> Money.parse(text("text"), format("format"), optional("currency", ::text))
        "money.format" -> money("amount").formatted(format("format"))
        "money.from_stripe" -> Money.fromStripe(long("amount"), text("currency"))
        "money.rounded_for_stripe" -> money("amount").roundedForStripe(name("used_for"), name("rounding"))
        "money.to_stripe" -> money("amount").toStripe(name("used_for"))
        "money.check_stripe_charge" -> money("amount").checkStripeCharge()
        "money.unit_amount_total" ->
            unitAmountTotal(decimal("unit_amount"), long("quantity"), text("currency"), name("rounding"))
        "money.convert" -> rates("rates").convert(money("amount"), text("to"), date("date"), name("rounding"))
        "money.currency_info" -> currencyInfo(text("currency"))
        else -> throw Misfit("no such call: $call")
    }
}

private fun calendar(call: String, given: Given): Any? = with(given) {
    when (call) {
        "calendar.parse_timestamp" -> instant("text")
        "calendar.add" -> timestampPlus(instant("at"), text("duration"))
        "calendar.boundary" -> cycle("cycle").boundary(int("k"))
        "calendar.period_at" -> cycle("cycle").periodAt(instant("at"))
        "calendar.next_boundary" -> cycle("cycle").nextBoundary(instant("at"), name("edge"))
        "calendar.previous_boundary" -> cycle("cycle").previousBoundary(instant("at"), name("edge"))
        "calendar.anchor_from_config" -> anchorConfig("config").resolve(instant("created"), interval("interval"))
        "calendar.month_bounds" -> zoneMonth(text("zone"), text("month"))
        "calendar.day_bounds" -> zoneDay(text("zone"), date("date"))
        "calendar.date_in_zone" -> zoneDateOf(text("zone"), instant("at"))
        "calendar.fiscal_month" -> fiscal("calendar").of(text("month"))
        "calendar.fiscal_quarter" -> fiscal("calendar").quarter(int("year"), uint("quarter"))
        "calendar.whole_periods" -> wholePeriods(date("start"), date("end"), interval("interval"))
        "calendar.first_cycle_date" -> firstCycleDate(date("start"), interval("interval"), uint("day"))
        else -> throw Misfit("no such call: $call")
    }
}

private fun metrics(call: String, given: Given): Any? = given.facts("changes").use { facts ->
    when (call) {
        "metrics.movements" -> movements(facts, given.options("options"))
        "metrics.customer_movements" -> customerMovements(facts, given.options("options"))
        "metrics.cohorts" -> cohorts(facts, given.options("options"))
        "metrics.current_revenue" -> currentRevenue(facts, given.optional("at", given::instant))
        else -> throw Misfit("no such call: $call")
    }
}

/** What an input becomes, seen through what it counts and what it is worth. */
private fun facts(call: String, given: Given): Any? = with(given) {
    val facts = when (call) {
        "facts.from_periods_csv" -> Facts.fromPeriodsCsv(input(), optional("options", ::periodsOptions))
        "facts.from_stripe" -> Facts.fromStripe(input(), optional("options", ::stripeOptions))
        "facts.from_subscription_changes" -> Facts.fromSubscriptionChanges(
            subscriptionChanges("changes"), optional("policy", ::policy), optional("on_refusal") { name(it) },
        )
        else -> throw Misfit("no such call: $call")
    }
    val intake = facts.intake()
    val result = mutableMapOf<String, Any?>(
        "source" to intake.source, "history" to intake.history,
        "rows_read" to intake.rowsRead, "rows_used" to intake.rowsUsed,
        "refused" to intake.refused.map { mapOf("line" to it.line, "code" to it.code) },
        "currencies" to facts.currencies(), "customers" to facts.customers(),
        "subscriptions" to facts.subscriptions(), "changes" to facts.changes(),
    )
    optional("at", ::instants)?.let { instants ->
        result["mrr"] = instants.map { currentRevenue(facts, it).mrr.minor }
    }
    optional("movements", ::options)?.let { options ->
        result["movements"] = movements(facts, options).months.map { month ->
            val amounts = with(month) { listOf(opening, new, expansion, contraction, churn, reactivation, closing) }
            listOf(month.month) + amounts.map { it.minor }
        }
    }
    result
}
