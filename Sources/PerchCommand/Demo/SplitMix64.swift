/// Steele, Lea and Flood's small generator: the same seed gives the same numbers on every machine and in every version.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    // The standard library may change how it maps numbers to ranges; a run must not.

    /// A number from 0 up to 1.
    mutating func unit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// A whole number below a bound.
    mutating func below(_ bound: Int) -> Int {
        bound <= 1 ? 0 : Int(next() % UInt64(bound))
    }

    /// A whole number of a range.
    mutating func whole(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.count)
    }

    /// True so often.
    mutating func chance(_ likelihood: Double) -> Bool {
        unit() < likelihood
    }

    /// A time that is mostly near the mean, sometimes longer.
    mutating func time(around mean: Double) -> Double {
        mean * (0.35 + 0.9 * unit() + (chance(0.12) ? 1.6 * unit() : 0))
    }

    /// One of a list, which must not be empty.
    mutating func pick<T>(_ list: [T]) -> T {
        list[below(list.count)]
    }
}
