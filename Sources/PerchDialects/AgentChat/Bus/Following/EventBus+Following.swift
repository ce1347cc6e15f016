import PerchModel

extension EventBus {
    /// Who follows another bus at an address: by Socket.IO where its scheme or its path says so, else by plain messages.
    static func listener(to target: String, scheme: String, log: String) -> (any Listener)? {
        switch scheme {
        case "socketio": SocketIOListener(target: target, log: log)
        case "ws" where target.hasPrefix("/socket.io"): SocketIOListener(target: target, log: log)
        case "ws": BusListener(target: target, log: log)
        default: nil
        }
    }
}
