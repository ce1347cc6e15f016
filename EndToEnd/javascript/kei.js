// The live graph of kei: who is alive, its four counters, and waits of one second, two, four and so on up to thirty when the link is lost.
'use strict';

const alive = new Set();
const counters = { spawned: 0, tools: 0, done: 0 };
let delay = 1000;

function take(event) {
  switch (event.event) {
    case 'agent_spawn':
      alive.add(event.id);
      counters.spawned += 1;
      break;
    case 'agent_done':
      alive.delete(event.id);
      counters.done += 1;
      break;
    case 'tool_use':
      counters.tools += 1;
      break;
  }
  hear('event', { event, alive: [...alive], counters });
}

function open() {
  const socket = new WebSocket(`ws://${address}/stream`);
  socket.onopen = () => {
    delay = 1000;
    hear('connected', { at: Date.now() });
  };
  socket.onmessage = ({ data }) => {
    const frame = JSON.parse(data);
    if (frame.type === 'event') return take(frame.data);
    if (frame.type !== 'snapshot') return hear(frame.type);
    alive.clear();
    for (const { id } of frame.alive) alive.add(id);
    hear('snapshot', { alive: [...alive] });
  };
  socket.onerror = () => hear('error');
  socket.onclose = () => {
    hear('closed', { at: Date.now(), delay });
    setTimeout(open, delay);
    delay = Math.min(delay * 2, 30000);
  };
}

open();
