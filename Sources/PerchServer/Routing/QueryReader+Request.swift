import PerchDialects
import PerchModel
import PerchNet

extension QueryReader {
    /// Reads a request's query, of which only these names are known.
    init(_ request: Request, allowing names: Set<String>) throws(PerchError) {
        try self.init(request.target.queryItems.map { (name: $0.name, value: $0.value) }, allowing: names)
    }
}
