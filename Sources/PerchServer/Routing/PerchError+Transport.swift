import PerchModel

extension PerchError {
    /// The refusal of a request that HTTP itself forbids, by its status.
    init(transport status: Int) {
        switch status {
        case 404: self.init(.notFound, "There is nothing at this path; /openapi.json lists what there is.")
        case 405: self.init(.methodNotAllowed, "This method is not known here.")
        case 408: self.init(.requestTimeout, "The request took too long to arrive.")
        case 413: self.init(.tooLarge, "The body is over the limit; send it in parts, or raise --max-body.")
        case 414: self.init(.targetTooLong, "The address is too long.")
        case 417: self.init(.expectationFailed, "Of expectations only 100-continue is met here.")
        case 426: self.init(.upgradeRequired, "This needs a WebSocket handshake of version 13.")
        case 431: self.init(.headersTooLarge, "The header fields are too many or too long.")
        case 501: self.init(.notImplemented, "This method or transfer coding is not known here.")
        case 503: self.init(.tooManyClients, "There are too many connections; try again later.")
        case 505: self.init(.versionNotSupported, "HTTP/1.1 and 1.0 are spoken here.")
        case 500...: self.init(.internalError, "The server failed to answer.")
        default: self.init(.badRequest, "The request is not proper HTTP/1.1.")
        }
    }
}
