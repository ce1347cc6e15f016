import CLLHTTP
import CLibuv
import CWslay
import CZlib

/// The C libraries this room is built on.
public enum NetLibraries: Sendable {
    /// Their names and versions.
    public static var versions: [(name: String, version: String)] {
        [
            ("libuv", unsafe String(cString: uv_version_string())),
            ("llhttp", "\(LLHTTP_VERSION_MAJOR).\(LLHTTP_VERSION_MINOR).\(LLHTTP_VERSION_PATCH)"),
            ("wslay", WSLAY_VERSION),
            ("zlib", unsafe String(cString: zlibVersion())),
        ]
    }
}
