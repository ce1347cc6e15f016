import Glibc

/// Answers requests with the files below one folder.
///
/// Links are not followed, hidden files are not served, and a file `name.br` or `name.gz` beside `name` is sent to
/// clients that accept it. Any thread; opening a file asks the disk, sending it goes on in pieces.
public final class StaticFiles: Sendable {
    private let folder: Int32
    private let cacheControl: String

    /// Serves a folder; nil when it cannot be read.
    /// - Parameter cacheControl: What clients may keep; the default makes them ask each time, which costs a 304.
    public init?(folder path: String, cacheControl: String = "no-cache") {
        guard let folder = OpenFile.folder(path) else { return nil }
        self.folder = folder
        self.cacheControl = cacheControl
    }

    deinit { close(folder) }

    /// The answer to a request for the file at `path`, which defaults to the request's own; a folder stands for its
    /// `index.html`. Nil when there is no such file, so that the caller says 404 in its own words.
    public func response(to request: Request, path: String? = nil) -> Response? {
        let path = path ?? request.path
        var names = path.split(separator: "/")
        if names.isEmpty || path.hasSuffix("/") { names.append("index.html") }
        guard !names.contains(where: { $0.hasPrefix(".") }) else { return nil }
        guard let plain = OpenFile.open(names, below: folder) else { return nil }
        guard request.method == .get || request.method == .head else {
            return Response(status: 405, headers: [("allow", "GET, HEAD")])
        }
        return answer(request, plain: plain, names: names)
    }

    private func answer(_ request: Request, plain: OpenFile, names: [Substring]) -> Response {
        var chosen = plain
        var headers = [(name: "cache-control", value: cacheControl), ("vary", "accept-encoding")]
        var tag = plain.identity
        for coding in ContentCoding.accepted(by: request.headers.values("accept-encoding")) {
            let variant = names.dropLast() + [names[names.count - 1] + coding.suffix]
            guard let file = OpenFile.open(Array(variant), below: folder) else { continue }
            chosen = file
            // Strong tags differ between variants (RFC 9110 8.8.3.3).
            tag = "\(file.identity)-\(coding.rawValue)"
            headers.append(("content-encoding", coding.rawValue))
            break
        }
        headers.append(("etag", "\"\(tag)\""))
        headers.append(("last-modified", HTTPDate.format(seconds: max(0, chosen.modified))))
        let conditions = Conditions(request.headers, tag: "\"\(tag)\"", modified: chosen.modified)
        if conditions.isUnchanged { return Response(status: 304, headers: headers) }
        headers.append(("accept-ranges", "bytes"))
        headers.append(("x-content-type-options", "nosniff"))
        let type = MediaTypes.type(of: String(names[names.count - 1]))
        // Ranges are for GET only (RFC 9110 14.2).
        let asked = request.method == .get && conditions.allowsRange ? request.headers["range"] : nil
        return Self.send(chosen, ByteRange(asked, size: chosen.size), type: type, headers: headers)
    }

    private static func send(
        _ file: OpenFile, _ range: ByteRange, type: String, headers: [(name: String, value: String)]
    ) -> Response {
        var headers = headers
        var status: HTTPStatus = 200
        var part = 0..<file.size
        switch range {
        case .whole: break
        case .part(let asked):
            status = 206
            part = asked
            headers.append(("content-range", "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(file.size)"))
        case .unsatisfiable:
            headers.append(("content-range", "bytes */\(file.size)"))
            return Response(status: 416, headers: headers.filter { $0.name != "content-encoding" })
        }
        let descriptor = file.duplicate()
        guard descriptor >= 0 else { return Response(status: 503) }
        let body = FileBody(descriptor: descriptor, offset: part.lowerBound, count: part.count)
        return Response(status: status, contentType: type, headers: headers, body: .file(body))
    }
}
