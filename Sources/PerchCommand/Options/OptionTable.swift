/// Every option there is, once; commands name theirs.
enum OptionTable {
    /// Options every command takes.
    static let common: [OptionSpec] = [
        OptionSpec(
            "config", "FILE", "Read settings from this file instead of ./perch.conf or ~/.config/perch/perch.conf."),
        .flag("help", "Show this help. Also -h."),
    ]

    /// Options of every command that talks to a server.
    static let client: [OptionSpec] = [
        OptionSpec("server", "URL", standard: "http://127.0.0.1:8000", "The server to talk to."),
        OptionSpec("token", "TOKEN", secret: true, "The server's access token. Safer in PERCH_TOKEN or in a file."),
        OptionSpec("token-file", "FILE", "Read the access token from the first line of this file."),
    ]

    /// Which events, for every command that asks for some.
    static let filters: [OptionSpec] = [
        OptionSpec(
            "kind", "KIND", repeatable: true,
            "Only events of this kind; tool.* stands for all that begin with \"tool.\"."),
        OptionSpec("agent", "ID", "Only events of this agent."),
        OptionSpec("session", "ID", "Only events of this session."),
        OptionSpec("project", "NAME", "Only events of this project."),
        OptionSpec("query", "WORDS", "Only events in whose texts every one of these words begins a word."),
    ]

    static let listen = OptionSpec(
        "listen", "HOST:PORT", repeatable: true, standard: "127.0.0.1:8000",
        "Listen on this address; [::1]:8000 for IPv6. Beyond this machine only with a token.")
    static let data = OptionSpec("data", "FOLDER", standard: "./data", "The folder that holds the log.")

    static let serve: [OptionSpec] = [
        listen,
        .flag("drop-in", "Listen on 8201, 6101 and 6102 too, for clients with these ports written into them."),
        OptionSpec("listen-kei", "HOST:PORT", "Where clients of kei-graph-stream find their server."),
        OptionSpec("listen-chat", "HOST:PORT", "Where clients of the agent chat's streams find theirs."),
        OptionSpec("listen-events", "HOST:PORT", "Where clients of the agent chat's event stream find theirs."),
        data,
        OptionSpec(
            "durability", "power|process", standard: "power",
            "Answer a sender once its events survive a power cut, or once they survive the end of the process."),
        OptionSpec(
            "tail", "FILE[:FORMAT]", repeatable: true,
            "Follow this file and take in every line that is added; FORMAT is native where it is not given."),
        OptionSpec(
            "upstream", "URL", repeatable: true,
            "Follow this event stream and take in what it tells: ws://HOST:PORT/PATH, or socketio://HOST:PORT."),
        OptionSpec("idle-after", "TIME", standard: "5m", "An agent that says nothing for so long is idle."),
        OptionSpec("offline-after", "TIME", standard: "30m", "An agent that says nothing for so long is offline."),
        OptionSpec(
            "allow-host", "NAME", repeatable: true,
            "Answer requests for this host name too; names of this machine's loopback are always answered."),
        OptionSpec(
            "allow-origin", "ORIGIN", repeatable: true,
            "Let pages of this origin, such as https://example.org, use this server from a browser. The word null stands for "
                + "pages opened from files, but any site can make its pages look like one of these."),
        OptionSpec(
            "access-token", "TOKEN", secret: true,
            "One token that may do everything, beside those of `perch token`. Safer in PERCH_ACCESS_TOKEN or in a file."
        ),
        OptionSpec("access-token-file", "FILE", "Read the access token from the first line of this file."),
        .flag("agentcraft-strict-ids", "Let AgentCraft's clients in only by ids such as client_1642678200_k3j9x."),
        OptionSpec("max-body", "SIZE", standard: "16MiB", "Refuse bodies of requests that are larger."),
        OptionSpec(
            "clients-per-session", "N", standard: "10",
            "Let so many clients of HtmlGraph share a dashboard session; 0 for any number."),
        .flag("deflate", "Compress WebSocket messages for clients that ask for it."),
        OptionSpec("loops", "N", standard: "one per core less one", "How many network threads to run."),
        OptionSpec(
            "log-level", "LEVEL", standard: "info", "Log from this level on: debug, info, warning or error."),
    ]

    static let emit: [OptionSpec] = [
        OptionSpec("agent", "ID", "The agent the event is about."),
        OptionSpec("session", "ID", "The session it belongs to."),
        OptionSpec("project", "NAME", standard: "default", "The project it belongs to."),
        OptionSpec("id", "ID", "Your own id for it: the same id twice is one event."),
        OptionSpec("time", "TIME", "When it happened, ISO 8601 or epoch milliseconds; now where it is not given."),
    ]

    static let tail: [OptionSpec] =
        filters + [
            OptionSpec("last", "N", standard: "10", "Begin with the last N events."),
            OptionSpec("after", "SEQ|TIME", "Begin behind this event, or behind this time, instead."),
            .flag("json", "Write each event as its line of JSON, nothing else."),
        ]

    static let events: [OptionSpec] =
        filters + [
            OptionSpec(
                "after", "SEQ|TIME", "Only events behind this number, or behind this time such as 2026-05-02T13:00Z."),
            OptionSpec("before", "SEQ|TIME", "Only events before this number or time."),
            OptionSpec("limit", "N", standard: "100", "At most so many events."),
            .flag("all", "All events there are, page after page, instead of a limit."),
            .flag("newest-first", "The newest event first."),
            OptionSpec("output", "FILE", "Write to this file instead of the standard output."),
        ]

    static let demo: [OptionSpec] = [
        OptionSpec("agents", "N", standard: "12", "How many agents take part."),
        OptionSpec("rate", "R", standard: "10", "About how many events a second."),
        OptionSpec("seconds", "S", standard: "60", "How long the run takes."),
        OptionSpec("seed", "S", standard: "1", "The same seed gives exactly the same run."),
        OptionSpec("project", "NAME", standard: "demo", "The project the agents work in."),
        OptionSpec(
            "run", "NAME", standard: "the seed",
            "A name that keeps this run's agents apart. Sent again under the same name and seed, it adds nothing new."),
        .flag("fast", "Do not wait: send the whole run at once."),
        .flag("print", "Write the events as NDJSON instead of sending them."),
    ]

    static let token: [OptionSpec] = [
        OptionSpec("scope", "SCOPE", "What the new token is for: ingest, read or control."),
        OptionSpec("name", "NAME", "What to call the new token, without spaces."),
        OptionSpec("expires", "TIME", standard: "never", "After how long the new token ends, such as 30d."),
        OptionSpec("data", "FOLDER", standard: "./data", "The folder that holds the log, and the tokens."),
        .flag("json", "List as JSON."),
    ]

    static let doctor: [OptionSpec] = [
        data, listen,
        .flag("quick", "Leave out the check of the whole log, which takes long where the log is large."),
        .flag("json", "Write the findings as JSON."),
    ]
}
