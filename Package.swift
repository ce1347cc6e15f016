// swift-tools-version: 6.2
import PackageDescription

/// The settings every Swift target is compiled with: today's language and tomorrow's checks, all of them errors.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .treatWarning("ExplicitSendable", as: .error),
]

/// One room of the house; imports go down this file's list only.
func room(_ name: String, _ below: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: below, swiftSettings: strict)
}

func tests(_ of: String, _ below: [Target.Dependency]) -> Target {
    .testTarget(name: "\(of)Tests", dependencies: [.byName(name: of), "PerchTesting"] + below, swiftSettings: strict)
}

let package = Package(
    name: "perch",
    products: [
        .executable(name: "perch", targets: ["perch"]),
        .executable(name: "perch-echo", targets: ["perch-echo"]),
    ],
    targets: [
        // C libraries: module maps and shims, nothing else.
        .systemLibrary(name: "CLibuv", pkgConfig: "libuv", providers: [.apt(["libuv1-dev"])]),
        .systemLibrary(name: "CWslay", providers: [.apt(["libwslay-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "CLLHTTP", cSettings: [.unsafeFlags(["-I/usr/share/include/llhttp"])]),
        .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),

        // The house, from the ground up.
        room("PerchSystem", []),
        room("PerchJSON", ["CSimdjson"]),
        room("PerchModel", ["PerchJSON"]),
        room("PerchViews", ["PerchJSON", "PerchModel"]),
        room("PerchDialects", ["PerchJSON", "PerchModel"]),
        room("PerchNet", ["CLibuv", "CLLHTTP", "CWslay", "CZlib", "PerchSystem"]),
        room("PerchLog", ["CSQLite", "CZlib", "PerchSystem", "PerchJSON", "PerchModel"]),
        room(
            "PerchHub",
            ["PerchSystem", "PerchJSON", "PerchModel", "PerchViews", "PerchDialects", "PerchNet", "PerchLog"]),
        room(
            "PerchServer",
            [
                "PerchSystem", "PerchJSON", "PerchModel", "PerchViews", "PerchDialects", "PerchNet", "PerchLog",
                "PerchHub",
            ]),
        room("PerchCommand", ["PerchSystem", "PerchJSON", "PerchModel", "PerchDialects", "PerchNet"]),
        .executableTarget(
            name: "perch",
            dependencies: [
                "PerchSystem", "PerchJSON", "PerchModel", "PerchViews", "PerchDialects", "PerchNet", "PerchLog",
                "PerchHub", "PerchServer", "PerchCommand",
            ],
            swiftSettings: strict),
        .executableTarget(name: "perch-echo", dependencies: ["PerchSystem", "PerchNet"], swiftSettings: strict),

        // Tests, one target a room, and what they share.
        .target(
            name: "PerchTesting",
            dependencies: ["PerchSystem", "PerchJSON", "PerchModel", "PerchDialects", "PerchNet", "PerchLog"],
            path: "Tests/PerchTesting",
            swiftSettings: strict),
        tests("PerchJSON", []),
        tests("PerchModel", ["PerchJSON"]),
        tests("PerchViews", ["PerchJSON", "PerchModel"]),
        tests("PerchDialects", ["PerchJSON", "PerchModel", "PerchViews"]),
        tests("PerchNet", ["PerchSystem"]),
        tests("PerchLog", ["CSQLite", "PerchSystem", "PerchJSON", "PerchModel"]),
        tests(
            "PerchHub",
            ["PerchSystem", "PerchJSON", "PerchModel", "PerchViews", "PerchDialects", "PerchNet", "PerchLog"]),
        tests("PerchCommand", ["PerchSystem", "PerchJSON", "PerchModel", "PerchDialects", "PerchNet"]),
        tests(
            "PerchServer",
            [
                "PerchSystem", "PerchJSON", "PerchModel", "PerchViews", "PerchDialects", "PerchNet", "PerchLog",
                "PerchHub",
            ]),
    ],
    cLanguageStandard: .c11,
    cxxLanguageStandard: .cxx17
)
