/// The fields the index has a column for; the numbers are stored.
enum IndexField: Int, CaseIterable {
    case kind = 0
    case project = 1
    case session = 2
    case agent = 3
}

/// Blocks of the index: so many events each, the first beginning with event 1.
enum IndexBlock {
    static let count = 4_096

    /// The block an event is in.
    static func number(of seq: Int64) -> Int64 { (seq - 1) / Int64(count) }

    /// The first event of a block.
    static func first(_ block: Int64) -> Int64 { block * Int64(count) + 1 }

    /// The row a block's column is stored in.
    static func row(_ block: Int64, _ field: IndexField) -> Int64 { block * 4 + Int64(field.rawValue) }
}
