import PerchModel

/// What the agents of a made-up run are called, do and say.
enum DemoWords {
    static let names = [
        "Ada", "Basil", "Cleo", "Dario", "Edda", "Felix", "Gwen", "Hugo", "Ines", "Juno", "Kira", "Levi", "Mira",
        "Nils",
        "Orla", "Pia", "Quinn", "Rosa", "Sven", "Tilda", "Uma", "Vito", "Wren", "Xenia", "Yara", "Zeno",
    ]

    static let leadJob = (role: "lead", department: "planning")

    static let jobs = [
        (role: "researcher", department: "research"), (role: "coder", department: "engineering"),
        (role: "reviewer", department: "quality"), (role: "tester", department: "quality"),
        (role: "coder", department: "engineering"), (role: "writer", department: "documentation"),
        (role: "analyst", department: "research"), (role: "operator", department: "operations"),
    ]

    static let phases = ["planning", "research", "building", "review", "delivery"]

    static let queries = [
        "Let people sign in with a passkey", "Find out why checkout is slow on Mondays",
        "Move the billing jobs to the new queue", "Write the guide for the public API",
        "Make the search forgive typing errors", "Cut the cost of the nightly reports by half",
        "Upgrade the mobile app to the new design", "Prepare the data for the yearly audit",
    ]

    static let tasks = [
        "Read the present code and map its parts", "Write the failing test first", "Implement the smallest useful step",
        "Review the change for security", "Measure before and after", "Draft the section for the guide",
        "Look for prior art and licences", "Migrate the old records", "Reproduce the reported fault",
        "Tidy the error messages", "Check the change on a slow network", "Sum up what was decided",
    ]

    static let features = [
        ("Passkey sign-in", "feature"), ("Retry of failed payments", "feature"), ("Typo-tolerant search", "feature"),
        ("Faster cold start", "track"), ("Which queue suits us", "spike"), ("Export as CSV", "feature"),
        ("Dark theme", "feature"), ("Less noise in alerts", "track"), ("Audit trail", "feature"),
        ("Is streaming worth it", "spike"),
    ]

    static let files = [
        "src/auth/passkey.ts", "src/auth/session.ts", "src/search/index.ts", "src/billing/queue.py",
        "src/billing/retry.py",
        "tests/test_retry.py", "tests/auth.spec.ts", "docs/guide/quickstart.md", "docs/api.md",
        "db/migrations/0042_audit.sql",
        "web/checkout.tsx", "web/theme.css", "ops/deploy.yaml", "README.md",
    ]

    /// A tool, and what it is asked with what it may answer; an empty question stands for the file.
    struct Tool {
        let name: String
        let touchesFile: Bool
        let calls: [(input: String, outputs: [String])]
    }

    static let tools = [
        Tool(name: "Read", touchesFile: true, calls: [("", ["124 lines", "58 lines", "311 lines", "77 lines"])]),
        Tool(name: "Read", touchesFile: true, calls: [("", ["203 lines", "96 lines"])]),
        Tool(name: "Edit", touchesFile: true, calls: [("", ["1 change", "3 changes", "+12 −4"])]),
        Tool(name: "Write", touchesFile: true, calls: [("", ["48 lines written", "new file"])]),
        Tool(
            name: "Bash", touchesFile: false,
            calls: [
                ("npm test -- auth", ["38 passed", "37 passed, 1 skipped"]),
                ("pytest -q tests", ["112 passed", "12 passed"]),
                ("git diff --stat", ["3 files changed", "7 files changed"]), ("make lint", ["clean", "2 warnings"]),
                ("git log --oneline -5", ["5 commits"]),
            ]),
        Tool(
            name: "Grep", touchesFile: false,
            calls: [
                ("retry(", ["7 matches in 4 files"]), ("TODO", ["23 matches", "21 matches"]),
                ("createSession", ["2 matches"]), ("SELECT .* FROM orders", ["no match", "1 match"]),
            ]),
        Tool(
            name: "Glob", touchesFile: false, calls: [("src/**/*.ts", ["42 files"]), ("tests/**/*.py", ["16 files"])]),
        Tool(
            name: "WebSearch", touchesFile: false,
            calls: [
                ("passkey conditional UI support", ["8 results"]), ("postgres trigram index size", ["5 results"]),
                ("exponential backoff jitter", ["10 results"]),
            ]),
        Tool(
            name: "WebFetch", touchesFile: false,
            calls: [
                ("https://example.org/docs/webauthn", ["4,200 words"]),
                ("https://example.org/changelog", ["900 words"]),
            ]),
        Tool(
            name: "Query", touchesFile: false,
            calls: [("orders per hour, last 8 Mondays", ["192 rows"]), ("slowest 20 queries", ["20 rows"])]),
    ]

