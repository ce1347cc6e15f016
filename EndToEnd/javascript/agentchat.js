// The sequencer's listener to the conversations of a run: messages become blocks of the timeline, each of them once, whatever is told again.
// When the link is lost, an EventSource comes back by itself; a newly chosen run closes the old link and opens another one.
'use strict';

const blocks = new Map();
let source = null;

function show(message) {
  if (blocks.has(message.message_id)) return hear('repeated', { id: message.message_id });
  const start = Date.parse(message.created_at) / 1000;
  const block = {
    task_id: message.message_id,
    action_type: `agent_chat_${message.message_type}`,
    from_agent: message.from_agent,
    to_agent: message.to_agent,
    content: message.content,
    start_time: start,
    end_time: start + 0.1,
    metadata: message.metadata,
  };
  blocks.set(block.task_id, block);
  hear('block', { block });
}

function choose(run) {
  source?.close();
  source = new EventSource(`http://${address}/api/stream/agent_chat/${run}`);
  source.addEventListener('connected', ({ data }) => hear('connected', JSON.parse(data)));
  source.addEventListener('agent_chat_message_sent', ({ data }) => show(JSON.parse(data)));
  source.addEventListener('agent_chat_thread_created', ({ data }) => hear('created', { thread: JSON.parse(data) }));
  source.addEventListener('agent_chat_thread_closed', ({ data }) => {
    const thread = JSON.parse(data);
    hear('ended', { thread });
    if (thread.result?.startsWith('next: ')) choose(thread.result.slice(6));
  });
  source.addEventListener('ping', () => hear('ping'));
  source.onerror = () => hear('error', { again: source.readyState === EventSource.CONNECTING });
}

choose(process.argv[3]);
