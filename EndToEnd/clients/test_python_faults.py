"""A hub that is away, dies, hangs or refuses: nothing is lost within the bound, nothing is doubled, nobody waits."""

import json
import logging
import socket
import threading
import time

import pytest
from clients.conftest import PYTHONS, Impostor, python, response, stored

from perch import Perch, verdict
from perch.settings import Settings
from perch.transport import Transport

AWAY = "http://127.0.0.1:1"


def numbers(server, **query) -> list[int]:
    return [event["data"]["n"] for event in stored(server, kind="tick", **query)]


def report(hub: Perch, numbers) -> None:
    for n in numbers:
        hub.emit("tick", "a", n=n)


def test_what_is_reported_before_the_hub_starts_arrives_once_it_does(lasting):
    with Perch(lasting.address) as hub:
        report(hub, range(3000))
        assert not hub.flush(0.2) and hub.waiting == 3000 and "cannot be reached" in hub.last_error
        lasting.start()
        assert hub.flush(20)
    assert numbers(lasting) == list(range(3000))


@pytest.mark.parametrize("ending", ["stop", "kill"])
def test_a_hub_that_goes_and_comes_gets_every_event_once_and_in_order(lasting, ending, long):
    rounds = 20 if long else 4
    lasting.start()
    with Perch(lasting.address, max_events=1 << 20) as hub:
        done = threading.Event()
        count = 0

        def work():
            nonlocal count
            while not done.is_set():
                hub.emit("tick", "a", n=count)
                count += 1
                if count % 20 == 0:
                    time.sleep(0.001)

        worker = threading.Thread(target=work)
        worker.start()
        try:
            for _ in range(rounds):
                sent = hub.sent
                while hub.sent == sent:
                    time.sleep(0.001)
                getattr(lasting, ending)()
                lasting.start()
        finally:
            done.set()
            worker.join()
        assert hub.flush(30) and hub.dropped == hub.refused == 0
    assert count > 100 and numbers(lasting) == list(range(count))


def test_an_answer_that_is_lost_leads_to_no_second_event(house):
    """The hub stores the first request, but the line is cut before its answer."""
    with Cut(house.port) as line, Perch(line.url, project="cut") as hub:
        report(hub, range(50))
        assert hub.flush(10) and hub.sent == 50
        assert line.cuts == 1
    assert numbers(house, project="cut") == list(range(50))


class Cut:
    """A line to a server that is cut after the first request has reached it, before the answer comes back."""

    def __init__(self, port: int):
        self.cuts = 0
        self._server = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._run, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._listener.close()

    def _run(self):
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            with near, socket.create_connection(("127.0.0.1", self._server)) as far, near.makefile("rb") as lines:
                while request := Impostor.read(lines):
                    far.sendall(request.replace(self.url.encode()[7:], b"127.0.0.1:%d" % self._server))
                    answer = far.recv(1 << 16)
                    assert answer.startswith(b"HTTP/1.1 200")
                    if self.cuts == 0:
                        self.cuts += 1
                        break
                    near.sendall(answer)


def test_a_full_queue_lets_go_of_the_oldest_and_counts_them(lasting):
    with Perch(lasting.address, max_events=1000) as hub:
        report(hub, range(5000))
        assert (hub.waiting, hub.dropped) == (1000, 4000)
        lasting.start()
        assert hub.flush(20) and hub.dropped == 4000 and hub.sent == 1000
    assert numbers(lasting) == list(range(4000, 5000))


def test_the_queue_is_bounded_in_bytes_too():
    hub = Perch(AWAY, max_bytes=1 << 20)
    for _ in range(100):
        hub.emit("tick", text="x" * 100_000)
    assert hub.waiting == 10 and hub.dropped == 90 and hub.reporter.mailbox.bytes <= 1 << 20
    hub.emit("tick", text="x" * (1 << 20))
    assert hub.refused == 1 and "bytes" in hub.last_error
    assert not hub.close() and hub.waiting == 0 and hub.dropped == 100


def test_memory_stays_bounded_while_the_hub_is_away():
    script = """
import sys, tracemalloc
from perch import Perch
hub = Perch(sys.argv[1], max_bytes=1 << 20)
tracemalloc.start()
for n in range(50_000):
    hub.emit("tick", n=n, text="x" * 1000)
print(tracemalloc.get_traced_memory()[1], hub.waiting + hub.dropped)
"""
    peak, counted = map(int, python(script, AWAY, within=100).stdout.split())
    assert counted == 50_000 and peak < 3 << 20


