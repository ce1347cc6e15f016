/// A model that agents run on, with about what a million of its tokens costs.
struct DemoModel: Equatable {
    let name: String
    private let input: Double
    private let output: Double

    static let all = [
        DemoModel(name: "claude-opus-4-5", input: 5, output: 25),
        DemoModel(name: "claude-sonnet-4-5", input: 3, output: 15),
        DemoModel(name: "claude-haiku-4-5", input: 1, output: 5),
        DemoModel(name: "gpt-5", input: 1.25, output: 10),
        DemoModel(name: "gemini-2.5-pro", input: 1.25, output: 10),
    ]

    /// What so many tokens cost in US dollars; what was cached costs a tenth.
    func cost(input: Int64, output: Int64, cached: Int64) -> Double {
        Self.rounded(
            (Double(input) * self.input + Double(output) * self.output + Double(cached) * self.input / 10) / 1e6)
    }

    /// To a hundredth of a cent.
    static func rounded(_ dollars: Double) -> Double {
        (dollars * 10_000).rounded() / 10_000
    }
}
