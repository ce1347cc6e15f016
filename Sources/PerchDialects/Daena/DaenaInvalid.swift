import PerchJSON

/// What is wrong with a request, as FastAPI tells it: 422 with a list of faults.
struct DaenaInvalid: Error {
    /// The kind of fault, such as `missing`.
    let type: String
    /// Where: `body` or `query`, and the field.
    let place: [String]
    /// A sentence.
    let message: String

    /// The answer.
    var answer: Answer {
        .object(status: 422) { writer in
            writer.array("detail") { writer in
                writer.object { writer in
                    writer.field("type", type)
                    writer.field("loc", place)
                    writer.field("msg", message)
                }
            }
        }
    }
}
