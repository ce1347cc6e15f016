import PerchCommand
import PerchHub
import PerchModel
import PerchServer
import PerchSystem

/// `perch token`: makes, lists and revokes tokens, in the file of the data folder; a server that runs notices.
struct Token {
    let options: TokenOptions

    func run() throws {
        let file = TokenFile(folder: options.data)
        switch options.action {
        case .create(let scope, let name, let lasting):
            let (token, secret) = TokenSecret.makeToken(
                scope, name: name, lasting: lasting?.microseconds, at: .now)
            try file.update { roll throws(TokenError) in try roll.add(token) }
            try ByteSink.output.write(TokenTable.announcement(of: token, in: options.data, secret: secret))
        case .list(let json):
            let tokens = try file.read().tokens
            try ByteSink.output.write(json ? TokenTable.json(tokens) : Array(TokenTable.text(tokens, at: .now).utf8))
        case .revoke(let word):
            let token = try file.update { roll throws(TokenError) in try roll.remove(word) }
            let name = token.name.map { " named \($0)" } ?? ""
            try ByteSink.output.write("Token \(token.id)\(name) is revoked.\n")
        }
    }
}
