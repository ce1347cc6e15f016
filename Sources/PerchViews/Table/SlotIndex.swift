/// Where rows lie by the hash of their keys: open addressing with linear probing; a removal closes the gap it leaves.
///
/// It knows slots and hashes only; whoever asks compares the keys.
struct SlotIndex: Sendable {
    private struct Bucket: Sendable {
        var slot: Int32
        /// The upper half of the hash, so that hardly ever a wrong key is compared.
        var tag: Int32
    }

    private var buckets: ContiguousArray<Bucket>
    private var count = 0
    private var mask: Int

    init() {
        mask = 15
        buckets = ContiguousArray(repeating: Bucket(slot: -1, tag: 0), count: 16)
    }

    /// The slot that has this hash and passes the question.
    @inline(__always)
    func find(_ hash: Int, _ isIt: (Int) -> Bool) -> Int? {
        var place = hash & mask
        let tag = Self.tag(hash)
        while buckets[place].slot >= 0 {
            if buckets[place].tag == tag, isIt(Int(buckets[place].slot)) { return Int(buckets[place].slot) }
            place = (place + 1) & mask
        }
        return nil
    }

    /// Adds a slot that is not there yet; `hashOf` tells the hashes of the others, where there must be more room.
    mutating func insert(_ slot: Int, _ hash: Int, hashOf: (Int) -> Int) {
        if (count + 1) * 8 > buckets.count * 5 { grow(hashOf) }
        place(Bucket(slot: Int32(slot), tag: Self.tag(hash)), at: hash & mask)
        count += 1
    }

    /// Removes a slot that is there. What follows it moves up, unless it stands where it belongs.
    mutating func remove(_ slot: Int, _ hash: Int, hashOf: (Int) -> Int) {
        var hole = hash & mask
        while buckets[hole].slot != Int32(slot) { hole = (hole + 1) & mask }
        var next = (hole + 1) & mask
        while buckets[next].slot >= 0 {
            let home = hashOf(Int(buckets[next].slot)) & mask
            if (next &- home) & mask >= (next &- hole) & mask {
                buckets[hole] = buckets[next]
                hole = next
            }
            next = (next + 1) & mask
        }
        buckets[hole].slot = -1
        count -= 1
    }

    private mutating func place(_ bucket: Bucket, at home: Int) {
        var place = home
        while buckets[place].slot >= 0 { place = (place + 1) & mask }
        buckets[place] = bucket
    }

    private mutating func grow(_ hashOf: (Int) -> Int) {
        let old = buckets
        buckets = ContiguousArray(repeating: Bucket(slot: -1, tag: 0), count: old.count * 2)
        mask = buckets.count - 1
        for bucket in old where bucket.slot >= 0 {
            place(bucket, at: hashOf(Int(bucket.slot)) & mask)
        }
    }

    private static func tag(_ hash: Int) -> Int32 {
        Int32(truncatingIfNeeded: hash >> 32)
    }
}
