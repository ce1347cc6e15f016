import PerchModel
import PerchNet
import Testing

@testable import PerchCommand

private func job(
    _ line: String, environment: [String: String] = [:], files: [String: String] = [:]
) throws(UsageError) -> Job {
    let words = line.split(separator: " ").map(String.init)
    return try Job(words, in: Surroundings(environment: environment) { files[$0] })
}

private func serve(
    _ line: String, environment: [String: String] = [:], files: [String: String] = [:]
) throws -> ServeOptions {
    guard case .serve(let options) = try job("serve \(line)", environment: environment, files: files) else {
        throw UsageError("not serve")
    }
    return options
}

private func message(_ line: String, environment: [String: String] = [:], files: [String: String] = [:]) -> String {
    do {
        return "no error: \(try job(line, environment: environment, files: files))"
    } catch { return error.message }
}

@Suite struct JobTests {
    @Test func `Serve has its defaults`() throws {
        let options = try serve("")
        #expect(options == ServeOptions())
        #expect(options.listen == [ListenAddress(host: "127.0.0.1", port: 8000)])
        #expect(options.durability == .power)
        #expect(options.maxBody == 16 << 20)
    }

    @Test func `Every option of serve is understood`() throws {
        let options = try serve(
            "--listen 127.0.0.1:0 --listen=[::1]:9000 --data /d --durability process --tail a.jsonl --tail b.log:kei "
                + "--upstream ws://127.0.0.1:6102/ --upstream socketio://bus.lan "
                + "--idle-after 30s --offline-after 1h --allow-host perch.lan --allow-origin HTTPS://Example.org "
                + "--access-token t0 --log-level debug --max-body 64KiB --deflate --loops 2")
        #expect(options.listen.map(\.description) == ["127.0.0.1:0", "[::1]:9000"])
        #expect(options.data == "/d")
        #expect(options.durability == .process)
        #expect(options.tails == [.init(path: "a.jsonl", format: "native"), .init(path: "b.log", format: "kei")])
        #expect(options.upstreams.map(\.place) == ["ws://127.0.0.1:6102/", "socketio://bus.lan:80"])
        #expect((options.idleAfter, options.offlineAfter) == (.seconds(30), .seconds(3600)))
        #expect(options.allowedHosts == ["perch.lan"])
        #expect(options.allowedOrigins == ["https://example.org"])
        #expect(options.accessToken?.value == "t0")
        #expect((options.logLevel, options.maxBody, options.deflate, options.loops) == (.debug, 65_536, true, 2))
    }

    @Test func `Pages without an origin may be allowed by name`() throws {
        #expect(try serve("--allow-origin null").allowedOrigins == ["null"])
    }

    @Test func `What token was asked to do is understood`() throws {
        func token(_ line: String) throws -> TokenOptions {
            guard case .token(let options) = try job("token \(line)") else { throw UsageError("not token") }
            return options
        }
        let created = try token("create --scope control --name ops --expires 30d --data /d")
        #expect(created.data == "/d")
        #expect(created.action == .create(.control, name: "ops", lasting: .seconds(30 * 86_400)))
        #expect(try token("create --scope ingest").action == .create(.ingest, name: nil, lasting: nil))
        #expect(try token("list --json").action == .list(json: true))
        #expect(try token("revoke ops").action == .revoke("ops"))
    }

    @Test func `The command line goes before the environment and that before the file`() throws {
        let environment = ["PERCH_DATA": "/env", "PERCH_IDLE_AFTER": "1m", "PERCH_LISTEN": "127.0.0.1:1, 127.0.0.1:2"]
        let files = ["perch.conf": "data = /file\nidle-after = 2m\nmax-body = 1MiB # small\n# deflate = true\n"]
        let options = try serve("--data /line", environment: environment, files: files)
        #expect(options.data == "/line")
        #expect(options.idleAfter == .seconds(60))
        #expect(options.maxBody == 1 << 20)
        #expect(options.deflate == false)
        #expect(options.listen.map(\.port) == [1, 2])
    }

