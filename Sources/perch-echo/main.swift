import PerchNet
import PerchSystem

let loop = try Loop(name: "echo")
let server = HTTPServer(loops: [loop], listeners: [ListenAddress(host: "127.0.0.1", port: 0)]) { request in
    switch request.path {
    case "/stream":
        return Response(
            contentType: "text/plain",
            body: .stream { writer in
                for index in 0..<5 { try await writer.write(Array("line \(index)\n".utf8)) }
            })
    case "/echo": return Response(contentType: "application/octet-stream", body: .bytes(request.body))
    default: return .text("hello")
    }
}
for address in try await server.start() { print("perch-echo is listening on ws://\(address)") }
try await Task.sleep(for: .seconds(600))
