import Testing

@testable import PerchHub

/// The lines, or lengths of lines that are too long, of a text that comes in pieces; each with its place.
private func split(_ pieces: [String], limit: Int = 20, ends: Bool = false) -> [String] {
    var splitter = LineSplitter(limit: limit)
    var found: [String] = []
    func note(_ item: LineSplitter.Item) {
        switch item {
        case .line(let range, let place):
            found.append("\(place) " + String(decoding: splitter.bytes[range], as: UTF8.self))
        case .tooLong(let bytes, let place): found.append("\(place) \(bytes) bytes")
        }
    }
    for piece in pieces {
        splitter.take { $0 += Array(piece.utf8) }
        while let item = splitter.next() { note(item) }
    }
    if ends, let item = splitter.finish() { note(item) }
    return found
}

private struct Cut: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let pieces: [String]
    var ends = false
    let lines: [String]
}

private let long = String(repeating: "x", count: 21)

private let cuts: [Cut] = [
    Cut(testDescription: "whole lines", pieces: ["a\nb\n"], lines: ["0 a", "2 b"]),
    Cut(testDescription: "a half line waits", pieces: ["a\nb"], lines: ["0 a"]),
    Cut(testDescription: "a half line is completed", pieces: ["a\nb", "c", "d\n"], lines: ["0 a", "2 bcd"]),
    Cut(testDescription: "a line feed alone", pieces: ["a", "\n"], lines: ["0 a"]),
    Cut(testDescription: "carriage returns", pieces: ["a\r\nb\r", "\n"], lines: ["0 a", "3 b"]),
    Cut(testDescription: "blank lines", pieces: ["\n\n \t\r\na\n\n"], lines: ["6 a"]),
    Cut(testDescription: "zeros of a truncated file", pieces: ["\0\0\0", "\0a\n\0\0\n"], lines: ["4 a"]),
    Cut(testDescription: "the rest at the end", pieces: ["a\nb"], ends: true, lines: ["0 a", "2 b"]),
    Cut(testDescription: "a blank rest at the end", pieces: ["a\n "], ends: true, lines: ["0 a"]),
    Cut(testDescription: "no rest at the end", pieces: ["a\n"], ends: true, lines: ["0 a"]),
    Cut(testDescription: "a line at the limit", pieces: [long.dropLast() + "\n"], lines: ["0 " + long.dropLast()]),
    Cut(testDescription: "a line over it", pieces: [long + "\nb\n"], lines: ["0 21 bytes", "22 b"]),
    Cut(
        testDescription: "one in pieces", pieces: ["a\n", long, long, "x\nb\n"], lines: ["0 a", "2 44 bytes", "46 b"]),
    Cut(testDescription: "one that ends with the file", pieces: [long, long], ends: true, lines: ["0 42 bytes"]),
    Cut(testDescription: "one that ended a piece", pieces: [long, "\n", "b\n"], lines: ["0 22 bytes", "22 b"]),
]

@Test(arguments: cuts)
private func `Lines are cut where they end`(_ cut: Cut) {
    #expect(split(cut.pieces, ends: cut.ends) == cut.lines)
}

@Test func `Lines are the same however the bytes come`() {
    let text = "one\r\n\n" + long + "\ntwo\n\0\0three\n   \nfour\n" + long + long + "\nfive"
    let whole = split([text], ends: true)
    #expect(whole.count == 7)
    for size in 1...text.utf8.count {
        let bytes = Array(text.utf8)
        let pieces = stride(from: 0, to: bytes.count, by: size).map {
            String(decoding: bytes[$0..<min($0 + size, bytes.count)], as: UTF8.self)
        }
        let lines = split(pieces, ends: true)
        #expect(lines.filter { !$0.hasSuffix("bytes") } == whole.filter { !$0.hasSuffix("bytes") }, "pieces of \(size)")
        #expect(lines.count == whole.count, "pieces of \(size)")
    }
}

@Test func `A line without end needs no memory, and the mark stays before it`() {
    var splitter = LineSplitter(limit: 1_000)
    splitter.take { $0 += Array("a\n".utf8) }
    while splitter.next() != nil {}
    for _ in 0..<1_000 {
        splitter.take { $0 += [UInt8](repeating: 0x78, count: 500) }
        #expect(splitter.next() == nil)
        #expect(splitter.bytes.count <= 2_000)
    }
    #expect(splitter.boundary == 2)
    splitter.take { $0 += Array("\nb\n".utf8) }
    #expect(splitter.next() == .tooLong(bytes: 500_001, at: 2))
    #expect(splitter.boundary == 500_003)
    #expect(splitter.next() != nil)
    #expect(splitter.boundary == splitter.end)
}
