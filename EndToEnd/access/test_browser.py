"""The link of a start is exchanged, once, for a cookie that gives control to one browser."""

import re
from urllib.parse import urlsplit

import httpx
import pytest
from harness.client import event
from harness.server import Server
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from access.tokens import create, token, until

ORDER = event("message.sent", data={"thread": "t", "from": "user", "to": "a1", "content": "stop"})


def link(server: Server) -> str:
    return server.running.wait_for(r"open this link, which works once: (http://\S+)").group(1)


def browser(server: Server) -> httpx.Client:
    return httpx.Client(base_url=server.url, follow_redirects=True, headers={"accept": "text/html"})


def test_the_link_gives_control_to_the_first_browser_that_opens_it(running):
    url = link(running)
    with browser(running) as first, browser(running) as second:
        assert first.post("/v1/events", json=ORDER).status_code == 403
        answer = first.get(url)
        assert answer.status_code == 200 and answer.history[0].status_code == 303
        cookie = answer.history[0].headers["set-cookie"]
        assert re.fullmatch(r"perch_token=perch_s_[\w-]{43}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict", cookie)
        assert "token" not in str(answer.url) and answer.history[0].headers["cache-control"] == "no-store"
        assert first.post("/v1/events", json=ORDER).status_code == 200
        used = second.get(url)
        assert used.status_code == 401 and "perch token create --scope control" in used.json()["error"]["message"]
        assert second.post("/v1/events", json=ORDER).status_code == 403


def test_the_secret_of_the_link_is_good_for_nothing_else(running):
    url = urlsplit(link(running))
    assert httpx.post(f"{running.url}/v1/events?{url.query}", json=ORDER).status_code == 401
    assert httpx.head(running.url + "/login?" + url.query).status_code == 200, "who only looks does not use it up"
    assert httpx.get(running.url + "/login?" + url.query).status_code == 303


def test_each_start_has_a_link_of_its_own_and_ends_the_cookies_of_the_one_before(running):
    old = link(running)
    with browser(running) as first:
        first.get(old)
        cookies = dict(first.cookies)
    running.restart()
    assert link(running).rpartition("=")[2] != old.rpartition("=")[2]
    assert httpx.post(running.url + "/v1/events", json=ORDER, cookies=cookies).status_code == 401
    assert httpx.get(running.url + "/v1/state", cookies=cookies).status_code == 200, "an old cookie does not keep anybody from watching"
    assert httpx.get(running.url + "/login?" + urlsplit(old).query).status_code == 401


def test_no_link_is_printed_where_a_token_gives_control(perch, tmp_path):
    create(perch, tmp_path, "control")
    with Server(perch, tmp_path) as server:
        server.start()
        server.stop()
        assert "/login" not in "".join(server.outputs)


def test_a_page_of_another_site_cannot_use_the_cookie(running):
    with browser(running) as first:
        first.get(link(running))
        for origin in ("http://evil.example", "http://127.0.0.1:1", "null"):
            assert first.post("/v1/events", json=ORDER, headers={"origin": origin}).status_code == 403
        assert first.post("/v1/events", json=ORDER, headers={"origin": running.url}).status_code == 200


def test_behind_a_proxy_with_tls_the_cookie_stays_there(running):
    answer = httpx.get(link(running), headers={"x-forwarded-proto": "https"})
    assert answer.headers["set-cookie"].endswith("; Secure")


def test_a_token_logs_browsers_in_as_often_as_one_likes_until_it_is_revoked(perch, running):
    secret = create(perch, running.data, "read", "--name", "screen")
    until(running, 401, "GET", "/v1/state")
    with browser(running) as first, browser(running) as second:
        assert "watch" in first.get("/login", params={"token": secret}).text
        assert second.get("/login", params={"token": secret}).status_code == 200
        assert first.get("/v1/state").status_code == second.get("/v1/state").status_code == 200
        assert first.post("/v1/events", json=ORDER).status_code == 403
        cookie = {"cookie": f"perch_token={first.cookies['perch_token']}"}
        with connect(f"ws://{running.host}/v1/live", additional_headers=cookie) as socket:
            token(perch, running.data, "revoke", "screen")
            create(perch, running.data, "control")
            with pytest.raises(ConnectionClosed) as closed:
                socket.recv(10)
            assert closed.value.rcvd.code == 1008
        assert first.get("/v1/state").status_code == 401


def test_a_token_to_report_with_logs_no_browser_in(perch, running):
    secret = create(perch, running.data, "ingest")
    until(running, 401, "GET", "/v1/state")
    assert httpx.get(running.url + "/login", params={"token": secret}).status_code == 403


def test_logging_out_ends_the_session_and_its_sockets(running):
    with browser(running) as first:
        first.get(link(running))
        stolen = {"cookie": f"perch_token={first.cookies['perch_token']}"}
        with connect(f"ws://{running.host}/v1/live", additional_headers=stolen) as socket:
            assert first.post("/logout").status_code == 200
            with pytest.raises(ConnectionClosed) as closed:
                socket.recv(10)
            assert closed.value.rcvd.code == 1008
        assert "perch_token" not in first.cookies
        assert httpx.post(running.url + "/v1/events", json=ORDER, headers=stolen).status_code == 401
