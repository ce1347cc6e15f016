"""uWebSockets (through socketify) as a hub: what comes in on /publish goes to everyone on /subscribe.

Called as `uws.py PORT`. One process, one thread, as uWebSockets is run.
"""

import sys

from socketify import App, AppListenOptions, CompressOptions, OpCode

LIMITS = {
    "compression": CompressOptions.DISABLED,
    "max_payload_length": 16 << 20,
    "max_backpressure": 64 << 20,  # more than the credit window, so that nothing is ever dropped
    "idle_timeout": 0,
}


def main():
    app = App()

    def forward(ws, message, opcode):
        app.publish("all", message, OpCode.TEXT)

    def subscribe(ws):
        ws.subscribe("all")

    app.ws("/publish", {**LIMITS, "message": forward})
    app.ws("/subscribe", {**LIMITS, "open": subscribe})
    app.listen(
        AppListenOptions(port=int(sys.argv[1]), host="127.0.0.1"),
        lambda config: print("listening", flush=True),
    )
    app.loop.uv_loop.run()


main()
