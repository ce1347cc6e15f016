import PerchModel
import PerchViews
import Testing

@Suite struct `The collaboration view` {
    @Test func `Activities and decisions count for the collaborations their agents are in`() {
        let world = World(
            Told(
                1, nil,
                .collaborationStarted(
                    CollaborationStarted(collaboration: "c1", participants: ["a", "b"], type: "council"))),
            Told(
                2, "a", .activityRecorded(ActivityRecorded(type: "task_assigned", activity: "x1", department: "sales"))),
            Told(
                3, "z", .activityRecorded(ActivityRecorded(type: "decision_made", activity: "x2", related: ["b", "a"]))),
            Told(4, "z", .activityRecorded(ActivityRecorded(type: "message_sent", activity: "x3"))),
            Told(5, "b", .decisionRecorded(DecisionRecorded(decision: "go", collaboration: "c1"))),
            Told(6, nil, .collaborationEnded(CollaborationEnded(collaboration: "c1"))),
            Told(7, "a", .activityRecorded(ActivityRecorded(type: "task_assigned", activity: "x4"))),
            Told(8, "a", .activityCompleted(ActivityCompleted(activity: "x1", success: false))))
        let row = world.collaboration("web/collaboration/c1")
        #expect(row?.activities == 2)
        #expect(row?.decisions == 2)
        #expect(row?.state == .ended)
        #expect(row?.ended == .at(6))
        #expect(row?.type == "council")
        #expect(world.activity("web/activity/x1")?.state == .failed)
        #expect(world.activity("web/activity/x1")?.department == "sales")
        #expect(world.activity("web/activity/x2")?.state == .active)
    }

    @Test func `Memory, decisions and hand-offs are kept by the number of their event`() {
        let world = World(
            Told(1, "a", .memoryChanged(MemoryChanged(operation: "write", item: "plan"))),
            Told(2, "a", .handoffMade(HandoffMade(from: "a", to: "b", type: "delegation", reason: "busy"))),
            Told(3, "a", .decisionRecorded(DecisionRecorded(decision: "go"))))
        #expect(world.keys(of: .collaboration) == ["web/memory/1", "web/handoff/2", "web/decision/3"])
    }

    @Test func `Only the last ones stay`() {
        var world = World()
        world.tell((1...1_200).map { Told(Double($0), "a", .activityRecorded(ActivityRecorded(type: "t"))) })
        world.tell((1...150).map { Told(Double($0), "a", .memoryChanged(MemoryChanged(operation: "read", item: "i"))) })
        let keys = world.keys(of: .collaboration)
        #expect(keys.filter { $0.hasPrefix("web/activity/") }.count == 1_000)
        #expect(keys.filter { $0.hasPrefix("web/memory/") }.count == 100)
        #expect(!keys.contains("web/activity/#200") && keys.contains("web/activity/#201"))
    }
}
