import Glibc

extension SystemError {
    /// Whether there is no room on the disk, in the quota or under the limit of a file's size.
    public var isOutOfRoom: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }
}
