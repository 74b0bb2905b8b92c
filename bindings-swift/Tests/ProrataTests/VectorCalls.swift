import Foundation
import Prorata

/// Every call that a vector can name, through the public API.
func answer(to call: String, _ given: Given) throws -> Any {
    if let generated = try generatedAnswer(to: call, given) { return generated }
    switch call.split(separator: ".").first {
    case "calendar": return try calendar(call, given)
    case "facts": return try facts(call, given)
    case "metrics": return try metrics(call, given)
    case "money": return try money(call, given)
    default: throw Misfit.noSuchCall(call)
    }
}

private func money(_ call: String, _ given: Given) throws -> Any {
    switch call {
    case "money.new": return try Money.of(given.integer("minor"), given.text("currency"))
    case "money.add": return try given.money("amount").adding(other: given.money("other"))
    case "money.subtract": return try given.money("amount").subtracting(other: given.money("other"))
    case "money.negate": return try given.money("amount").negated()
    case "money.multiply": return try given.money("amount").multiplied(by: given.integer("quantity"))
    case "money.sum":
        return try Money.sum(given.records("amounts").map { try $0.money() }, currency: given.text("currency"))
    case "money.compare": return try given.money("amount").compare(to: given.money("other"))
    case "money.from_major":
        let rounding: Rounding? = try given.optional("rounding", given.name)
        return try Money.fromMajor(given.decimal("major"), given.text("currency"), rounding: rounding)
    case "money.to_major": return try given.money("amount").decimal()
    case "money.percent":
        return try given.money("amount").percent(percent: given.decimal("percent"), rounding: given.name("rounding"))
    case "money.scale":
        return try given.money("amount").scale(
            numerator: given.integer("numerator"), denominator: given.integer("denominator"),
            rounding: given.name("rounding"))
    case "money.allocate":
        return try given.money("amount").allocate(
            weights: given.integers("weights"), remainder: given.name("remainder"))
    case "money.parse":
        let currency = try given.optional("currency", given.text)
        return try Money.parse(given.text("text"), format: given.format("format"), currency: currency)
    case "money.format": return try given.money("amount").formatted(format: given.format("format"))
    case "money.from_stripe": return try Money.fromStripe(given.integer("amount"), given.text("currency"))
    case "money.rounded_for_stripe":
        return try given.money("amount")
            .roundedForStripe(usedFor: given.name("used_for"), rounding: given.name("rounding"))
    case "money.to_stripe": return try given.money("amount").toStripe(usedFor: given.name("used_for"))
    case "money.check_stripe_charge": return try given.money("amount").checkStripeCharge()
    case "money.unit_amount_total":
        return try unitAmountTotal(
            unitAmount: given.decimal("unit_amount"), quantity: given.integer("quantity"),
            currency: given.text("currency"), rounding: given.name("rounding"))
    case "money.convert":
        return try given.rates("rates").convert(
            amount: given.money("amount"), to: given.text("to"), date: given.text("date"),
            rounding: given.name("rounding"))
    case "money.currency_info": return try currencyInfo(currency: given.text("currency"))
    default: throw Misfit.noSuchCall(call)
    }
}

private func calendar(_ call: String, _ given: Given) throws -> Any {
    switch call {
    case "calendar.parse_timestamp": return try given.instant("text")
    case "calendar.add": return try timestampPlus(at: given.instant("at"), duration: given.text("duration"))
    case "calendar.boundary": return try given.cycle("cycle").boundary(k: given.integer("k"))
    case "calendar.period_at": return try given.cycle("cycle").periodAt(at: given.instant("at"))
    case "calendar.next_boundary":
        return try given.cycle("cycle").nextBoundary(at: given.instant("at"), edge: given.name("edge"))
    case "calendar.previous_boundary":
        return try given.cycle("cycle").previousBoundary(at: given.instant("at"), edge: given.name("edge"))
    case "calendar.anchor_from_config":
        return try given.anchorConfig("config").resolve(
            created: given.instant("created"), interval: given.interval("interval"))
    case "calendar.month_bounds": return try zoneMonth(zone: given.text("zone"), month: given.text("month"))
    case "calendar.day_bounds": return try zoneDay(zone: given.text("zone"), date: given.text("date"))
    case "calendar.date_in_zone": return try zoneDateOf(zone: given.text("zone"), at: given.instant("at"))
    case "calendar.fiscal_month": return try given.fiscal("calendar").of(month: given.text("month"))
    case "calendar.fiscal_quarter":
        return try given.fiscal("calendar").quarter(year: given.integer("year"), quarter: given.integer("quarter"))
    case "calendar.whole_periods":
        return try wholePeriods(
            start: given.text("start"), end: given.text("end"), interval: given.interval("interval"))
    case "calendar.first_cycle_date":
        return try firstCycleDate(
            start: given.text("start"), interval: given.interval("interval"), day: given.integer("day"))
    default: throw Misfit.noSuchCall(call)
    }
}

private func metrics(_ call: String, _ given: Given) throws -> Any {
    let facts = try given.facts("changes")
    switch call {
    case "metrics.movements": return try movements(facts: facts, options: given.options("options"))
    case "metrics.customer_movements": return try customerMovements(facts: facts, options: given.options("options"))
    case "metrics.cohorts": return try cohorts(facts: facts, options: given.options("options"))
    case "metrics.current_revenue":
        return try currentRevenue(facts: facts, at: given.optional("at", given.instant))
    default: throw Misfit.noSuchCall(call)
    }
}

/// What an input becomes, seen through what it counts and what it is worth.
private func facts(_ call: String, _ given: Given) throws -> Any {
    let facts: Facts
    switch call {
    case "facts.from_periods_csv":
        facts = try Facts.fromPeriodsCsv(
            file: given.input(), options: given.optional("options", given.periodsOptions))
    case "facts.from_stripe":
        facts = try Facts.fromStripe(json: given.input(), options: given.optional("options", given.stripeOptions))
    case "facts.from_subscription_changes":
        facts = try Facts.fromSubscriptionChanges(
            changes: given.subscriptionChanges("changes"), policy: given.optional("policy", given.policy),
            onRefusal: given.optional("on_refusal", given.name))
    default: throw Misfit.noSuchCall(call)
    }
    let intake = try facts.intake()
    var result: [String: JSON] = [
        "source": try JSON(of: intake.source), "history": try JSON(of: intake.history),
        "rows_read": try JSON(of: intake.rowsRead), "rows_used": try JSON(of: intake.rowsUsed),
        "refused": .list(
            try intake.refused.map { .object(["line": try JSON(of: $0.line), "code": .text($0.code)]) }),
        "currencies": try JSON(of: facts.currencies()), "customers": try JSON(of: facts.customers()),
        "subscriptions": try JSON(of: facts.subscriptions()), "changes": try JSON(of: facts.changes()),
    ]
    if let instants = try given.optional("at", given.instants) {
        result["mrr"] = .list(try instants.map { .integer(try currentRevenue(facts: facts, at: $0).mrr.minor) })
    }
    if let options = try given.optional("movements", given.options) {
        result["movements"] = .list(
            try movements(facts: facts, options: options).months.map { month in
                let amounts = [
                    month.opening, month.new, month.expansion, month.contraction, month.churn, month.reactivation,
                    month.closing,
                ]
                return .list([.text(month.month)] + amounts.map { .integer($0.minor) })
            })
    }
    return JSON.object(result)
}
