import PerchModel

/// Tasks, features, synchronisation, and the session's own course.
extension DemoScript {
    /// A lead gives an agent a task.
    mutating func assign(_ name: String, to index: Int, from lead: Int) {
        let task = id("task")
        agents[index].task = task
        agents[index].taskName = name
        agents[index].taskProgress = 0
        meet(lead, index)
        say(
            index, after: 0.1,
            .taskStarted(
                TaskReport(
                    task: task, name: name, from: agents[lead].id, to: agents[index].id, action: "assign", progress: 0,
                    status: "running")))
    }

    mutating func workOnTask(of agent: Int) -> Bool {
        guard let task = agents[agent].task else {
            let lead = teams[agents[agent].team].lead
            guard lead != agent else { return false }
            assign(random.pick(DemoWords.tasks), to: agent, from: lead)
            return true
        }
        agents[agent].taskProgress += Double(random.whole(15...40))
        guard agents[agent].taskProgress < 100 else {
            finishTask(of: agent)
            return true
        }
        say(
            agent, after: 0.3,
            .taskUpdated(
                TaskReport(
                    task: task, name: agents[agent].taskName, progress: agents[agent].taskProgress, status: "running")))
        return true
    }

    mutating func finishTask(of agent: Int) {
        guard let task = agents[agent].task else { return }
        agents[agent].task = nil
        let ok = random.chance(0.94)
        say(
            agent, after: 0.2,
            .taskFinished(
                TaskReport(
                    task: task, name: agents[agent].taskName, progress: ok ? 100 : agents[agent].taskProgress,
                    status: ok ? "done" : "failed"))
        )
    }

    /// A new card on the team's board.
    mutating func openFeature(by agent: Int) {
        let team = agents[agent].team
        let (title, type) = random.pick(DemoWords.features)
        let feature = id("\(teams[team].featurePrefix)")
        teams[team].lastFeature = feature
        say(
            agent, after: 0.3,
            .featureChanged(
                FeatureChanged(
                    feature: feature, type: type, title: title, status: "todo", description: "\(title), as asked for.",
                    tags: [teams[team].featurePrefix], priority: random.pick(["low", "medium", "medium", "high"]))))
    }

    mutating func moveFeature(by agent: Int) {
        let team = agents[agent].team
        guard let feature = teams[team].lastFeature, random.chance(0.6) else { return openFeature(by: agent) }
        say(
            agent, after: 0.2,
            .featureChanged(
                FeatureChanged(
                    feature: feature, status: random.pick(["in-progress", "in-progress", "blocked", "done"]))))
    }

    mutating func linkFeatures(by agent: Int) -> Bool {
        let team = agents[agent].team
        guard let before = teams[team].lastFeature else { return false }
        openFeature(by: agent)
        guard let after = teams[team].lastFeature else { return false }
        say(
            agent, after: 0.2,
            .featureLinked(
                FeatureLinked(feature: after, linked: before, link: random.pick(["blocks", "relates", "part-of"]))))
        return true
    }

    mutating func synchronise(by agent: Int) {
        let files = Int64(random.whole(1...14))
        say(agent, after: 0.2, .syncChanged(SyncChanged(status: "syncing", operation: "push", filesChanged: files)))
        let conflict = random.chance(0.15)
        say(
            agent, after: random.time(around: 1.2),
            .syncChanged(
                SyncChanged(
                    status: conflict ? "conflict" : "synced", operation: "push", filesChanged: files,
                    conflicts: conflict ? [random.pick(DemoWords.files)] : nil,
                    message: conflict ? "both sides changed the file" : "up to date")))
    }

    /// The session's next phase, told by its lead.
    mutating func advancePhase(_ team: Int) {
        let phases = DemoWords.phases
        teams[team].phase = min(teams[team].phase + 1, phases.count - 1)
        let share = max(progress, Double(teams[team].phase) / Double(phases.count))
        say(
            teams[team].lead, after: 0.2,
            .sessionUpdated(
                SessionUpdated(phase: phases[teams[team].phase], progress: (min(share, 0.98) * 100).rounded())))
    }

    mutating func movePhase(by agent: Int) -> Bool {
        let team = agents[agent].team
        guard teams[team].lead == agent else { return false }
        let due = Int(progress * Double(DemoWords.phases.count))
        guard due > teams[team].phase else { return false }
        advancePhase(team)
        return true
    }

    mutating func writeOutput(by agent: Int) {
        say(agent, after: 0.3, .sessionOutput(SessionOutput(content: random.pick(DemoWords.outputs), type: "text")))
    }

    mutating func writeLog(by agent: Int) {
        let (level, message) = random.pick(DemoWords.logs)
        say(agent, after: 0.1, .logWritten(LogWritten(message: message, level: level, logger: agents[agent].role)))
    }
}
