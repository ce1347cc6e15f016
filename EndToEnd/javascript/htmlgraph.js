// HtmlGraph's presence widget: a card an agent, sums over the cards, and three seconds after the link is lost another try.
'use strict';

const cards = new Map();

function sums() {
  const all = [...cards.values()];
  return {
    agents: all.length,
    active: all.filter((card) => card.status === 'active').length,
    tools: all.reduce((sum, card) => sum + card.total_tools_executed, 0),
  };
}

function open() {
  const socket = new WebSocket(`ws://${address}/ws/broadcasts`);
  socket.onopen = () => hear('connected', { at: Date.now() });
  socket.onerror = () => hear('error');
  socket.onmessage = ({ data }) => {
    const { type, agent_id: agent, presence } = JSON.parse(data);
    if (type !== 'presence_update') return;
    cards.set(agent, presence);
    hear('card', { agent, presence, sums: sums() });
  };
  socket.onclose = () => {
    hear('closed', { at: Date.now() });
    setTimeout(open, 3000);
  };
}

open();
