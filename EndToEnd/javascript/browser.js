// What a browser gives its pages and Node does not: `WebSocket` and `EventSource`, from Debian's packages.
// It is loaded before a page, so that a page is written as it is for a browser; `hear` is what the page shows, a line of JSON each time.
'use strict';

globalThis.WebSocket = require('ws');
globalThis.EventSource = require('eventsource');
globalThis.address = process.argv[2];
globalThis.hear = (what, details) => console.log(JSON.stringify({ what, ...details }));
