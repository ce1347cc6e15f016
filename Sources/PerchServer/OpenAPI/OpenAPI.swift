import PerchJSON
import PerchModel
import PerchSystem

/// The description of the native protocol in OpenAPI 3.1: the doors as they stand in ``Paths``, the events made from the model.
enum OpenAPI {
    /// The document's bytes, made once.
    static let document: [UInt8] = {
        var writer = JSONWriter(reserving: 64 << 10)
        writer.object { writer in
            writer.field("openapi", "3.1.0")
            writer.key("info")
            writer.object { writer in
                writer.field("title", "Perch")
                writer.field("version", PerchVersion.current)
                writer.field("description", "Shows live what agents are doing, and lets anyone rewind it.")
            }
            writer.key("paths")
            writer.raw(Paths.json)
            writer.key("components")
            writer.object { writer in
                writer.key("schemas")
                Schemas.write(to: &writer)
                writer.key("responses")
                writer.raw(
                    ##"{"Refusal":{"description":"What is wrong and what to do.","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"}}}}}"##
                )
            }
        }
        return writer.bytes
    }()
}
