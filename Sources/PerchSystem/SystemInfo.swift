import Glibc

/// What the machine has.
public enum SystemInfo: Sendable {
    /// How many cores this process may use.
    public static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