    @Test func `A config file is looked for in two places unless one is named`() throws {
        let files = ["perch.conf": "data = /here", "/h/.config/perch/perch.conf": "data = /home", "x": "data = /x"]
        let home = ["HOME": "/h"]
        #expect(try serve("", environment: home, files: files).data == "/here")
        #expect(try serve("--config x", environment: home, files: files).data == "/x")
        #expect(try serve("", environment: ["PERCH_CONFIG": "x"], files: files).data == "/x")
        let homeOnly = files.filter { $0.key != "perch.conf" }
        #expect(try serve("", environment: home, files: homeOnly).data == "/home")
        #expect(message("serve --config y", files: files) == "There is no config file y.")
    }

    @Test func `The config file may hold settings of other commands, quotes and repeated lines`() throws {
        let files = [
            "perch.conf": "server = http://h:1\r\nlisten = 127.0.0.1:1\nlisten = 127.0.0.1:2\ndata = \"/a # b\"\n"
        ]
        let options = try serve("", files: files)
        #expect(options.listen.map(\.port) == [1, 2])
        #expect(options.data == "/a # b")
        guard case .tail(let tail) = try job("tail", files: files) else { throw UsageError("not tail") }
        #expect(tail.client.server == ServerAddress(host: "h", port: 1))
    }

    @Test(arguments: [
        ("serv", "There is no command \"serv\". Did you mean serve?"),
        ("serve --lisen x", "perch serve has no option --lisen. Did you mean --listen?"),
        ("serve --durabilty=power", "perch serve has no option --durabilty. Did you mean --durability?"),
        ("tail --bananas", "perch tail has no option --bananas."),
        (
            "tail --after -1",
            "--after must be the number of an event or an ISO 8601 time such as 2026-05-02T13:00:00Z, not \"-1\"."
        ),
        ("serve --data", "--data needs a value: --data FOLDER."),
        ("serve --data --deflate", "--data needs a value: --data FOLDER."),
        ("serve --data a --data b", "--data is given twice."),
        ("serve here", "perch serve takes options only, not \"here\"."),
        ("serve --idle-after 5x", "--idle-after must be a time such as 30s, 5m, 1h or 250ms, not \"5x\"."),
        ("serve --idle-after 1h", "--offline-after must be longer than --idle-after, and both more than nothing."),
        ("serve --durability ram", "--durability must be one of power, process, not \"ram\"."),
        (
            "serve --allow-origin *",
            "--allow-origin must be a scheme, host and port such as https://example.org, not \"*\"."
        ),
        ("events --all --limit 5", "Give --limit or --all, not both."),
        ("tail --last 5 --after 3", "Give --after or --last, not both."),
        ("token", "perch token needs one of create, list, revoke."),
        ("token crate", "perch token cannot \"crate\". Did you mean create?"),
        (
            "token create",
            "perch token create needs --scope: ingest (may only report), read (may only watch) or control (may do everything)."
        ),
        ("token create --scope all", "--scope must be one of ingest, read, control, not \"all\"."),
        ("token create --scope ingest --scope read", "--scope is given twice."),
        ("token create --scope read now", "perch token create takes options only."),
        ("token create --scope read --expires 0s", "--expires must be more than nothing."),
        ("token create --scope read --json", "--json goes with perch token list."),
        ("token list --scope read", "--scope goes with perch token create."),
        ("token revoke", "perch token revoke needs the id or the name of one token."),
        ("token revoke a b", "perch token revoke needs the id or the name of one token."),
        ("help sevre", "There is no command \"sevre\". Did you mean serve?"),
        ("--data x serve", "The command comes first, its options behind it: `perch serve --data`."),
        ("tail -x", "There is no option -x; options begin with two dashes."),
        ("emit", "perch emit needs the kind of the event, or - for the standard input."),
        ("hook", "Call it as perch hook kei spawn|done|tool|skill."),
        ("hook kei", "Call it as perch hook kei spawn|done|tool|skill."),
        ("hook kai spawn", "Call it as perch hook kei spawn|done|tool|skill."),
        ("hook kei spwan", "kei has no hook \"spwan\". Did you mean spawn?"),
        ("hook kei --fast spawn", "perch hook has no option --fast."),
        ("import - -", "The standard input can be read once only."),
        ("demo --rate 0", "--rate must be a number from 0.1 to 20000, not \"0\"."),
    ])
    func `What is not understood is said with what was meant`(line: String, expected: String) {
        #expect(message(line) == expected)
    }

