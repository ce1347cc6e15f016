public import PerchJSON

extension PerchError {
    /// Refuses an event for what is wrong with its JSON.
    public init(refusing error: JSONError, line: Int? = nil) {
        let code: ErrorCode =
            switch error.code {
            case .tooLarge: .tooLarge
            case .wrongType, .missing: .invalidEvent
            case .tooDeep, .invalidUTF8, .malformed, .numberOutOfRange:
                error.field == nil ? .invalidJSON : .invalidEvent
            }
        self.init(code, error.message, line: line, parameter: error.field)
    }
}
