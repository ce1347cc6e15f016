"""The five foreign clients on one server, each as its own users connect, and what each of them was told."""

import itertools
import json
import threading
import time
from contextlib import ExitStack

import httpx
from harness.client import Client, event
from harness.sse import SSE
from websockets.sync.client import connect

RUN = "run-1"
MARK = "mark-"


class Ear(threading.Thread):
    """Listens to one client and keeps what it hears, in order."""

    def __init__(self, name: str, frames):
        super().__init__(daemon=True, name=name)
        self.frames, self.heard, self.news = frames, [], threading.Condition()
        self.start()

    def run(self):
        try:
            for frame in self.frames:
                with self.news:
                    self.heard.append(frame)
                    self.news.notify_all()
        except Exception as error:  # noqa: BLE001 - told to whoever waits
            with self.news:
                self.heard.append({"type": "ended", "error": repr(error)})
                self.news.notify_all()

    def until(self, text: str, seconds: float = 15) -> list[dict]:
        """What was heard since the last time, up to the frame that holds a text."""
        with self.news:
            found = self.news.wait_for(lambda: any(text in json.dumps(frame) for frame in self.heard), seconds)
            assert found, f"{self.name} never heard of {text}; it heard {self.heard[-5:]}"
            end = next(place for place, frame in enumerate(self.heard) if text in json.dumps(frame))
            before, self.heard = self.heard[:end], self.heard[end + 1 :]
            return before

    def first(self, wanted, seconds: float = 15) -> dict:
        """The first frame since the last time that is the wanted one."""
        with self.news:
            found = self.news.wait_for(lambda: any(wanted(frame) for frame in self.heard), seconds)
            assert found, f"{self.name} was never told it; it heard {self.heard[-5:]}"
            place = next(place for place, frame in enumerate(self.heard) if wanted(frame))
            frame, self.heard = self.heard[place], self.heard[place + 1 :]
            return frame


def frames(socket):
    for text in socket:
        yield json.loads(text)


class Five:
    """HtmlGraph, kei, agent chat, AgentCraft and Daena, all connected."""

    SOCKETS = {
        "htmlgraph": "/ws/broadcasts",
        "kei": "/stream",
        "agentcraft": "/ws/agent-tracking/client_1_abc",
        "daena": "/api/v1/collaboration/ws?client_id=one",
    }

    def __init__(self, server):
        self.server, self.marks = server, itertools.count(1)
        self.stack = ExitStack()
        self.client = self.stack.enter_context(Client(server))
        self.http = self.stack.enter_context(httpx.Client(base_url=server.url, timeout=20))
        self.client.post(
            event("thread.opened", data={"thread": "marks", "run": RUN, "parent": "marker", "child": "other-marker"}),
            event("agent.started", agent="other-marker"),
        )
        self.ears = {name: self.listen(name, path) for name, path in self.SOCKETS.items()}
        chat = self.stack.enter_context(SSE(f"{server.url}/api/stream/agent_chat/{RUN}"))
        self.ears["agentchat"] = Ear("agentchat", chat.frames())
        self.told()

    def listen(self, name: str, path: str) -> Ear:
        socket = self.stack.enter_context(connect(f"ws://{self.server.host}{path}", max_size=None, open_timeout=10))
        return Ear(name, frames(socket))

    def __enter__(self):
        return self

    def __exit__(self, *details):
        self.stack.__exit__(*details)

    def told(self) -> dict[str, list[dict]]:
        """What each client was told until now: a last event is sent that all of them are told of."""
        self.settle()
        mark = f"{MARK}{next(self.marks)}"
        self.client.post(
            event("message.sent", data={"thread": "marks", "from": "marker", "to": "other-marker", "content": mark}),
            event("agent.started", agent=mark),
        )
        return {name: [frame for frame in ear.until(mark) if not is_mark(frame)] for name, ear in self.ears.items()}

    def settle(self, seconds: float = 10):
        """Waits until the server has said of every agent that ended that it is offline, which it does a moment later."""
        deadline = time.monotonic() + seconds
        ended = len(self.client.events(kind="agent.finished"))
        while sum(one["data"].get("reason") == "finished" for one in self.client.events(kind="agent.presence")) < ended:
            assert time.monotonic() < deadline, "nobody said that those who ended are offline"



def is_mark(frame: dict) -> bool:
    text = json.dumps(frame)
    return f'"{MARK}' in text or "marker" in text