    @Test(arguments: [
        ("lisen = x", "perch.conf, line 1: there is no setting \"lisen\". Did you mean listen?"),
        ("\nnonsense", "perch.conf, line 2: a line reads `key = value`."),
        ("data = a\ndata = b", "perch.conf, line 2: data is set twice."),
        (
            "idle-after = soon",
            "perch.conf, line 1: idle-after must be a time such as 30s, 5m, 1h or 250ms, not \"soon\"."
        ),
        ("help = true", "perch.conf, line 1: there is no setting \"help\"."),
    ])
    func `A fault of the config file is named with its line`(text: String, expected: String) {
        #expect(message("serve", files: ["perch.conf": text]) == expected)
    }

    @Test func `A variable's fault is named with the variable`() {
        let expected = "PERCH_MAX_BODY must be a size such as 64KiB, 16MiB or 1000, not \"big\"."
        #expect(message("serve", environment: ["PERCH_MAX_BODY": "big"]) == expected)
    }

    @Test func `Unknown variables are warned of`() {
        let environment = [
            "PERCH_LISTN": "x", "PERCH_DATA": "y", "PATH": "z", "PERCH_CONFIG": "c", "PERCH_ZZZZZZZZ": "q",
        ]
        #expect(
            Job.warnings(about: environment) == [
                "PERCH_LISTN means nothing to Perch. Did you mean PERCH_LISTEN?",
                "PERCH_ZZZZZZZZ means nothing to Perch.",
            ])
    }

    @Test(arguments: ["0.0.0.0:8000", "[::]:8000", "192.168.1.5:80", "perch.lan:8000"])
    func `Listening beyond this machine needs a token`(address: String) throws {
        for option in ["--listen", "--listen-kei", "--listen-chat", "--listen-events"] {
            let options = try serve("\(option) \(address)")
            #expect(!options.isLocal)
            #expect(options.needsToken?.message.contains("needs a token") == true)
        }
        #expect(try serve("--listen \(address) --data /d").needsToken?.message.contains("control --data /d`") == true)
        #expect(try serve("--listen [::1]:0 --drop-in").needsToken == nil)
    }

    @Test func `A token may be the first line of a file`() throws {
        let files = ["t": "s3cret\nmore\n", "bad": "two words\n"]
        #expect(try serve("--access-token-file t", files: files).accessToken?.value == "s3cret")
        #expect(
            message("serve --access-token-file bad", files: files).contains("must begin with a line that is the token"))
        #expect(message("serve --access-token-file gone", files: files).contains("must begin with a line"))
    }

    @Test func `A secret is never shown`() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!"\(secret) \(String(reflecting: secret)) \(dumped) \([secret])".contains("hunter2"))
        let refused =
            message("tail --token", environment: [:]) + message("tail", environment: ["PERCH_TOKEN": "hunter 2"])
        #expect(!refused.contains("hunter"))
        #expect(refused.contains("PERCH_TOKEN must be letters"))
    }

    @Test func `Help is asked for in many ways`() throws {
        #expect(try job("") == .help(nil))
        #expect(try job("--help") == .help(nil))
        #expect(try job("-h") == .help(nil))
        #expect(try job("help tail") == .help(.tail))
        #expect(try job("tail --help") == .help(.tail))
        #expect(try job("serve --data x -h") == .help(.serve))
        #expect(try job("version") == .version)
        #expect(try job("help tail", files: ["perch.conf": "nonsense"]) == .help(.tail))
        #expect(try job("--version") == .version)
    }

    @Test(arguments: [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"), ("http://perch.lan", "http://perch.lan:80"),
        ("localhost:9000", "http://localhost:9000"), ("http://[::1]:81/", "http://[::1]:81"),
        ("perch", "http://perch:8000"),
    ])
    func `A server is named by its URL`(text: String, url: String) {
        #expect(ServerAddress(text)?.description == url)
    }

    @Test(arguments: [
        "", "https://x", "http://", "http://a/b", "http://a:99999", "http://a:0", "::1", "http://u@h", "ftp://x",
    ])
    func `What is no server's URL is refused`(text: String) {
        #expect(ServerAddress(text) == nil)
    }
}
