import PerchModel
import PerchTesting
import Testing

@Suite struct `Keys of rows` {
    @Test func `Any parts can be told from the key again`() {
        for first in EventGenerator.hostile {
            for second in EventGenerator.hostile {
                let key = RowKey.joined(first, "word", second)
                #expect(RowKey.parts(of: key, 3) == [first, "word", second])
                #expect(RowKey.project(of: key) == first)
            }
        }
    }

    @Test(arguments: [
        (["web", "a1"], "web/a1"), (["a/b", "c/d"], "a%2Fb/c/d"), (["100%", "x%"], "100%25/x%"),
        (["", "total"], "/total"),
    ])
    func `A key reads like a path`(parts: [String], key: String) {
        #expect(RowKey.joined(parts[0], parts[1]) == key)
    }

    @Test func `What is no key has parts all the same`() {
        #expect(RowKey.parts(of: "", 2) == [""])
        #expect(RowKey.parts(of: "%", 2) == ["%"])
        #expect(RowKey.parts(of: "%2/x", 2) == ["%2", "x"])
    }
}
