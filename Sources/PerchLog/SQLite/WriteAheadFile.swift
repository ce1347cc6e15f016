import PerchSystem

/// Looks through a write-ahead log that a server left when it was killed, before SQLite does.
///
/// SQLite takes the first frame that fails its checksum for the torn end of the file and passes over all that follows. That is right for
/// what was being written at the end. But every commit is synced before the next begins, so where two or more commits follow a
/// frame that fails, the frame was damaged after it had been synced, and passing over them would lose what was acknowledged. A damage
/// in the last commit, or in the head of the one before it, looks like a torn end and cannot be told from one.
/// The format is that of https://www.sqlite.org/fileformat2.html, section 4.
struct WriteAheadFile {
    private static let headerBytes = 32
    private static let frameHeaderBytes = 24
    private static let bytesOfPage = LogStore.bytesOfPage
    /// Frames are read by so many at a time.
    private static let framesAtOnce = 64

    private let isBigEndian: Bool
    /// What the frames of this run carry; where the header is damaged, what the first frame carries.
    private var salts: ArraySlice<UInt8>?
    private var sum: (UInt32, UInt32) = (0, 0)
    private var isSound: Bool
    private var lostCommits = 0
    private var frame = 0

    /// The number, from 1, of a frame that was damaged after it had been synced; nil where there is none.
    static func damagedFrame(path: String) throws(SystemError) -> Int? {
        let file = try ReadableFile(path)
        var header: [UInt8] = []
        guard try file.read(headerBytes, at: 0, into: &header) == headerBytes else { return nil }
        var walk = WriteAheadFile(header)
        return try walk.run(file)
    }

    private init(_ header: [UInt8]) {
        isBigEndian = Self.word(header[0..<4]) & 1 == 1
        isSound = false
        add(header[0..<24])
        isSound = isSum(header[24..<32])
        salts = isSound ? header[16..<24] : nil
    }

    private mutating func run(_ file: ReadableFile) throws(SystemError) -> Int? {
        let step = Self.frameHeaderBytes + Self.bytesOfPage
        var (offset, firstLost) = (Int64(Self.headerBytes), 0)
        while true {
            var bytes: [UInt8] = []
            let got = try file.read(step * Self.framesAtOnce, at: offset, into: &bytes)
            for start in stride(from: 0, through: got - step, by: step) {
                let wasSound = isSound
                take(bytes[start..<start + step])
                if wasSound, !isSound { firstLost = frame }
            }
            if got < step * Self.framesAtOnce { break }
            offset += Int64(got)
        }
        return lostCommits >= 2 ? max(1, firstLost) : nil
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>) {
        frame += 1
        let (start, body) = (bytes.startIndex, bytes.startIndex + Self.frameHeaderBytes)
        let own = bytes[start + 8..<start + 16]
        if salts == nil { salts = own }
        let hasSalts = own == salts
        if isSound {
            add(bytes[start..<start + 8])
            add(bytes[body...])
            isSound = hasSalts && isSum(bytes[start + 16..<body])
        }
        // The last frame of a commit tells the size of the database after it.
        if !isSound, hasSalts, Self.word(bytes[start + 4..<start + 8]) != 0 { lostCommits += 1 }
    }

    /// The checksum runs over pairs of words, on from frame to frame.
    private mutating func add(_ bytes: ArraySlice<UInt8>) {
        var (first, second) = sum
        var index = bytes.startIndex
        while index < bytes.endIndex {
            first &+= word(bytes, at: index) &+ second
            second &+= word(bytes, at: index + 4) &+ first
            index += 8
        }
        sum = (first, second)
    }

    private func isSum(_ bytes: ArraySlice<UInt8>) -> Bool {
        Self.word(bytes.prefix(4)) == sum.0 && Self.word(bytes.suffix(4)) == sum.1
    }

    @inline(__always)
    private func word(_ bytes: ArraySlice<UInt8>, at index: Int) -> UInt32 {
        let little =
            UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2]) << 16
            | UInt32(bytes[index + 3]) << 24
        return isBigEndian ? little.byteSwapped : little
    }

    /// Everything but the checksummed words is big-endian.
    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }
}
