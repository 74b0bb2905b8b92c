import Foundation
import Prorata

/// Why a case says nothing about the library.
enum Misfit: Error {
    case noSuchCall(String)
    case wrongField(String)
    case wrongValue(JSON)
}

/// Native values of a case, for the generated calls.
extension JSON {
    /// As text, for the record that it is.
    func form() throws -> String {
        String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
    }

    func bool() throws -> Bool {
        guard case .bool(let bool) = self else { throw Misfit.wrongValue(self) }
        return bool
    }

    func integer<T: FixedWidthInteger>(_: T.Type) throws -> T {
        guard case .integer(let integer) = self, let value = T(exactly: integer) else { throw Misfit.wrongValue(self) }
        return value
    }

    func double() throws -> Double {
        switch self {
        case .integer(let integer): return Double(integer)
        case .number(let number): return number
        default: throw Misfit.wrongValue(self)
        }
    }

    func text() throws -> String {
        guard case .text(let text) = self else { throw Misfit.wrongValue(self) }
        return text
    }

    func bytes() throws -> Data {
        Data(try list { try $0.integer(UInt8.self) })
    }

    func decimal() throws -> Decimal {
        guard let value = Decimal(string: try text()) else { throw Misfit.wrongValue(self) }
        return value
    }

    func list<T>(_ read: (JSON) throws -> T) throws -> [T] {
        guard case .list(let list) = self else { throw Misfit.wrongValue(self) }
        return try list.map(read)
    }

    func map<T>(_ read: (JSON) throws -> T) throws -> [String: T] {
        guard case .object(let fields) = self else { throw Misfit.wrongValue(self) }
        return try fields.mapValues(read)
    }

    func optional<T>(_ read: (JSON) throws -> T) throws -> T? {
        if case .null = self { return nil }
        return try read(self)
    }
}

/// The arguments of a case, read as what Swift passes to a call.
struct Given {
    let fields: [String: JSON]
    let place: String

    init(_ json: JSON?, _ place: String = "given") throws {
        guard case .object(let fields) = json else { throw Misfit.wrongField(place) }
        self.fields = fields
        self.place = place
    }

    /// A parameter; what is left out is null.
    subscript(name: String) -> JSON { fields[name] ?? .null }

    private func misfit(_ name: String) -> Misfit { .wrongField("\(place).\(name)") }

    private func present(_ name: String) -> JSON? {
        if case .null? = fields[name] { return nil }
        return fields[name]
    }

    /// A value that may be left out.
    func optional<T>(_ name: String, _ read: (String) throws -> T) throws -> T? {
        try present(name).map { _ in try read(name) }
    }

    func text(_ name: String) throws -> String {
        guard case .text(let text) = fields[name] else { throw misfit(name) }
        return text
    }

    func integer<T: FixedWidthInteger>(_ name: String) throws -> T {
        guard case .integer(let integer) = fields[name], let value = T(exactly: integer) else { throw misfit(name) }
        return value
    }

    func integers(_ name: String) throws -> [Int64] {
        guard case .list(let list) = fields[name] else { throw misfit(name) }
        return try list.map { item in
            guard case .integer(let integer) = item else { throw misfit(name) }
            return integer
        }
    }

    func decimal(_ name: String) throws -> Decimal {
        guard let value = Decimal(string: try text(name)) else { throw misfit(name) }
        return value
    }

    /// An instant is read by the core, so that a refusal has its code.
    func instant(_ name: String) throws -> Date {
        try timestampParse(text: text(name))
    }

    /// A case of an enum, by its name in JSON.
    func name<T: CaseIterable>(_ name: String) throws -> T {
        let text = wireName(try text(name))
        guard let value = T.allCases.first(where: { wireName("\($0)") == text }) else { throw misfit(name) }
        return value
    }

    func record(_ name: String) throws -> Given {
        try Given(fields[name], "\(place).\(name)")
    }

    func records(_ name: String) throws -> [Given] {
        guard case .list(let list) = fields[name] else { throw misfit(name) }
        return try list.map { try Given($0, "\(place).\(name)") }
    }

    func money(_ name: String) throws -> Money {
        try record(name).money()
    }

    func money() throws -> Money {
        Money(minor: try integer("minor"), currency: try text("currency"))
    }

    func format(_ name: String) throws -> MoneyFormat {
        let format = try record(name)
        return MoneyFormat(
            decimalMark: try format.optional("decimal_mark", format.name),
            grouping: try format.optional("grouping", format.name),
            sign: try format.optional("sign", format.name),
            position: try format.optional("position", format.name))
    }

    func interval(_ name: String) throws -> Interval {
        let interval = try record(name)
        return Interval(unit: try interval.name("unit"), count: try interval.integer("count"))
    }

    func cycle(_ name: String) throws -> BillingCycle {
        let cycle = try record(name)
        return BillingCycle(anchor: try cycle.instant("anchor"), interval: try cycle.interval("interval"))
    }