@pytest.mark.parametrize("hub_is", ["away", "hanging"])
def test_a_call_costs_microseconds_whatever_the_hub_does(hub_is):
    with Impostor() as hanging:
        hub = Perch(AWAY if hub_is == "away" else hanging.url)
        longest, before, began = 0.0, time.thread_time(), time.perf_counter()
        for n in range(20_000):
            start = time.thread_time()
            hub.emit("tool.started", agent="a", session="s", tool="Bash", call=str(n))
            longest = max(longest, time.thread_time() - start)
        each = (time.thread_time() - before) / 20_000
        assert each < 50e-6, f"{each * 1e6:.1f} µs of this thread's time a call"
        assert longest < 0.1 and time.perf_counter() - began < 10
        assert hub.waiting + hub.dropped == 20_000
        hub.close(0)


def test_a_hub_that_hangs_holds_up_neither_the_program_nor_its_end():
    with Impostor() as hanging:
        began = time.monotonic()
        done = python("import sys; from perch import Perch; Perch(sys.argv[1]).emit('tick')", hanging.url)
        assert done.returncode == 0 and not done.stderr and time.monotonic() - began < 5
        hub = Perch(hanging.url, timeout=0.2)
        hub.emit("tick")
        assert not hub.flush(0.5) and "imeout" in hub.last_error
        assert not hub.close(0.1)


def test_a_hub_that_stops_for_a_while_gets_every_event_once(lasting):
    lasting.start()
    with Perch(lasting.address, timeout=0.3) as hub:
        report(hub, range(10))
        assert hub.flush(10)
        lasting.pause()
        report(hub, range(10, 500))
        assert not hub.flush(1.5) and "imeout" in hub.last_error
        lasting.resume()
        report(hub, range(500, 600))
        assert hub.flush(20)
    assert numbers(lasting) == list(range(600))


def test_where_no_hub_is_a_program_ends_at_once():
    took = []
    for use in ("pass", "perch.default().emit('tick')"):
        began = time.monotonic()
        done = python(f"import perch; {use}", env={"PERCH_URL": AWAY})
        assert done.returncode == 0 and done.stdout == done.stderr == ""
        took.append(time.monotonic() - began)
    assert took[1] - took[0] < 1


def test_a_bad_event_is_refused_alone(house):
    with Perch(house.url, project="bad", interval=0.2) as hub:
        for n in range(600):
            hub.emit("tick", n=n)
            if n in (0, 150, 151, 599):
                hub.emit("tool.started", agent="a", call="no tool")
        assert hub.flush(20) and (hub.sent, hub.refused) == (600, 4)
        assert "data.tool" in hub.last_error
    assert numbers(house, project="bad") == list(range(600))


def test_nothing_but_bad_events_are_gone_through_in_time(house):
    with Perch(house.url, interval=0.2) as hub:
        for _ in range(500):
            hub.emit("tool.started")
        assert hub.flush(30) and (hub.sent, hub.refused) == (0, 500)


def test_many_bad_events_are_not_sent_again_and_again():
    with Impostor(response(400, b'{"error":{"code":"invalid_event","message":"no","line":1}}')) as strict:
        hub = Perch(strict.url, interval=0.2)
        report(hub, range(1000))
        assert hub.flush(30) and (hub.sent, hub.refused) == (0, 1000)
        once = 1000 * len(strict.requests[-1])
        assert sum(map(len, strict.requests)) < 20 * once


def test_an_event_that_this_token_may_not_report_is_refused_alone():
    forbidden = response(403, b'{"error":{"code":"forbidden","message":"not as a person","line":2}}')
    with Impostor(forbidden, response(200)) as strict, Perch(strict.url, interval=0.2) as hub:
        report(hub, range(3))
        assert hub.flush(10) and (hub.sent, hub.refused) == (2, 1)
        lines = strict.requests[1].split(b"\r\n\r\n")[1].splitlines()
        assert [json.loads(line)["data"]["n"] for line in lines] == [0, 2]


