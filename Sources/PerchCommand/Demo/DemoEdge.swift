import PerchModel

/// What an event begins, ends or happens within.
enum DemoEdge: Equatable {
    case start(String), end(String), during(String), none

    init(_ draft: Draft) {
        let agent = draft.agent ?? ""
        let session = draft.session ?? ""
        switch draft.body {
        case .agentStarted: self = .start("agent \(agent)")
        case .agentFinished: self = .end("agent \(agent)")
        case .toolStarted(let payload): self = .start("call \(payload.call ?? "")")
        case .toolFinished(let payload): self = .end("call \(payload.call)")
        case .sessionStarted: self = .start("session \(session)")
        case .sessionUpdated, .sessionOutput: self = .during("session \(session)")
        case .sessionFinished: self = .end("session \(session)")
        case .threadOpened(let payload): self = .start("thread \(payload.thread)")
        case .messageSent(let payload): self = .during("thread \(payload.thread)")
        case .threadClosed(let payload): self = .end("thread \(payload.thread)")
        case .collaborationStarted(let payload): self = .start("collaboration \(payload.collaboration)")
        case .decisionRecorded(let payload): self = .during("collaboration \(payload.collaboration ?? "")")
        case .collaborationEnded(let payload): self = .end("collaboration \(payload.collaboration)")
        case .activityRecorded(let payload): self = .start("activity \(payload.activity ?? "")")
        case .activityCompleted(let payload): self = .end("activity \(payload.activity)")
        case .taskStarted(let payload): self = .start("task \(payload.task)")
        case .taskUpdated(let payload): self = .during("task \(payload.task)")
        case .taskFinished(let payload): self = .end("task \(payload.task)")
        case .attentionRaised(let payload): self = .start("attention \(agent) \(payload.reason)")
        case .attentionCleared(let payload): self = .end("attention \(agent) \(payload.reason)")
        default: self = .none
        }
    }
}
