"""`python -m websocket_suite --url ws://127.0.0.1:PORT/ [--cases '6.*' …]`"""

import argparse
import sys
from functools import partial

from . import runner
from .cases import compression


def main() -> int:
    parser = argparse.ArgumentParser(prog="websocket_suite", description=__doc__)
    parser.add_argument("--url", help="the echo server, ws://HOST:PORT/PATH")
    parser.add_argument("--cases", nargs="*", default=[], metavar="PATTERN", help="numbers to play, such as 6.* or 7.7.1")
    parser.add_argument("--timeout", type=float, default=10, help="seconds to wait for any one answer")
    parser.add_argument("--full", action="store_true", help="1000 messages in each case of compression")
    parser.add_argument("--list", action="store_true", help="show the cases and leave")
    options = parser.parse_args()
    if options.list:
        for one in runner.chosen(options.cases):
            print(one.id, one.title)
        return 0
    if not options.url:
        parser.error("--url is needed")
    compression.full = options.full
    return 1 if runner.run(options.url, options.cases, options.timeout, partial(print, flush=True)) else 0


if __name__ == "__main__":
    sys.exit(main())
