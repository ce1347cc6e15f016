// AgentCraft's manager of its socket, with a wait that doubles at each attempt, and the dashboard that takes in each type of frame.
'use strict';

const known = (frame) => typeof frame === 'object' && frame !== null && typeof frame.type === 'string';

class Manager {
  attempts = 0;

  constructor(url, client) {
    Object.assign(this, { url, client });
  }

  connect() {
    this.socket = new WebSocket(`${this.url}/${this.client}`);
    this.socket.onopen = () => {
      this.attempts = 0;
      hear('connected', { at: Date.now() });
    };
    this.socket.onerror = () => hear('error');
    this.socket.onclose = ({ wasClean, code, reason }) => {
      hear('closed', { wasClean, code, reason, at: Date.now() });
      this.again();
    };
    this.socket.onmessage = ({ data }) => {
      const frame = JSON.parse(data);
      known(frame) ? this.take(frame) : hear('invalid', { frame });
    };
  }

  again() {
    if (this.attempts >= 5) return hear('gave up');
    this.attempts += 1;
    const delay = Math.min(1000 * 2 ** this.attempts, 30000);
    hear('waiting', { delay, attempt: this.attempts });
    setTimeout(() => this.connect(), delay);
  }

  say(frame) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  take(frame) {
    switch (frame.type) {
      case 'active_sessions':
        hear('sessions', frame.data);
        for (const { session_id } of frame.data.sessions) this.open(session_id);
        break;
      case 'agent_status':
        hear('status', frame);
        break;
      case 'agent_collaboration':
        hear('note', { note: `${frame.primary_agent} → ${frame.secondary_agent}: ${frame.reason}`, kind: frame.collaboration_type });
        break;
      case 'session_state':
        hear('state', { state: frame.state, progress: frame.state.overall_progress });
        break;
      case 'session_logs':
        hear('logs', { logs: frame.logs });
        break;
      case 'ping':
        this.say({ type: 'pong' });
        hear('pinged', { timestamp: frame.timestamp });
        break;
      default:
        hear('unknown', { frame });
    }
  }

  // A session that is listed for the first time is looked at, and its logs are streamed.
  opened = new Set();
  open(session) {
    if (this.opened.has(session)) return;
    this.opened.add(session);
    this.say({ type: 'get_session_state', session_id: session });
    this.say({ type: 'get_session_logs', session_id: session });
    this.say({ type: 'start_log_streaming', session_id: session });
  }
}

const client = process.argv[3] ?? `client_${Date.now()}_${Math.random().toString(36).slice(2, 11)}`;
new Manager(`ws://${address}/ws/agent-tracking`, client).connect();