    static let failures = [
        ("npm test -- checkout", "1 failed: total is rounded twice"),
        ("pytest -q tests/test_retry.py", "timed out after 30 s"),
        ("docker compose up -d", "port 5432 is already in use"), ("git push", "rejected: the branch has moved on"),
        ("make build", "error: cannot find module './session'"),
    ]

    static let skills = [
        "code-review", "write-tests", "sql-tuning", "commit-message", "changelog", "threat-model", "pdf-report",
    ]

    static let thoughts = [
        "reads how sessions are kept", "compares two ways to retry", "waits for the tests",
        "writes the smallest change",
        "checks an assumption", "looks at last week's numbers", "tidies up after the move", "plans the next step",
        "asks for a second pair of eyes",
    ]

    static let attention: [(AttentionReason, String)] = [
        (.waiting, "May I delete the old migration? A person should say."),
        (.stalled, "No progress on the flaky test for a while."),
        (.looping, "The same edit has been undone three times."),
        (.failing, "Four tool calls in a row have failed."), (.conflict, "Two agents changed src/auth/session.ts."),
        (.budget, "80 % of the budget is used."),
    ]

    static let relief = [
        "a person said yes", "found another way", "the test passes again", "merged by hand", "budget raised",
    ]

    /// What two agents say in turn, and what comes of it.
    struct Talk {
        let lines: [String]
        let result: String
    }

    static let talks = [
        Talk(
            lines: [
                "Does the retry keep the order of payments?", "Per customer yes, across customers no.",
                "Then the report must sort by time, not by arrival.", "Agreed, I add that to the test.",
            ], result: "Sort by time; test added."),
        Talk(
            lines: [
                "The search index grew to 4 GB. Is that expected?",
                "Trigrams do that. Leaving out the free-text column halves it.",
            ], result: "Index without the free-text column."),
        Talk(
            lines: [
                "Can you look at the passkey flow on an old phone?",
                "It falls back to the password, but the text is wrong.",
                "What should it say?", "\"This device cannot use passkeys yet.\" Short and true.",
            ], result: "New text for the fallback."),
        Talk(
            lines: ["Which queue did you settle on?", "The boring one. It loses nothing on a power cut; I measured."],
            result: "The boring queue."),
        Talk(
            lines: [
                "Who owns the nightly report now?", "Nobody since the move. I can take it over.", "Please do.",
                "Done, it is on my board.",
            ], result: "Owner found."),
    ]

    static let decisions = [
        "Ship behind a flag first", "Keep the old table for 30 days", "Use the boring queue",
        "No new dependency for this",
        "Retry three times, then ask a person", "The guide comes before the launch",
    ]

    static let handoffs = [
        ("escalation", "needs someone who knows the billing code"), ("review", "ready for a second pair of eyes"),
        ("specialist", "this is a question of SQL"), ("context", "my context is nearly full"),
    ]

    static let activities = [
        "council_debate", "council_synthesis", "decision_made", "memory_write", "memory_read", "task_assigned",
        "task_completed", "message_sent",
    ]

    static let memories = [
        "conventions/errors", "decisions/queue", "people/on-call", "glossary/settlement", "lessons/flaky-tests",
        "api/rate-limits",
    ]

    static let outputs = [
        "The slow Mondays come from the weekly export: it locks the orders table for 40 s.",
        "Passkey sign-in works in three browsers; the fallback text is new.",
        "Search finds \"recieve\" now. The index is half as large as before.",
        "The report costs 46 % less: it reads only what changed since yesterday.",
        "Draft of the guide is ready: quickstart, errors, limits.",
        "All 212 tests pass; coverage went from 71 % to 78 %.",
    ]

    static let logs = [
        ("info", "cache warmed in 1.2 s"), ("info", "connected to the staging database"), ("debug", "retry 1 of 3"),
        ("warning", "rate limit at 80 %"), ("info", "checkpoint saved"),
        ("error", "request to the mail service timed out"),
    ]
}
