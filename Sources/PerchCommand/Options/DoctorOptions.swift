public import PerchNet

/// What `perch doctor` was asked to do.
public struct DoctorOptions: Sendable, Equatable {
    /// The folder of the log.
    public var data = "./data"
    /// The addresses to look at.
    public var listen = ServeOptions().listen
    /// Whether to leave out what takes long.
    public var quick = false
    /// Whether to write JSON.
    public var json = false

    init(_ settings: Settings) throws(UsageError) {
        data = settings.text("data") ?? data
        if settings.has("listen") {
            listen = try settings.values(
                "listen", "HOST:PORT, such as 127.0.0.1:8000 or [::1]:8000", ListenAddress.init)
        }
        quick = try settings.flag("quick")
        json = try settings.flag("json")
    }
}
