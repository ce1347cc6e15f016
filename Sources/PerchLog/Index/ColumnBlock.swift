/// One column of one block: the distinct terms that occur, and for each event which of them it has.
///
/// Terms are numbers of the dictionary, 0 for "none", each four bytes; places are one byte where there are at most 256 terms, else two.
struct ColumnBlock: Equatable {
    var terms: [UInt8]
    var places: [UInt8]

    /// Packs a column.
    init(packing column: [UInt32]) {
        var numbers: [UInt32: Int] = [:]
        var order: [UInt32] = []
        let local = column.map { term in
            if let number = numbers[term] { return number }
            numbers[term] = order.count
            order.append(term)
            return order.count - 1
        }
        terms = order.flatMap { Self.bytes($0, 4) }
        places = order.count <= 256 ? local.map { UInt8($0) } : local.flatMap { Self.bytes(UInt32($0), 2) }
    }

    /// The places in the terms' list of those that are wanted: true where wanted; nil where none of them is.
    static func wanted(_ terms: [UInt8], in wanted: Set<UInt32>) -> [Bool]? {
        var any = false
        let flags = stride(from: 0, to: terms.count - 3, by: 4).map { index in
            let term =
                UInt32(terms[index]) | UInt32(terms[index + 1]) << 8 | UInt32(terms[index + 2]) << 16
                | UInt32(terms[index + 3]) << 24
            let isWanted = wanted.contains(term)
            any = any || isWanted
            return isWanted
        }
        return any ? flags : nil
    }

    /// Clears the events that have no wanted term.
    static func narrow(_ events: inout [Bool], _ places: [UInt8], by wanted: [Bool]) {
        if wanted.count <= 256 {
            // Padded to 256, so that no place can point past the end.
            let table = wanted + [Bool](repeating: false, count: 256 - wanted.count)
            for index in events.indices where index < places.count && events[index] {
                events[index] = table[Int(places[index])]
            }
        } else {
            for index in events.indices where index * 2 + 1 < places.count && events[index] {
                let place = Int(places[index * 2]) | Int(places[index * 2 + 1]) << 8
                events[index] = place < wanted.count && wanted[place]
            }
        }
    }

    private static func bytes(_ value: UInt32, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32($0 * 8)) }
    }

    static func checksum(_ row: Int64, _ bytes: [UInt8]) -> Int64 {
        var sum = Checksum()
        sum.add(row)
        sum.add(bytes)
        return sum.value
    }
}
