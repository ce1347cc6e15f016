// How the parts of rows that are no plain JSON values are read and written.

import PerchJSON

extension JSONObject {
    /// A moment as a row has it.
    func moment(_ key: StaticString) throws(JSONError) -> Timestamp? {
        try timestamp(key)
    }

    /// A moment that must be there.
    func requiredMoment(_ key: StaticString) throws(JSONError) -> Timestamp {
        guard let moment = try moment(key) else { throw .missing(field: "\(key)") }
        return moment
    }

    /// Words out of a closed list; none where the field is absent.
    func choices<T: Choice>(_ key: StaticString) throws(JSONError) -> [T] {
        var choices: [T] = []
        for word in try strings(key) ?? [] {
            guard let choice = T(rawValue: word) else {
                throw .wrongType(field: "\(key)", expected: "words out of " + T.names.joined(separator: ", "))
            }
            choices.append(choice)
        }
        return choices
    }

    /// The links of a feature; none where the field is absent.
    func links(_ key: StaticString) throws(JSONError) -> [FeatureLink] {
        var links: [FeatureLink] = []
        guard let array = try array(key) else { return [] }
        for element in array {
            links.append(try FeatureLink(element.object()))
        }
        return links
    }
}

extension JSONWriter {
    /// Writes a moment under a key; nothing where there is none.
    mutating func moment(_ key: StaticString, _ moment: Timestamp?) {
        field(key, moment)
    }

    /// Writes the links of a feature; nothing where there are none.
    mutating func links(_ key: StaticString, _ links: [FeatureLink]) {
        guard !links.isEmpty else { return }
        self.key(key)
        array { writer in
            for link in links { link.write(to: &writer) }
        }
    }
}