    func fiscal(_ name: String) throws -> FiscalCalendar {
        let fiscal = try record(name)
        return FiscalCalendar(
            firstMonth: try fiscal.optional("first_month", fiscal.integer),
            namedBy: try fiscal.optional("named_by", fiscal.name))
    }

    func anchorConfig(_ name: String) throws -> AnchorConfig {
        let config = try record(name)
        return AnchorConfig(
            dayOfMonth: try config.integer("day_of_month"),
            month: try config.optional("month", config.integer),
            hour: try config.optional("hour", config.integer),
            minute: try config.optional("minute", config.integer),
            second: try config.optional("second", config.integer))
    }

    func rates(_ name: String) throws -> ExchangeRates {
        try ExchangeRates(
            rates: records(name).map { rate in
                ExchangeRate(
                    base: try rate.text("base"), quote: try rate.text("quote"), date: try rate.text("date"),
                    rate: try rate.decimal("rate"))
            })
    }

    func facts(_ name: String) throws -> Facts {
        try Facts.fromChanges(
            changes: records(name).map { change in
                MrrChange(
                    customerId: try change.text("customer_id"),
                    subscriptionId: try change.text("subscription_id"),
                    effectiveAt: try change.instant("effective_at"),
                    mrr: try change.money("mrr"))
            })
    }

    func subscriptionChanges(_ name: String) throws -> [SubscriptionChange] {
        try records(name).map { change in
            SubscriptionChange(
                customerId: try change.text("customer_id"),
                subscriptionId: try change.text("subscription_id"),
                effectiveAt: try change.instant("effective_at"),
                price: try Price.fromJson(change["price"].form()),
                quantity: try change.integer("quantity"),
                status: try change.name("status"))
        }
    }

    func options(_ name: String) throws -> MetricsOptions {
        let options = try record(name)
        return MetricsOptions(
            firstMonth: try options.optional("first_month", options.text),
            months: try options.optional("months", options.integer),
            zone: try options.optional("zone", options.text),
            netting: try options.optional("netting", options.name),
            asOf: try options.optional("as_of", options.instant),
            groupingMinutes: try options.optional("grouping_minutes", options.integer))
    }

    /// The text of a file, or objects that are to be written out as JSON.
    func input() throws -> Data {
        if let text = try optional("text", text) { return Data(text.utf8) }
        guard let objects = fields["objects"] else { throw misfit("objects") }
        return try JSONEncoder().encode(objects)
    }

    /// Instants, or null for the end.
    func instants(_ name: String) throws -> [Date?] {
        guard case .list(let list) = fields[name] else { throw misfit(name) }
        return try list.map { item in
            switch item {
            case .null: return nil
            case .text(let text): return try timestampParse(text: text)
            default: throw misfit(name)
            }
        }
    }

    func bool(_ name: String) throws -> Bool {
        guard case .bool(let bool) = fields[name] else { throw misfit(name) }
        return bool
    }

    func policy(_ name: String) throws -> Policy {
        let policy = try record(name)
        return Policy(
            trials: try policy.name("trials"), pastDue: try policy.name("past_due"),
            unpaid: try policy.name("unpaid"), paused: try policy.name("paused"),
            cancellation: try policy.name("cancellation"), discounts: try policy.name("discounts"),
            normalization: try policy.name("normalization"))
    }

    func periodsOptions(_ name: String) throws -> PeriodsOptions {
        let options = try record(name)
        return PeriodsOptions(
            columns: try options.optional("columns", options.columns),
            defaultCurrency: try options.optional("default_currency", options.text),
            zone: try options.optional("zone", options.text),
            policy: try options.optional("policy", options.policy),
            onRefusal: try options.optional("on_refusal", options.name),
            numberFormat: try options.optional("number_format", options.format),
            amountsInMinorUnits: try options.optional("amounts_in_minor_units", options.bool),
            delimiter: try options.optional("delimiter", options.name))
    }

    private func columns(_ name: String) throws -> PeriodColumns {
        let columns = try record(name)
        return PeriodColumns(
            subscriptionId: try columns.optional("subscription_id", columns.text),
            customerId: try columns.optional("customer_id", columns.text),
            startDate: try columns.optional("start_date", columns.text),
            endDate: try columns.optional("end_date", columns.text),
            monthlyAmount: try columns.optional("monthly_amount", columns.text),
            currency: try columns.optional("currency", columns.text),
            interval: try columns.optional("interval", columns.text),
            quantity: try columns.optional("quantity", columns.text),
            status: try columns.optional("status", columns.text))
    }

    func stripeOptions(_ name: String) throws -> StripeOptions {
        let options = try record(name)
        return StripeOptions(
            policy: try options.optional("policy", options.policy),
            onRefusal: try options.optional("on_refusal", options.name),
            asOf: try options.optional("as_of", options.instant),
            references: try options.optional("references", options.text))
    }
}