def test_a_refusal_before_everything_was_read_is_heard():
    """The line breaks while the client still sends, and what the hub said about it is read all the same."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def refuse():
            connection, _ = listener.accept()
            with connection:
                connection.recv(100)
                connection.sendall(response(413))

        refuser = threading.Thread(target=refuse)
        refuser.start()
        transport = Transport(Settings(f"http://127.0.0.1:{port}", None), 10)
        assert transport.request("POST", "/v1/events", b"x" * 50_000_000).status == 413
        refuser.join()


def test_events_that_are_too_many_for_one_request_go_in_several(lasting):
    lasting.options += ["--max-body", "20000"]
    lasting.start()
    with Perch(lasting.address) as hub:
        report(hub, range(2000))
        hub.emit("tick", n=2000, text="x" * 30_000)
        report(hub, range(2001, 2100))
        assert hub.flush(30) and (hub.sent, hub.refused) == (2099, 1)
    assert numbers(lasting) == [n for n in range(2100) if n != 2000]


def test_what_cannot_be_written_is_refused_alone_and_the_rest_is_written_as_near_as_can_be(house):
    class Odd:
        def __str__(self):
            return "odd"

    class Trap:
        def __repr__(self):
            raise RuntimeError

    ring = {}
    ring["self"] = ring
    with Perch(house.url, project="odd") as hub:
        hub.emit("tick", n=0, text='\ud800 "\n\x00\u2028 \ud83d\ude00 🐦', number=float("inf"), big=10**30, huge=10**5000)
        hub.emit("tick", n=1, set={1}, odd=Odd(), bytes=b"\xff", data={(1, 2): "pair", "deep": [{3: None}]})
        hub.emit("tick", n=2, ring=ring)
        hub.emit("tick", n=3, trap=Trap())
        hub.emit("tick", data=5)
        hub.emit(Trap(), n=4)
        hub.emit("tick", time=float("nan"))
        hub.emit("x" * 600, n=5)
        hub.emit("tick", agent="", n=6)
        hub.emit("tick", n=7)
        assert hub.flush(10) and (hub.sent, hub.refused) == (4, 6)
    first, second, third, last = [event["data"] for event in stored(house, project="odd")]
    assert first == {"n": 0, "text": '\ufffd "\n\x00\u2028 😀 🐦', "number": None, "big": 1e30, "huge": None}
    assert second == {"n": 1, "set": [1], "odd": "odd", "bytes": "\ufffd", "(1, 2)": "pair", "deep": [{"3": None}]}
    assert third["n"] == 2 and last == {"n": 7}


def test_a_hub_that_asks_to_be_left_alone_is_left_alone_for_so_long():
    with Impostor(response(429, b"{}", "Retry-After: 1"), response(503, b"{}", "Retry-After: 1"), response(200)) as busy:
        hub = Perch(busy.url)
        hub.emit("tick")
        busy.wait_for(1)
        first = time.monotonic()
        assert hub.flush(10)
        assert len(busy.requests) == 3 and time.monotonic() - first > 1.9
        assert len({request.split(b"\r\n\r\n")[1] for request in busy.requests}) == 1, "each time the same event"
        hub.close()


def test_a_hub_that_answers_with_an_error_of_its_own_is_asked_again():
    with Impostor(response(500), response(404), None, response(301), b"nonsense\r\n\r\n", response(200)) as ill, Perch(ill.url) as hub:
        hub.emit("tick")
        assert hub.flush(20) and (hub.sent, hub.refused, hub.dropped) == (1, 0, 0)


def test_a_wrong_token_is_waited_for_and_shown_nowhere(lasting, caplog, monkeypatch):
    lasting.env["PERCH_ACCESS_TOKEN"] = "0123456789-right"
    lasting.start()
    monkeypatch.setattr(verdict, "SLOWLY", 0.2)
    secret = "0123456789-wrong-hush"
    with caplog.at_level(logging.DEBUG):
        hub = Perch(lasting.address, secret)
        hub.emit("tick", n=1)
        assert not hub.flush(1) and hub.waiting == 1 and "unauthorized" in hub.last_error
        with pytest.raises(Exception) as refused:
            hub.events()
        assert refused.value.status == 401
        shown = [repr(hub), repr(hub.reporter.settings), str(hub), hub.last_error, caplog.text, repr(refused.value), str(refused.value)]
        assert not any("hush" in text for text in shown) and "unauthorized" in caplog.text
        hub.close()
    monkeypatch.setenv("PERCH_TOKEN", "0123456789-right")
    with Perch(lasting.address) as hub:
        hub.emit("tick", n=2)
        assert hub.flush(10) and [event["data"]["n"] for event in hub.events()] == [2]


def test_a_token_that_no_header_can_carry_is_refused_without_being_quoted():
    for token in ("hush\r\nX: y", "hüsh hush", "hush hush"):
        with pytest.raises(ValueError) as mistake:
            Perch(AWAY, token)
        assert "h" + "ush" not in str(mistake.value)


def test_an_outage_is_logged_once_and_its_end_too(lasting, caplog):
    with caplog.at_level(logging.INFO, "perch"), Perch(lasting.address) as hub:
        report(hub, range(3))
        assert not hub.flush(2.5)
        lasting.start()
        assert hub.flush(10)
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


def test_what_a_program_reports_last_arrives(lasting):
    lasting.start()
    script = """
