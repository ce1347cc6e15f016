import PerchJSON
import PerchModel
import PerchSystem

/// The description of the native protocol in OpenAPI 3.1, made from the doors of ``Operation``, the model's kinds and the table of refusals.
enum OpenAPI {
    /// The document's bytes, made once.
    static let document: [UInt8] = {
        var writer = JSONWriter(reserving: 96 << 10)
        writer.object { writer in
            writer.field("openapi", "3.1.0")
            writer.key("info")
            writer.object { writer in
                writer.field("title", "Perch")
                writer.field("version", PerchVersion.current)
                writer.field("description", about)
                writer.key("license")
                writer.raw(#"{"name":"Apache-2.0","identifier":"Apache-2.0"}"# as StaticString)
            }
            writer.key("security")
            writer.raw(#"[{},{"bearer":[]},{"token":[]},{"cookie":[]}]"# as StaticString)
            writer.key("paths")
            Operation.writePaths(to: &writer)
            writer.key("components")
            components(to: &writer)
        }
        return writer.bytes
    }()

    private static let about = """
        Shows live what agents are doing, and lets anyone rewind it. A path that answers GET answers HEAD too, every path answers \
        OPTIONS, and another method is refused with 405 and Allow. On its own machine a server for which no token was made asks for none to \
        report and to watch; control always needs one.
        """

    private static func components(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("securitySchemes")
            writer.raw(
                #"""
                {"bearer":{"type":"http","scheme":"bearer","description":"A token; a WebSocket may carry it as the subprotocols \#
                `bearer` and the token."},"token":{"type":"apiKey","in":"query","name":"token"},
                "cookie":{"type":"apiKey","in":"cookie","name":"perch_token","description":"What /login gives to a browser."}}
                """# as StaticString)
            writer.key("parameters")
            Parameter.writeAll(to: &writer)
            writer.key("schemas")
            Schemas.write(to: &writer)
            writer.key("responses")
            Refusals.write(to: &writer)
        }
    }
}
