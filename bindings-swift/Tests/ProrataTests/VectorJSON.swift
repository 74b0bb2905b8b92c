import Foundation
import Prorata

/// JSON without loss: integers stay integers, which `JSONSerialization` does not promise.
enum JSON: Codable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case list([JSON])
    case object([String: JSON])
    /// A decimal of Swift's own, which keeps no trailing zeros.
    case decimal(Decimal)

    init(from decoder: Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let integer = try? value.decode(Int64.self) {
            self = .integer(integer)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let list = try? value.decode([JSON].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: JSON].self))
        }
    }

    func encode(to encoder: Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .bool(let bool): try value.encode(bool)
        case .integer(let integer): try value.encode(integer)
        case .number(let number): try value.encode(number)
        case .text(let text): try value.encode(text)
        case .list(let list): try value.encode(list)
        case .object(let fields): try value.encode(fields)
        case .decimal(let decimal): try value.encode(decimal)
        }
    }

    /// The JSON form of what a call returned: of a record its own, through the public API.
    init(of value: Any) throws {
        switch value {
        case let value as JSON: self = value
        case let value as any ToJson: self = try JSONDecoder().decode(JSON.self, from: Data(value.toJson().utf8))
        case let value as Bool: self = .bool(value)
        case let value as any FixedWidthInteger:
            guard let integer = Int64(exactly: value) else { throw Misfit.wrongField("\(value)") }
            self = .integer(integer)
        case let value as Double: self = .number(value)
        case let value as String: self = .text(value)
        case let value as Decimal: self = .decimal(value)
        case let value as Date: self = .text(isoMillis(value))
        case let value as Data: self = .list(value.map { .integer(Int64($0)) })
        case is Void: self = .null
        default:
            let mirror = Mirror(reflecting: value)
            switch mirror.displayStyle {
            case .optional: self = try mirror.children.first.map { try JSON(of: $0.value) } ?? .null
            case .collection: self = .list(try mirror.children.map { try JSON(of: $0.value) })
            default: throw Misfit.wrongField("no JSON form is known for \(value)")
            }
        }
    }
}

/// `nrr12Months` and `nrr_12_months` alike: where the words part is not known from one of them.
func wireName(_ name: String) -> String {
    name.replacingOccurrences(of: "_", with: "").lowercased()
}

/// Instants as vectors write them, without the formatter that the library uses.
func isoMillis(_ date: Date) -> String {
    let millis = Int((date.timeIntervalSince1970 * 1000).rounded())
    let day = 86_400_000
    let days = (Double(millis) / Double(day)).rounded(.down)
    let clock = millis - Int(days) * day
    // Years that begin in March: Howard Hinnant, "chrono-compatible low-level date algorithms".
    let shifted = Int(days) + 719_468
    let era = Int((Double(shifted) / 146_097).rounded(.down))
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return String(
        format: "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1,
        clock / 3_600_000, clock / 60_000 % 60, clock / 1000 % 60, clock % 1000)
}

extension JSON: Equatable {
    static func == (left: JSON, right: JSON) -> Bool {
        switch (left, right) {
        case (.null, .null): return true
        case let (.bool(left), .bool(right)): return left == right
        case let (.integer(left), .integer(right)): return left == right
        case let (.number(left), .number(right)): return left == right
        case let (.integer(left), .number(right)), let (.number(right), .integer(left)):
            return Int64(exactly: right) == left
        case let (.text(left), .text(right)): return left == right
        case let (.list(left), .list(right)): return left == right
        case let (.object(left), .object(right)): return left == right
        case let (.decimal(left), .decimal(right)): return left == right
        case let (.decimal(decimal), .text(text)), let (.text(text), .decimal(decimal)):
            return Decimal(string: text) == decimal
        default: return false
        }
    }
}
