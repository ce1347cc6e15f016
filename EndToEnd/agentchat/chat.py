"""A small client of the agent chat: the original's calls over HTTP, and its stream as an EventSource reads it."""

import json

import httpx
from harness.sse import SSE


class Stream(SSE):
    """A stream whose events are taken one by one; remembers the id to come back with."""

    def __enter__(self) -> "Stream":
        super().__enter__()
        self._events = self.events()
        return self

    def next(self) -> tuple[str, dict | list]:
        """The next event's name and payload."""
        name, data, _ = next(self._events)
        return name, json.loads(data)

    def take(self, count: int) -> list[tuple[str, dict | list]]:
        return [self.next() for _ in range(count)]

    def until(self, name: str) -> dict | list:
        """The payload of the next event of this name."""
        while True:
            got, data = self.next()
            if got == name:
                return data


class Chat:
    """One who takes part, or watches."""

    def __init__(self, url: str, token: str | None = None):
        self.url = url
        self.http = httpx.Client(base_url=url, timeout=20, headers={"authorization": f"Bearer {token}"} if token else {})

    def __enter__(self) -> "Chat":
        return self

    def __exit__(self, *_) -> None:
        self.http.close()

    def post(self, path: str, expect: int = 200, **body) -> dict:
        answer = self.http.post(path, json=body)
        assert answer.status_code == expect, f"{answer.status_code} {answer.text}"
        return answer.json()

    def get(self, path: str, expect: int = 200, **query):
        answer = self.http.get(path, params=query)
        assert answer.status_code == expect, f"{answer.status_code} {answer.text}"
        return answer.json()

    def create(self, run: str, parent: str = "Architect", child: str = "Dir-Code", message: str = "Refactor", **more) -> dict:
        return self.post("/api/agent_chat/create", run_id=run, parent_agent_id=parent, child_agent_id=child, initial_message=message, **more)

    def send(self, thread: str, from_agent: str, to_agent: str, type: str, content: str, **more) -> dict:
        return self.post(
            "/api/agent_chat/send", thread_id=thread, from_agent=from_agent, to_agent=to_agent, message_type=type, content=content, **more
        )

    def close(self, thread: str, status: str = "completed", **more) -> dict:
        return self.post("/api/agent_chat/close", thread_id=thread, status=status, **more)

    def stream(self, run: str, last: str | None = None, query: str = "", timeout: float = 20) -> Stream:
        return Stream(f"{self.url}/api/stream/agent_chat/{run}{query}", last, timeout)

    def seven(self, run: str) -> str:
        """The seven messages of the original's example; returns the thread."""
        thread = self.create(run, message="Refactor authentication to OAuth2", metadata={"entry_files": ["auth.py"]})["thread_id"]
        for author, to, type, content, metadata in SEVEN:
            self.send(thread, author, to, type, content, metadata=metadata)
        return thread


SEVEN = [
    ("Dir-Code", "Architect", "question", "Which OAuth2 library should I use?", {"urgency": "blocking", "reasoning": "Cannot proceed without decision"}),
    ("Architect", "Dir-Code", "answer", "Use authlib", {"sources": ["docs"], "confidence": 0.9}),
    ("Dir-Code", "Architect", "status", "Halfway there", {"progress": 50}),
    ("Dir-Code", "Architect", "question", "Keep the old endpoint?", {"urgency": "important"}),
    ("Architect", "Dir-Code", "answer", "For one release", {}),
    ("Dir-Code", "Architect", "completion", "Done", {"tests_passed": 12, "files_modified": 3}),
]
