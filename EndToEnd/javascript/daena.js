// Daena's example: a ping when the link is open and every half minute from there on, and a line for each type of frame that it shows.
// The dashboard beside it keeps the latest fifty activities, and takes each status for the whole of it.
'use strict';

const dashboard = { activities: [], agents: {} };
const socket = new WebSocket(`ws://${address}/api/v1/collaboration/ws?client_id=client_1`);

socket.onopen = () => {
  hear('connected');
  const ping = () => socket.send(JSON.stringify({ type: 'ping' }));
  ping();
  setInterval(ping, 30000);
};

socket.onmessage = ({ data }) => {
  const frame = JSON.parse(data);
  switch (frame.type) {
    case 'collaboration_state':
      hear('state', { status: frame.agent_status, collaborations: frame.active_collaborations });
      break;
    case 'agent_activity':
      dashboard.activities = [frame.activity, ...dashboard.activities].slice(0, 50);
      hear('activity', { activity: frame.activity, shown: dashboard.activities.length });
      break;
    case 'memory_update':
      hear('memory', { update: frame.update });
      break;
    case 'agent_status_update':
      dashboard.agents = frame.agents;
      hear('agents', { agents: dashboard.agents });
      break;
    case 'pong':
      hear('pong');
      break;
  }
};

socket.onerror = () => hear('error');
socket.onclose = ({ code }) => hear('closed', { code });
