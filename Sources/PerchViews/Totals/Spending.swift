import PerchModel

/// Tokens and money of one event, made safe to sum up.
struct Spending {
    var model: String?
    var inputTokens: Int64 = 0
    var outputTokens: Int64 = 0
    var cacheReadTokens: Int64 = 0
    var cacheWriteTokens: Int64 = 0
    var cost: Double = 0

    init(_ usage: UsageAdded) {
        model = usage.model.cut(to: TextLimit.name)
        inputTokens = usage.inputTokens.counted
        outputTokens = usage.outputTokens.counted
        cacheReadTokens = usage.cacheReadTokens.counted
        cacheWriteTokens = usage.cacheWriteTokens.counted
        cost = usage.cost.amount ?? 0
    }

    init(cost: Double) {
        self.cost = cost
    }
}
