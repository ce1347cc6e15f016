/// Every command there is, with its options and what the help tells of it.
enum CommandTable {
    static func spec(of command: Command) -> CommandSpec {
        switch command {
        case .serve: serve
        case .emit: emit
        case .tail: tail
        case .events: events
        case .importEvents: importEvents
        case .demo: demo
        case .hook: hook
        case .token: token
        case .doctor: doctor
        case .version: version
        case .help: help
        }
    }

    private static let serve = CommandSpec(
        command: .serve, summary: "run the server",
        story: [
            "Takes events in, keeps them in one durable log, and shows them live to any number of clients. "
                + "Ends well on Ctrl-C or SIGTERM; a second one ends it at once.",
            "Control, such as putting in a message as a person, always needs a token. Unless one was made with `perch token "
                + "create --scope control`, each start prints a link that gives control to the first browser that opens it.",
        ],
        arguments: nil, options: OptionTable.serve,
        examples: [
            "perch serve", "perch serve --listen 127.0.0.1:9000 --data /var/lib/perch",
            "perch serve --tail agent.jsonl --idle-after 2m",
        ])

    private static let emit = CommandSpec(
        command: .emit, summary: "send one event, or many from the standard input",
        story: [
            "KIND names what happened, such as tool.started. Each FIELD=TEXT becomes a text in the event's data, "
                + "each FIELD:=JSON a value of any type. With - in place of KIND, events are read from the standard "
                + "input as one JSON object, an array, or one object a line.",
            "Prints the number the event got in the log.",
        ],
        arguments: "KIND [FIELD=TEXT | FIELD:=JSON]... | -", options: OptionTable.emit + OptionTable.client,
        examples: [
            "perch emit agent.started --agent a1 name=Ada role=researcher",
            "perch emit tool.started --agent a1 --session s1 tool=Bash call=c1",
            "perch emit usage.added --agent a1 input_tokens:=1200 cost_usd:=0.018",
            "perch emit - < events.ndjson",
        ])

    private static let tail = CommandSpec(
        command: .tail, summary: "follow events as they happen",
        story: [
            "One line an event: its time, its agent, what happened. When the server goes away, waits for it and goes on "
                + "where it was, without a gap and without a repeat. Colours are left out where NO_COLOR is set or the "
                + "output is no terminal."
        ],
        arguments: nil, options: OptionTable.tail + OptionTable.client,
        examples: ["perch tail", "perch tail --kind 'tool.*' --agent a1", "perch tail --json --after 0 > all.ndjson"])

    private static let events = CommandSpec(
        command: .events, summary: "query events, or export them",
        story: ["Writes the events as NDJSON, one a line, as they stand in the log."],
        arguments: nil, options: OptionTable.events + OptionTable.client,
        examples: [
            "perch events --kind attention.raised --newest-first --limit 5",
            "perch events --all --output backup.ndjson",
        ])

    private static let importEvents = CommandSpec(
        command: .importEvents, summary: "send files of events",
        story: [
            "Sends NDJSON files, or the standard input for - or no file, in requests of bounded size. Events that have an id "
                + "may be imported again: the same id twice is one event. The numbers that an export carries are given anew."
        ],
        arguments: "[FILE... | -]", options: OptionTable.client,
        examples: ["perch import backup.ndjson", "zcat old.ndjson.gz | perch import -"])

    private static let demo = CommandSpec(
        command: .demo, summary: "send a believable run of many agents",
        story: [
            "Agents of all kinds spawn, use tools and skills, talk, decide, hand over, cost money, get stuck and finish. "
                + "The same seed gives the same run. Ctrl-C ends it well."
        ],
        arguments: nil, options: OptionTable.demo + OptionTable.client,
        examples: ["perch demo", "perch demo --agents 40 --rate 50 --seconds 120", "perch demo --seed 7 --print"])

    private static let hook = CommandSpec(
        command: .hook, summary: "note what a hook of a coding agent tells",
        story: [
            "Reads the JSON that a hook of Claude Code gets from the standard input, and appends one line to the event "
                + "file of kei-graph-stream: spawn for a sub-agent that is asked for, done for one that has ended, tool "
                + "for a tool, skill for a skill. Made to be called by the agent: it prints nothing, never keeps the "
                + "agent waiting, always exits with 0, and where there is nothing to note, it notes nothing.",
            "The file is KEI_EVENTS_FILE, else ~/.claude/memory/agent-events.jsonl. KEI_EVENTS_BYPASS=1 turns all of "
                + "it off, SKILL_RECORD_BYPASS=1 the skills.",
        ],
        arguments: "kei spawn|done|tool|skill", options: [],
        examples: ["perch hook kei spawn < hook.json"])
    private static let token = CommandSpec(
        command: .token, summary: "make, list and revoke the tokens that open the server",
        story: [
            "A token has one scope. ingest may only report: give it to agents, whose environment they can read. read may only "
                + "watch. control may do everything: put messages in, approve, administer.",
            "create prints the secret as its last word, this once; what is kept is its hash. list shows what there is, never "
                + "a secret. revoke takes an id or a name. A server that runs on the folder notices within two seconds, and "
                + "closes the connections a revoked token let in.",
            "From the first token on, everything but /health needs one.",
        ],
        arguments: "create --scope SCOPE | list | revoke ID|NAME", options: OptionTable.token,
        examples: [
            "perch token create --scope ingest --name build-agents --expires 30d",
            "PERCH_TOKEN=$(perch token create --scope read | awk '{print $NF}') perch tail", "perch token list",
            "perch token revoke build-agents",
        ])

    private static let doctor = CommandSpec(
        command: .doctor, summary: "check the data folder, the log, the tokens, the ports and the limits",
        story: ["Each line is a finding, with what to do about it where something is wrong. Changes nothing."],
        arguments: nil, options: OptionTable.doctor,
        examples: ["perch doctor", "perch doctor --data /var/lib/perch --listen 127.0.0.1:9000"])

    private static let version = CommandSpec(
        command: .version, summary: "tell the version", story: [], arguments: nil, options: [],
        examples: [])

    private static let help = CommandSpec(
        command: .help, summary: "explain a command", story: [], arguments: "[COMMAND]", options: [],
        examples: ["perch help serve"])
}
