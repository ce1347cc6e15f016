"""`/openapi.json` tells of every door there is."""

from harness.client import Client


def test_the_document_names_every_door(house):
    with Client(house) as client:
        paths = client.http.get("/openapi.json").json()["paths"]
        assert set(paths) >= {"/v1/events", "/v1/stream", "/v1/state", "/v1/live", "/health", "/metrics", "/openapi.json"}
        for path in paths:
            allowed = client.http.options(path).headers["allow"]
            offered = {method.upper() for method in paths[path] if method in ("get", "post", "put", "delete", "patch")}
            assert offered <= {name.strip() for name in allowed.split(",")}
