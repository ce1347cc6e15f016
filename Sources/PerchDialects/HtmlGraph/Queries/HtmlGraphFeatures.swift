import PerchJSON
import PerchModel

/// Features as the view has them: counted by status, or those that are blocked.
struct HtmlGraphFeatures: HtmlGraphTable {
    enum Question { case counted, blocked }

    private struct Feature: Equatable {
        let id: String
        let title: String?
        let status: String
        let created: Timestamp?
    }

    private let question: Question
    private var features: [String: Feature] = [:]

    init(_ question: Question, from picture: some Picture, project: String?) {
        self.question = question
        picture.forEachRow(ofKind: .feature, project: project) { row in features[row.key] = Self.feature(row) }
    }

    var readsRows: Bool { true }

    private static func feature(_ row: Row?) -> Feature? {
        guard case .feature(let row)? = row else { return nil }
        return Feature(id: row.feature, title: row.title, status: row.status ?? "todo", created: row.created)
    }

    mutating func absorb(_ patch: Patch) -> Bool {
        guard patch.view == .features else { return false }
        let feature = Self.feature(patch.row)
        guard features[patch.key] != feature else { return false }
        features[patch.key] = feature
        return true
    }

    func rows(at now: Timestamp) -> [(inout JSONWriter) -> Void] {
        question == .counted ? counts : blocked
    }

    private var counts: [(inout JSONWriter) -> Void] {
        let counts = Dictionary(features.values.map { ($0.status, 1) }, uniquingKeysWith: +)
        return counts.sorted { $0.key < $1.key }.map { status, count in
            { writer in
                writer.field("status", status)
                writer.field("count", count)
            }
        }
    }

    private var blocked: [(inout JSONWriter) -> Void] {
        let blocked = features.values.filter { $0.status == "blocked" }
        return blocked.sorted { ($0.created ?? .earliest, $0.id) < ($1.created ?? .earliest, $1.id) }.map { feature in
            { writer in
                writer.field("id", feature.id)
                writer.orNull("title", feature.title)
                writer.field("status", feature.status)
                writer.orNull("created_at", feature.created?.description)
            }
        }
    }
}
