import PerchCommand
import PerchDialects
import PerchHub
import PerchLog
import PerchModel
import PerchServer

extension Assembly {
    /// The servers that are to be followed, not followed yet.
    ///
    /// Throws where no dialect can follow one.
    func upstreams(_ addresses: [UpstreamAddress], _ log: ServerLog) throws(UsageError) -> [Upstream] {
        let dialects = Dialects.all()
        var upstreams: [Upstream] = []
        for address in addresses {
            let listeners = dialects.lazy.compactMap { [identity = self.log.identity] dialect in
                dialect.listener(to: address.target, scheme: address.scheme, log: identity)
            }
            guard let listener = listeners.first else {
                throw UsageError("--upstream cannot follow \(address.place).", command: .serve)
            }
            let doors = UpstreamDoors(
                listener: listener,
                accept: { [door = hub.door] drafts throws(PerchError) in
                    try await door.accept(drafts, from: .everything)
                },
                say: { log($1 ? .warning : .info, $0) })
            upstreams.append(Upstream(address.address, target: address.target, on: networkLoops[0], doors: doors))
        }
        return upstreams
    }
}
