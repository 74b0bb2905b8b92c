// swift-tools-version:5.9
import PackageDescription

let package = Package(
    name: "examples",
    platforms: [.macOS(.v13)],
    dependencies: [.package(name: "Prorata", path: "../bindings-swift")],
    targets: ["money", "movements", "first_report", "preview_upgrade", "simulate_year"].map { name in
        .executableTarget(name: name, dependencies: ["Prorata"], path: name, sources: ["main.swift"])
    }
)
