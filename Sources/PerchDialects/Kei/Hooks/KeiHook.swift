public import PerchModel

/// One call of a hook, from its JSON to the line that the event file gets.
///
/// Nothing here reads a clock or a file. Whoever runs it appends ``note`` to the ledger beside the event file, then reads the
/// ledger where ``asksLedger`` says so, and appends what ``answer(from:)`` gives to each. In this order two hooks that run at the
/// same time need no lock: at least the later of their notes is read by its own writer together with the other one.
public struct KeiHook: Sendable {
    private let emission: any HookEmission

    /// Reads what a hook was given on its standard input; nil where there is nothing to write about it, or where it is malformed.
    public init?(_ emitter: KeiEmitter, json: [UInt8], at time: Timestamp) {
        guard let call = HookCall(json: json, at: time), let emission = Self.emission(of: emitter, call) else {
            return nil
        }
        self.emission = emission
    }

    private static func emission(of emitter: KeiEmitter, _ call: HookCall) -> (any HookEmission)? {
        switch emitter {
        case .spawn: SpawnEmission(call) ?? StartEmission(call)
        case .done: LaunchEmission(call) ?? DoneEmission(call) ?? StopEmission(call)
        case .tool: ToolEmission(call)
        case .skill: SkillEmission(call)
        }
    }

    /// The ledger's line to append before the ledger is read.
    public var note: [UInt8]? { emission.note?.line }

    /// Whether the answer depends on what the ledger holds.
    public var asksLedger: Bool { emission.asksLedger }

    /// What to append now that the ledger, with ``note`` in it, is known; an empty one where it is not asked or cannot be read.
    public func answer(from ledger: HookLedger) -> HookAnswer { emission.answer(from: ledger) }
}

/// What a hook appends.
public struct HookAnswer: Sendable, Equatable {
    /// The event file's line with its line feed.
    public var line: [UInt8]?
    /// The ledger's line with its line feed.
    public var note: [UInt8]?
}

/// One kind of call of a hook.
protocol HookEmission: Sendable {
    /// What the ledger must hold before it is asked.
    var note: HookNote? { get }
    var asksLedger: Bool { get }
    func answer(from ledger: HookLedger) -> HookAnswer
}

extension HookEmission {
    var note: HookNote? { nil }
    var asksLedger: Bool { false }
}
