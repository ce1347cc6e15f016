import PerchJSON

/// What a sub-agent cost, by kei's table; tokens of caches are not in it.
enum Pricing {
    /// Dollars a million tokens, which is millionths of a dollar a token; the first name that the model's contains counts.
    private static let table: [(name: String, input: Int64, output: Int64)] = [
        ("haiku", 1, 5), ("sonnet", 3, 15), ("opus", 5, 25),
    ]

    /// The cost in dollars to the millionth; nil where the model or the tokens are not known.
    static func cost(of response: JSONObject?, asked input: JSONObject?) -> Double? {
        let model = response?.name("resolvedModel") ?? response?.name("model") ?? input?.name("model")
        guard let model, let usage = response?["usage"]?.objectValue else { return nil }
        let (read, written) = (usage["input_tokens"]?.count, usage["output_tokens"]?.count)
        guard read != nil || written != nil else { return nil }
        return cost(model: model, read: read ?? 0, written: written ?? 0)
    }

    static func cost(model: String, read: Int64, written: Int64) -> Double? {
        let model = model.lowercased()
        // More tokens than that are a mistake, and their price could overflow.
        guard let price = table.first(where: { model.contains($0.name) }), max(read, written) < 1 << 50 else {
            return nil
        }
        return Double(read * price.input + written * price.output) / 1_000_000
    }
}
