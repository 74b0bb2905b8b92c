import Foundation
import Prorata
import XCTest

/// Runs the vectors of the repository, and those of every folder in `PRORATA_VECTORS`.
final class VectorTests: XCTestCase {
    func testEveryVector() throws {
        let own = repository.appendingPathComponent("vectors")
        var folders = try FileManager.default.contentsOfDirectory(at: own, includingPropertiesForKeys: [.isDirectoryKey])
            .filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }
        let more = ProcessInfo.processInfo.environment["PRORATA_VECTORS"] ?? ""
        folders += more.split(separator: ":").map { URL(fileURLWithPath: String($0)) }

        var passed = 0
        var failures: [String] = []
        for file in folders.flatMap(jsonFiles) {
            for (place, item) in try JSONDecoder().decode([JSON].self, from: Data(contentsOf: file)).enumerated() {
                guard case .object(let fields) = item else {
                    failures.append("\(file.path), case \(place + 1): not an object")
                    continue
                }
                if let failure = check(fields) {
                    failures.append("\(file.path), case \(place + 1): \(failure)")
                } else {
                    passed += 1
                }
            }
        }
        failures.prefix(20).forEach { print($0) }
        let summary = "vectors: \(passed) passed, \(failures.count) failed"
        print(summary)
        if more.isEmpty { try keep(summary) }
        XCTAssertEqual(failures.count, 0, failures.first ?? "")
        XCTAssertGreaterThan(passed, 0, "no vectors were found in \(own.path)")
    }

    /// What is wrong with a case, if anything is.
    private func check(_ fields: [String: JSON]) -> String? {
        guard case .text(let call) = fields["call"] else { return "no call" }
        do {
            let got = try JSON(of: answer(to: call, Given(fields["given"])))
            if let code = fields["error"] { return "\(call): \(got) instead of the error \(code)" }
            guard let then = fields["then"] else { return "\(call): neither then nor error" }
            return got == then ? nil : "\(call): \(got) instead of \(then)"
        } catch let error as ProrataError {
            return fields["error"] == .text(error.code) ? nil : "\(call): \(error)"
        } catch {
            return "\(call): \(error)"
        }
    }

    private func jsonFiles(in folder: URL) -> [URL] {
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let files = (found?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "json" }
        return files.sorted { $0.path < $1.path }
    }

    /// For the comparison with the other languages.
    private func keep(_ summary: String) throws {
        let folder = repository.appendingPathComponent("target/vectors")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try "\(summary)\n".write(to: folder.appendingPathComponent("swift.txt"), atomically: true, encoding: .utf8)
    }
}

/// bindings-swift/Tests/ProrataTests/VectorTests.swift is this file.
let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
