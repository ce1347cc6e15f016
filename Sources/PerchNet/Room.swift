import CLibuv
import CLLHTTP
import CWslay
import CZlib
func probe() -> UInt32 { uv_version() }
func probe2(_ c: UnsafeMutablePointer<llhttp_t>) -> Int32 { Int32(unsafe llhttp_get_upgrade(c)) }
