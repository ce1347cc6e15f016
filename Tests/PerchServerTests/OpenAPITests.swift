import PerchJSON
import PerchModel
import PerchNet
import Testing

@testable import PerchServer

@Suite struct OpenAPITests {
    @Test func `The document names every door of our own, and no other`() async throws {
        // The foreign systems' doors are described by their own documents.
        let house = try await TestHouse { $0.dialects = [] }
        let parser = JSONParser()
        let paths = try parser.parse(OpenAPI.document).object().requiredObject("paths")
        var described: Set<String> = []
        for (path, operations) in paths {
            for (method, _) in try #require(operations.objectValue) {
                described.insert("\(method.uppercased()) \(path)")
            }
        }
        #expect(described == house.router.doors)
        await house.end()
    }

    @Test func `Every path tells its methods, and refuses others`() async throws {
        let house = try await TestHouse()
        for path in Set(Operation.all.map(\.path)) {
            let methods = Operation.all.filter { $0.path == path }.map(\.method)
            let allowed = Set(methods.map(\.rawValue) + (methods.contains(.get) ? ["HEAD"] : []) + ["OPTIONS"])
            let options = try await house.ask(.options, path)
            #expect(options.status == 204)
            let told = (options.header("allow") ?? "").split(separator: ",").map { String($0.drop { $0 == " " }) }
            #expect(Set(told) == allowed)
            for method in HTTPMethod.allCases where !allowed.contains(method.rawValue) {
                let refused = try await house.ask(method, path)
                #expect(refused.status == 405)
                #expect(refused.header("allow") == options.header("allow"))
            }
            if methods.contains(.get) {
                let get = try await house.ask(.get, path)
                let head = try await house.ask(.head, path)
                #expect(head.status == get.status)
                #expect(head.header("content-type") == get.header("content-type"))
            }
        }
        await house.end()
    }

    @Test func `The parameters that are described are those that are known`() async throws {
        let house = try await TestHouse()
        for operation in Operation.all where operation.method == .get && !operation.parameters.isEmpty {
            // A token may come by the address at every door, which the document tells by its security schemes.
            let described = Set(operation.parameters.map(\.rawValue)).subtracting(["Last-Event-ID"]).union(["token"])
            for parameter in Parameter.allCases where parameter != .lastEventID {
                let asked = try await house.ask(
                    .get, "\(operation.path)?\(parameter.rawValue)=%00", [(name: "upgrade", value: "websocket")])
                let isUnknown = asked.text.contains("There is no such parameter")
                #expect(isUnknown == !described.contains(parameter.rawValue), "\(parameter) of \(operation.path)")
            }
        }
        await house.end()
    }

    @Test func `Every code of the table stands under its status`() throws {
        let text = String(decoding: OpenAPI.document, as: UTF8.self)
        let responses = try JSONParser().parse(OpenAPI.document).object().requiredObject("components")
            .requiredObject("responses")
        for code in ErrorCode.allCases {
            #expect(text.contains("\"\(code.rawValue)\""))
            var found = false
            for (name, response) in responses where name == Refusals.name(of: code.status) {
                found = String(decoding: response.text().bytes, as: UTF8.self).contains("\"\(code.rawValue)\"")
            }
            #expect(found)
        }
    }
}
