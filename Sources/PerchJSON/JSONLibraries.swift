internal import CSimdjson

/// The C libraries this room is built on.
public enum JSONLibraries: Sendable {
    /// Their names and versions.
    public static var versions: [(name: String, version: String)] {
        [("simdjson", unsafe String(cString: perch_json_library_version()))]
    }
}
