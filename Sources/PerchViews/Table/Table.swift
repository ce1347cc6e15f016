/// A table of rows by key, in order, that never moves a row: its slot stays its name until it is removed.
///
/// It keeps two orders, one of the rows that are going on and one of those that ended, and both survive a checkpoint, since rows are
/// written in them. Looking up costs one hash; changing a row in place and moving it to the end of an order cost none.
struct Table<Key: Hashed, Value: Sendable>: Sendable {
    private struct Link: Sendable {
        var key: Key
        var previous: Int32
        var next: Int32
        var ended: Bool
        var isFree = false
    }

    /// The rows by slot; write through `rows[slot]`. Slots that are free hold a blank.
    var rows: ContiguousArray<Value> = []
    private var links: ContiguousArray<Link> = []
    private var index = SlotIndex()
    private var free: [Int32] = []
    private var live = Chain()
    private var ended = Chain()
    private let blank: Value
    private let limit: Int
    private let endedLimit: Int

    /// An empty table; a row that is removed is overwritten with the blank, so that its memory is free at once.
    init(limit: Int, endedLimit: Int = .max, blank: Value) {
        self.limit = max(limit, 2)
        self.endedLimit = max(endedLimit, 1)
        self.blank = blank
    }

    var count: Int { live.count + ended.count }

    /// The slot of a key.
    func slot(of key: Key) -> Int? {
        index.find(key.hash) { links[$0].key == key }
    }

    func key(of slot: Int) -> Key { links[slot].key }

    func isEnded(_ slot: Int) -> Bool { links[slot].ended }

    /// The row in a slot, nil where the slot is free.
    func row(at slot: Int) -> Value? {
        links.indices.contains(slot) && !links[slot].isFree ? rows[slot] : nil
    }

    /// Adds a row whose key is not there yet, at the end of its order. The caller then removes what is over the limit.
    mutating func insert(_ key: Key, _ row: consuming Value, ended: Bool = false) -> Int {
        let link = Link(key: key, previous: -1, next: -1, ended: ended)
        let slot: Int
        if let reused = free.popLast() {
            slot = Int(reused)
            rows[slot] = row
            links[slot] = link
        } else {
            slot = rows.count
            rows.append(row)
            links.append(link)
        }
        index.insert(slot, links[slot].key.hash) { links[$0].key.hash }
        attach(slot)
        return slot
    }

    /// Reads a row where it is. Asking `rows[slot]` for a computed part may copy the whole row, which is wide, to do so.
    @inline(__always)
    mutating func read<Part>(_ slot: Int, _ part: (inout Value) -> Part) -> Part {
        part(&rows[slot])
    }

    /// Removes a row and frees its slot.
    @discardableResult
    mutating func remove(_ slot: Int) -> Value {
        detach(slot)
        index.remove(slot, links[slot].key.hash) { links[$0].key.hash }
        links[slot].isFree = true
        free.append(Int32(slot))
        var row = blank
        swap(&row, &rows[slot])
        return row
    }

    /// Moves a row to the end of its order.
    mutating func touch(_ slot: Int) {
        if links[slot].next < 0 { return }
        detach(slot)
        attach(slot)
    }

    /// Moves a row to the end of the other order, where it is not in that one already.
    mutating func move(_ slot: Int, ended: Bool) {
        guard links[slot].ended != ended else { return }
        detach(slot)
        links[slot].ended = ended
        attach(slot)
    }

    /// The slot that has to go so that the limits hold, or nil; never the one that was just added.
    func surplus(keeping slot: Int) -> Int? {
        guard count > limit || ended.count > endedLimit else { return nil }
        if let oldest = head(of: ended, keeping: slot) { return oldest }
        return count > limit ? head(of: live, keeping: slot) : nil
    }

    private func head(of chain: Chain, keeping slot: Int) -> Int? {
        guard chain.head >= 0 else { return nil }
        guard Int(chain.head) == slot else { return Int(chain.head) }
        let next = links[slot].next
        return next < 0 ? nil : Int(next)
    }

    /// The slots in order: those that ended first.
    var order: [Int] {
        var order: [Int] = []
        order.reserveCapacity(count)
        for chain in [ended, live] {
            var slot = chain.head
            while slot >= 0 {
                order.append(Int(slot))
                slot = links[Int(slot)].next
            }
        }
        return order
    }

    /// The slot that leads the order.
    var oldest: Int? {
        ended.head >= 0 ? Int(ended.head) : live.head >= 0 ? Int(live.head) : nil
    }

    private mutating func attach(_ slot: Int) {
        let last = links[slot].ended ? ended.tail : live.tail
        links[slot].previous = last
        links[slot].next = -1
        if last >= 0 { links[Int(last)].next = Int32(slot) }
        links[slot].ended ? ended.append(slot, isFirst: last < 0) : live.append(slot, isFirst: last < 0)
    }

    private mutating func detach(_ slot: Int) {
        let (previous, next) = (links[slot].previous, links[slot].next)
        if previous >= 0 { links[Int(previous)].next = next }
        if next >= 0 { links[Int(next)].previous = previous }
        links[slot].ended
            ? ended.remove(slot, previous: previous, next: next) : live.remove(slot, previous: previous, next: next)
    }
}

extension Chain {
    fileprivate mutating func append(_ slot: Int, isFirst: Bool) {
        if isFirst { head = Int32(slot) }
        tail = Int32(slot)
        count += 1
    }

    fileprivate mutating func remove(_ slot: Int, previous: Int32, next: Int32) {
        if previous < 0 { head = next }
        if next < 0 { tail = previous }
        count -= 1
    }
}
