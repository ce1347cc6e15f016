extension Connection {
    /// Bodies from this size on are not copied behind their heads.
    private static let largeBytes = 32 << 10

    /// Gathers the writes of `turn` and sends them together at its end.
    func gather(_ turn: () -> Void) {
        guard gathered == nil, !isClosed else { return turn() }
        var storage: [UInt8] = []
        swap(&storage, &loop.core.spareOutput)
        gathered = storage
        storage = []
        turn()
        sendGathered()
    }

    /// Writes bytes: at once, or with the others of the turn that is being gathered.
    func write(_ bytes: [UInt8]) {
        guard !isClosed else { return }
        if bytes.count >= Self.largeBytes {
            let gathering = gathered != nil
            if gathering { moveGathered() }
            output.append(bytes)
            flushUnlessWaiting()
            if gathering, !isClosed { gathered = [] }
        } else if gathered != nil {
            gathered?.append(contentsOf: bytes)
        } else {
            output.append(bytes)
            flushUnlessWaiting()
        }
    }

    /// Hands the gathered storage to an encoder, so that a response is written straight into it.
    func encode(_ body: (inout [UInt8]) -> Void) {
        guard !isClosed else { return }
        if gathered != nil {
            // Taken out while it is written, so that it stays uniquely referenced.
            var storage: [UInt8] = []
            if let taken = gathered.take() { storage = taken }
            body(&storage)
            gathered = storage
        } else {
            var storage: [UInt8] = []
            body(&storage)
            output.append(storage)
            flushUnlessWaiting()
        }
    }

    private func flushUnlessWaiting() {
        // When bytes waited already, the system has said no: the poll tells when to go on.
        if stalledSince == 0 { flush() }
    }

    private func sendGathered() {
        guard var storage = gathered.take() else { return }
        var sent = 0
        if !isClosed, output.isEmpty, !storage.isEmpty {
            switch unsafe storage.withUnsafeBytes({ unsafe socket.write($0) }) {
            case .moved(let count): sent = count
            case .wouldBlock: break
            case .ended, .failed: close()
            }
        }
        let wrote = !storage.isEmpty
        if sent < storage.count, !isClosed {
            unsafe storage.withUnsafeBytes { unsafe output.append(UnsafeRawBufferPointer(rebasing: $0[sent...])) }
        }
        if storage.capacity <= 1 << 20 {
            storage.removeAll(keepingCapacity: true)
            swap(&storage, &loop.core.spareOutput)
        }
        if !isClosed, wrote || !isOpen { flush() }
    }

    private func moveGathered() {
        guard let storage = gathered.take() else { return }
        output.append(storage)
    }
}
