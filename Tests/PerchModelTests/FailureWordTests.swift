import PerchModel
import Testing

@Suite struct FailureWordTests {
    @Test(arguments: [
        "error", "errored", "fail", "failed", "failure", "crash", "crashed", "timeout", "timed_out", "aborted",
        "stuck", "Failed", "ERROR",
    ])
    func `A word of failure makes an agent's end and a task's end a failure`(word: String) {
        #expect(FailureWord.isOne(word))
        #expect(AgentFinished(outcome: word).hasFailed)
        #expect(TaskReport(task: "t", status: word).hasFailed)
    }

    @Test(arguments: [
        nil, "", "done", "completed", "functional", "partial", "cancelled", "canceled", "error-free", "unfailing",
        " failed",
        "failed\u{301}",
    ])
    func `Any other word, or none, is no failure`(word: String?) {
        #expect(!FailureWord.isOne(word))
        #expect(!AgentFinished(outcome: word).hasFailed)
        #expect(!TaskReport(task: "t", status: word).hasFailed)
    }

    @Test func `An agent that tells what went wrong has failed, whatever it calls it`() {
        #expect(AgentFinished(outcome: "done", error: "No disk").hasFailed)
    }
}
