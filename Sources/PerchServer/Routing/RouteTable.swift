import PerchNet

/// Finds the doors of a path: those of exactly this path, else those of the pattern that fits.
struct RouteTable: Sendable {
    private struct Pattern: Sendable {
        let segments: [Substring]
        var routes: [Route]
    }

    private var exact: [String: [Route]] = [:]
    private var patterns: [Int: [Pattern]] = [:]

    init(_ routes: [Route]) {
        for route in routes { add(route) }
    }

    /// All doors.
    var all: [Route] { exact.values.joined() + patterns.values.joined().flatMap(\.routes) }

    /// The doors of a path with the values of its parameters; none where there is no such path.
    func doors(of path: String) -> (routes: [Route], parameters: [String: String]) {
        if let routes = exact[path] { return (routes, [:]) }
        let segments = Self.segments(of: path)
        for pattern in patterns[segments.count] ?? [] {
            if let parameters = Self.match(pattern.segments, segments) { return (pattern.routes, parameters) }
        }
        return ([], [:])
    }

    private mutating func add(_ route: Route) {
        guard route.path.contains("{") else { return exact[route.path, default: []].append(route) }
        let segments = Self.segments(of: route.path)
        let place = patterns[segments.count]?.firstIndex { $0.segments == segments }
        if let place {
            patterns[segments.count]?[place].routes.append(route)
        } else {
            patterns[segments.count, default: []].append(Pattern(segments: segments, routes: [route]))
        }
    }

    private static func segments(of path: String) -> [Substring] {
        path.split(separator: "/", omittingEmptySubsequences: false)
    }

    private static func match(_ pattern: [Substring], _ path: [Substring]) -> [String: String]? {
        var parameters: [String: String] = [:]
        for (wanted, given) in zip(pattern, path) {
            if wanted.hasPrefix("{") {
                guard !given.isEmpty else { return nil }
                parameters[String(wanted.dropFirst().dropLast())] = String(given)
            } else if wanted != given {
                return nil
            }
        }
        return parameters
    }
}
