import PerchJSON
import PerchModel
import PerchViews
import Testing

@Suite struct `The features view` {
    @Test func `A feature has a state, links and those who are on it`() {
        var world = World(
            Told(
                1, "a",
                .featureChanged(
                    FeatureChanged(feature: "f1", type: "feature", title: "Login", status: "in_progress", tags: ["ui"]))
            ),
            Told(2, "b", .agentUpdated(AgentUpdated(feature: "f1"))),
            Told(3, nil, .featureLinked(FeatureLinked(feature: "f1", linked: "f2", link: "blocks"))),
            Told(4, "b", .agentUpdated(AgentUpdated(feature: "f3"))))
        let row = world.feature("web/feature/f1")
        #expect(row?.title == "Login")
        #expect(row?.tags == ["ui"])
        #expect(row?.workers == ["a"])
        #expect(row?.links == [FeatureLink(linked: "f2", link: "blocks")])
        #expect(row?.changedBy == "a")
        #expect(row?.updated == .at(3))
        #expect(world.feature("web/feature/f3")?.workers == ["b"])
        #expect(world.agent("web/a")?.feature == "f1")
        world.tell([
            Told(5, "a", .featureChanged(FeatureChanged(feature: "f1", status: "done"))),
            Told(6, "b", .agentFinished(AgentFinished())),
        ])
        #expect(world.feature("web/feature/f1")?.workers == [])
        #expect(world.agent("web/a")?.feature == nil)
        #expect(world.feature("web/feature/f3")?.workers == [])
        #expect(world.agent("web/b")?.feature == "f3")
    }

    @Test func `The last push and pull of a project are remembered`() {
        let world = World(
            Told(1, "a", .syncChanged(SyncChanged(status: "success", operation: "push", filesChanged: 3))),
            Told(2, "a", .syncChanged(SyncChanged(status: "conflict", operation: "pull", conflicts: ["a.txt"]))))
        guard case .sync(let row) = world.row(.features, "web/sync") else { Issue.record("no sync"); return }
        #expect(row.status == "conflict")
        #expect(row.conflicts == ["a.txt"])
        #expect(row.filesChanged == nil)
        #expect(row.lastPush == .at(1))
        #expect(row.lastPull == .at(2))
    }

    @Test func `How a project's synchronisation is set up is remembered whatever comes of it`() {
        let config = JSONText(validated: Array(#"{"push_interval":60}"#.utf8))
        let world = World(
            Told(1, "a", .syncChanged(SyncChanged(status: "idle", config: config))),
            Told(2, "a", .syncChanged(SyncChanged(status: "success", operation: "push"))))
        guard case .sync(let row) = world.row(.features, "web/sync") else { Issue.record("no sync"); return }
        #expect(row.status == "success")
        #expect(row.config == config)
    }
}
