import Foundation
import XCTest

/// Compares what Swift sees with `vectors/api.json`, the surface that every language has, in both directions.
///
/// Names are compared without case and underscores. A method of the core is a member of its type here, or a function
/// named after the type (`Month::plus` is `monthPlus`): uniffi has no methods on text and no static ones on records.
final class SurfaceTests: XCTestCase {
    /// Scalars of the core that are no type of Swift's own, and names that Swift has for something else.
    private let aliases = [
        "Currency": "Currency", "Date": "CivilDate", "Decimal": "Decimal", "Duration": "CalendarDuration", "Month": "Month",
        "Percent": "Percent", "RateFactor": "RateFactor", "Timestamp": "Timestamp", "UnitAmount": "UnitAmount", "Zone": "Zone",
    ]

    /// What is called otherwise in Swift.
    private let renamed = [
        "Money.new": "Money.of", "Money.checked_add": "Money.adding", "Money.checked_sub": "Money.subtracting",
        "Money.checked_neg": "Money.negated", "Money.checked_mul": "Money.multiplied",
        "Money.checked_cmp": "Money.compare", "Money.major": "Money.decimal", "Money.format": "Money.formatted",
        "Money.from_major_rounded": "Money.fromMajor",
        "Currency.minor_per_major": "CurrencyInfo.exponent",
        "Currency.stripe_exponent": "CurrencyInfo.stripeExponent",
        "Currency.stripe_multiple": "CurrencyInfo.stripeChargeMultiple",
        "Currency.stripe_minimum_charge": "CurrencyInfo.stripeMinimumCharge",
        "Currency.stripe_maximum_charge": "CurrencyInfo.stripeMaximumCharge",
    ]

    /// What only Swift has: constants of the core, instants (which are Swift's own), and the panic for the tests.
    private let own = [
        "currencies", "dateParse", "timestampParse", "timestampPlus", "panicForTest", "SubscriptionStatus.stripeName",
    ]

    func testEveryLanguageHasTheSameSurface() throws {
        let text = try Data(contentsOf: repository.appendingPathComponent("vectors/api.json"))
        let manifest = try JSONDecoder().decode(Manifest.self, from: text)
        let here = try surface()
        var expected = Set(own.map(wireName))
        var missing: [String] = []
        func expect(_ name: String, oneOf candidates: [String]) {
            let found = candidates.map(wireName).filter(here.contains)
            expected.formUnion(found)
            if found.isEmpty { missing.append(name) }
        }
        let isHere = { (name: String) in manifest.only[name]?.contains("swift") ?? true }
        for (name, type) in manifest.types where isHere(name) {
            expect(name, oneOf: [aliases[name] ?? name])
            for part in type.fields ?? type.members ?? Array((type.kinds ?? [:]).keys) {
                expect("\(name).\(part)", oneOf: ["\(name).\(part)"])
            }
            for method in type.methods where isHere("\(name).\(method)") {
                let path = "\(name).\(method)"
                expect(path, oneOf: renamed[path].map { [$0] } ?? [path, name + method])
            }
        }
        for function in manifest.functions where isHere(function) {
            expect(function, oneOf: [String(function.split(separator: ".").last ?? "")])
        }
        for family in Set(manifest.errors.compactMap { $0.split(separator: ".").first }) {
            expect("errors.\(family)", oneOf: ["ProrataError.\(family)"])
        }
        XCTAssertGreaterThan(manifest.types.count, 50)
        XCTAssertEqual(missing.sorted(), [], "in vectors/api.json, but not in Swift")
        // Native types, what uniffi needs, and Swift's own forms of errors, of text and of JSON are no part of the surface.
        let forms = ["ffi", "prorataerror", ".description", ".fromjson", ".tojson"]
        let extra = here.subtracting(aliases.values.map(wireName)).filter { name in !forms.contains { name.contains($0) } }
        XCTAssertEqual(extra.subtracting(expected).sorted(), [], "in Swift, but not in vectors/api.json")
    }

    private struct Manifest: Decodable {
        struct Kind: Decodable {
            let fields, members: [String]?
            let kinds: [String: [String]]?
            let methods: [String]
        }
        let errors, functions: [String]
        let only: [String: [String]]
        let types: [String: Kind]
    }

    /// Types, `type.member` and functions of the public sources, as wire names.
    private func surface() throws -> Set<String> {
        var names: Set<String> = []
        let folder = repository.appendingPathComponent("bindings-swift/Sources/Prorata")
        for file in ["Prorata.swift", "Edge.swift", "Records.swift"] {
            var (type, depth) = ("", 0)
            for line in try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
                .split(separator: "\n")
            {
                // Not `*/`: what follows the comment of a parameter counts.
                if line.contains(#/^ *(\*$|\*[^\/]|\/)/#) { continue }
                if depth == 0, let found = line.firstMatch(of: #/^(public |open )?(struct|enum|class) (\w+)/#) {
                    type = String(found.3)
                    names.insert(wireName(type))
                } else if depth == 0, let found = line.firstMatch(of: #/^extension (\w+)\b/#) {
                    type = String(found.1)
                } else if depth == 0, let found = line.firstMatch(of: #/^public (typealias|func) (\w+)/#) {
                    names.insert(wireName(String(found.2)))
                } else if depth == 1, let found = line.firstMatch(of: #/^ *(public|open)( static)? (let|var|func) `?(\w+)/#) {
                    names.insert(wireName("\(type).\(found.4)"))
                } else if depth == 1, let found = line.firstMatch(of: #/^    case `?(\w+)/#) {
                    names.insert(wireName("\(type).\(found.1)"))
                } else if depth == 1, line.contains("convenience init(") {
                    names.insert(wireName("\(type).new"))
                }
                depth += line.filter { $0 == "{" }.count - line.filter { $0 == "}" }.count
            }
        }
        return names
    }
}
