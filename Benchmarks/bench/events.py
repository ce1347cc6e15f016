"""A believable history: sessions of agents that use tools, talk, log and spend, always the same for the same count."""


def history(count, sessions_at_once=10):
    """`count` events as lines of JSON (bytes). Ten agents a session, a thousand events an agent."""
    agents = 10
    per_session = agents * 1000
    made = 0
    wave = 0
    while made < count:
        for step in range(per_session):
            agent_step, agent = divmod(step, agents)
            for lane in range(sessions_at_once):
                if made == count:
                    return
                session = wave * sessions_at_once + lane
                yield _event(session, agent, agent_step)
                made += 1
        wave += 1


def _event(session, agent, step):
    who = f'"project":"p{session % 3}","session":"s{session}","agent":"s{session}-a{agent}"'
    call = f"s{session}-a{agent}-{step // 10}"
    if step == 0:
        parent = f',"parent":"s{session}-a0"' if agent else ""
        kind, data = "agent.started", f'"name":"Agent {agent}","role":"worker","model":"sonnet"{parent}'
    elif step == 999:
        kind, data = "agent.finished", '"outcome":"done","duration_ms":93000,"tool_count":300,"cost_usd":0.84'
    else:
        kind, data = _turn(step % 10, call, session, agent)
    return f'{{"kind":"{kind}",{who},"data":{{{data}}}}}\n'.encode()


def _turn(phase, call, session, agent):
    if phase in (1, 3, 5):
        return "tool.started", (
            f'"tool":"{("Read", "Edit", "Bash")[phase // 2]}","call":"{call}-{phase}",'
            f'"input":"a summary of what the tool is asked to do, as agents give it",'
            f'"target":"src/module{agent}/file.ts"'
        )
    if phase in (2, 4, 6):
        return "tool.finished", (
            f'"call":"{call}-{phase - 1}","ok":true,"duration_ms":412,'
            '"output":"forty lines were read and three were changed"'
        )
    if phase == 7:
        return "usage.added", '"model":"sonnet","input_tokens":1200,"output_tokens":340,"cost_usd":0.0087'
    if phase == 8:
        return (
            "agent.updated",
            '"status":"processing","progress":42,"task":"the parser","message":"on the second of five"',
        )
    if phase == 9:
        return "log.written", '"level":"info","message":"compiled in 3.2 s, 214 tests passed","logger":"build"'
    return "message.sent", (
        f'"thread":"t{session}-{agent}","from":"s{session}-a{agent}","to":"s{session}-a0",'
        '"content":"The parser is through, I go on."'
    )
