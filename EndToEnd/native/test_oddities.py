"""What is accepted is read back, told and folded again, however odd: an event that could not be would keep the server from starting."""

import json

from harness.client import Client

FACE = "\U0001f600"
ODD = [
    b'{"kind":"x","kind":"tool.started"}',
    b'{"kind":"tool.started","data":{"tool":"first","tool":5}}',
    b'{"kind":"a","data":' + b'{"a":' * 63 + b"1" + b"}" * 63 + b"}",
    b'{"kind":"a\\nb\\u0000c\\u2028","agent":"\\u0000","id":"\\u0000x"}',
    json.dumps({"kind": "a", "agent": FACE * 512, "session": FACE * 512}, ensure_ascii=False).encode(),
    b'{"kind":"a","received":"x","seq":-5,"source":7,"raw":"z","":{"":""}}',
    b'{"kind":"a","time":"0001-01-01T00:00:00Z"}',
    b'{"kind":"a","time":"9999-12-31T23:59:59.9999999Z"}',
    b'{"kind":"agent.updated","agent":"a","data":{"progress":1e308}}',
    b'{"kind":"agent.updated","agent":"a","data":{"progress":-0.0}}',
    b'{"kind":"usage.added","agent":"a","data":{"input_tokens":9223372036854775807,"cost_usd":1e308}}',
    b'{"kind":"usage.added","agent":"a","data":{"input_tokens":9223372036854775807,"cost_usd":1e308}}',
    b'{"kind":"usage.added","agent":"a","data":{"input_tokens":-9223372036854775808,"cost_usd":-1e308}}',
    b'{"kind":"tool.started","agent":"a","time":-62135596800000,"data":{"tool":"t","call":"c"}}',
    b'{"kind":"tool.finished","agent":"a","time":253402300799999,"data":{"call":"c","duration_ms":1e308}}',
    b'{"kind":"agent.started","agent":"own","data":{"parent":"own"}}',
    b'{"kind":"agent.started","agent":"q","data":{"parent":"r"}}',
    b'{"kind":"agent.started","agent":"r","data":{"parent":"q"}}',
    b'{"kind":"feature.linked","data":{"feature":"f","linked":"f"}}',
]


def test_odd_events_are_told_and_folded_again(running):
    with Client(running) as client:
        for body in ODD:
            answer = client.send(body)
            assert answer.status_code == 200, (body, answer.text)
        before = client.state()
        # The clock of the watcher adds events of its own, so what is compared is one moment.
        for end in (running.kill, running.stop):
            end()
            running.start()
            with Client(running) as client:
                assert client.state(at=before["seq"]) == before
                with client.stream("?after=0") as stream:
                    assert stream.take(before["seq"]) == client.events(before=before["seq"] + 1)
                with client.live() as screen:
                    assert screen.hear()["seq"] >= before["seq"]


def test_a_time_that_could_not_be_written_is_refused(running):
    with Client(running) as client:
        for time in (253402300800000, -62135596800001, 1e300, '"10000-01-01T00:00:00Z"'):
            answer = client.send(f'{{"kind":"a","time":{time}}}')
            assert (answer.status_code, answer.json()["error"]["parameter"]) == (400, "time"), time