import atexit, sys
from perch import Perch, lifecycle
lifecycle.AT_EXIT = 20
hub = Perch(sys.argv[1], interval=60)
atexit.register(lambda: hub.emit("tick", n=500))
for n in range(500):
    hub.emit("tick", n=n)
"""
    done = python(script, lasting.address)
    assert done.returncode == 0 and done.stderr == ""
    assert numbers(lasting) == list(range(501))


@pytest.mark.parametrize("interpreter", PYTHONS)
def test_the_first_report_may_be_made_at_the_very_end(lasting, interpreter):
    lasting.start()
    script = "import atexit, perch; perch.lifecycle.AT_EXIT = 20; atexit.register(lambda: perch.default().emit('tick', n=1))"
    done = python(script, env={"PERCH_URL": lasting.address}, interpreter=interpreter)
    assert done.returncode == 0 and done.stderr == "" and numbers(lasting) == [1]


def test_a_forked_process_reports_for_itself_and_nothing_of_its_parents(lasting):
    script = """
import os, sys
from perch import Perch
hub = Perch(sys.argv[1], interval=0.5)
hub.emit("tick", n=0, who="parent")
assert hub.flush(10)
for n in range(1, 200):
    hub.emit("tick", n=n, who="parent")
child = os.fork()
who = "parent" if child else "child"
if not child:
    assert (hub.waiting, hub.sent, hub.dropped) == (0, 0, 0)
for n in range(200, 400):
    hub.emit("tick", n=n, who=who)
assert hub.flush(10) and hub.dropped == hub.refused == 0
if child:
    assert os.waitpid(child, 0)[1] == 0
else:
    os._exit(0)
"""
    lasting.start()
    done = python(script, lasting.address)
    assert done.returncode == 0, done.stderr
    by = {who: [event["data"]["n"] for event in stored(lasting) if event["data"]["who"] == who] for who in ("parent", "child")}
    assert by == {"parent": list(range(400)), "child": list(range(200, 400))}


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_workers_of_multiprocessing_tell_everything_before_they_end(lasting, method, tmp_path):
    lasting.start()
    script = tmp_path / "program.py"
    script.write_text(
        """
import multiprocessing, perch
perch.lifecycle.AT_EXIT = 20

def work(n):
    perch.default().emit("tick", n=n)

if __name__ == "__main__":
    perch.default().emit("tick", n=0)
    workers = [multiprocessing.get_context("%s").Process(target=work, args=(n,)) for n in range(1, 5)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
"""
        % method
    )
    done = python(f"import runpy; runpy.run_path({str(script)!r}, run_name='__main__')", env={"PERCH_URL": lasting.address})
    assert done.returncode == 0, done.stderr
    assert sorted(numbers(lasting)) == list(range(5))


def test_a_signal_and_a_finalizer_may_report_in_the_middle_of_a_report():
    script = """
import gc, signal
from perch import Perch
hub = Perch("http://127.0.0.1:1", max_events=100)
made = 0

class Ring:
    def __init__(self):
        self.ring = self
    def __del__(self):
        global made
        made += 1
        hub.emit("finalized")

def on_alarm(*_):
    global made
    made += 1
    hub.emit("alarm")

signal.signal(signal.SIGALRM, on_alarm)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
gc.set_threshold(5)
for n in range(20_000):
    Ring()
    hub.emit("tick", n=[n])
signal.setitimer(signal.ITIMER_REAL, 0)
assert hub.waiting + hub.dropped == 20_000 + made and hub.waiting == 100, (hub, made)
assert hub.reporter.mailbox.bytes == sum(len(item.line) for item in hub.reporter.mailbox.waiting)
print(made)
"""
    done = python(script, within=100)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 1000


def test_clients_that_are_let_go_of_leave_no_threads_behind(house, monkeypatch):
    monkeypatch.setattr("perch.sender.IDLE", 0.2)
    before = set(threading.enumerate())
    for n in range(20):
        Perch(house.url, project="threads of many", interval=0.01).emit("tick", n=n)
    deadline = time.monotonic() + 20
    while set(threading.enumerate()) - before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not set(threading.enumerate()) - before
    assert sorted(numbers(house, project="threads of many")) == list(range(20))
