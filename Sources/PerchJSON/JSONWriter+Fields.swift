/// Members of an object: a key and its value, both left out when the value is nil.
extension JSONWriter {
    /// Writes a member with a string.
    public mutating func field(_ key: StaticString, _ value: String?) {
        guard let value else { return }
        self.key(key)
        self.value(value)
    }

    /// Writes a member with a whole number.
    public mutating func field(_ key: StaticString, _ value: Int64?) {
        guard let value else { return }
        self.key(key)
        self.value(value)
    }

    /// Writes a member with a whole number.
    public mutating func field(_ key: StaticString, _ value: UInt64?) {
        guard let value else { return }
        self.key(key)
        self.value(value)
    }

    /// Writes a member with a whole number.
    public mutating func field(_ key: StaticString, _ value: Int?) {
        guard let value else { return }
        self.key(key)
        self.value(value)
    }

    /// Writes a member with a number; one that is not finite becomes `null`.
    public mutating func field(_ key: StaticString, _ value: Double?) {
        guard let value else { return }
        self.key(key)
        self.value(value)
    }

    /// Writes a member with `true` or `false`.
    public mutating func field(_ key: StaticString, _ value: Bool?) {
        guard let value else { return }
        self.key(key)
        self.value(value)
    }

    /// Writes a member with an array of strings.
    public mutating func field(_ key: StaticString, _ values: [String]?) {
        guard let values else { return }
        self.key(key)
        self.value(values)
    }

    /// Writes a member with a value that is JSON already.
    public mutating func field(_ key: StaticString, _ text: JSONText?) {
        guard let text else { return }
        self.key(key)
        raw(text)
    }

    /// Writes a member with a value of a parsed text.
    public mutating func field(_ key: StaticString, _ element: JSONElement?) {
        guard let element else { return }
        self.key(key)
        value(element)
    }
}
