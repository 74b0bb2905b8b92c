// swift-tools-version:5.9
import PackageDescription

let package = Package(
    name: "Prorata",
    platforms: [.macOS(.v13), .iOS(.v16)],
    products: [.library(name: "Prorata", targets: ["Prorata"])],
    targets: [
        .systemLibrary(name: "ProrataFFI"),
        .target(name: "Prorata", dependencies: ["ProrataFFI"]),
        .testTarget(name: "ProrataTests", dependencies: ["Prorata"]),
    ]
)
