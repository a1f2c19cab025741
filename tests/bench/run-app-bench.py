#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures the application beside an empty window, in one run, and prints ratios.

  run-app-bench.py BUILD-FOLDER [window] [dispatches] [cycles]

Runs inside tests/support/with-session --dconf --display: a private bus, keyring, display and home. Both programs are started in turn and
watched from outside (bench-window), so that what is measured is what people run. No target fails a test.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys

build = pathlib.Path(sys.argv[1]).resolve()
bench = build / 'tests' / 'bench'
ctl = build / 'src' / 'cli' / 'gatehousectl'
PROJECTS, CONNECTORS, ON = 20, 300, 50
TIMES = int(os.environ.get('BENCH_TIMES', '11'))
CYCLES = int(os.environ.get('BENCH_CYCLES', '2000'))


def gatehouse(*words):
    subprocess.run([ctl, *words], check=True, stdout=subprocess.DEVNULL)


def prepare(addresses):
    """A home of somebody who uses it a lot. Fifty connectors are on in the project that is shown, and answer."""
    config = pathlib.Path(os.environ['XDG_CONFIG_HOME'])
    (config / 'gtk-4.0').mkdir(parents=True, exist_ok=True)
    (config / 'gtk-4.0' / 'settings.ini').write_text('[Settings]\ngtk-font-name=Cantarell 11\ngtk-enable-animations=false\n')
    (config / 'gatehouse').mkdir(exist_ok=True)
    servers = {f'service-{i}': {'type': 'http', 'url': f'{addresses[i % len(addresses)]}/{i}', 'title': f'Service number {i}'}
               for i in range(CONNECTORS)}
    (config / 'gatehouse' / 'mcp.json').write_text(json.dumps({'mcpServers': servers}, indent=2))
    for i in range(PROJECTS - 1):
        gatehouse('project', 'add', f'Project number {i}')
    gatehouse('activate', *(f'service-{i}' for i in range(ON)))


def watch(program):
    """What bench-window tells: ms until mapped, first and last painted, ms of processor until first painted and quiet, KiB."""
    for _ in range(5):
        result = subprocess.run([bench / 'bench-window', '2000', program], stdout=subprocess.PIPE, text=True)
        if result.returncode != os.EX_TEMPFAIL:
            break
    return [float(word) for word in result.stdout.split()]


def tell(what, measured, target, met=None):
    print(f'{what:58} {measured:34} target {target}{"" if met is None else ": met" if met else ": NOT met"}', flush=True)


def together(ours, floor):
    watch(ours), watch(floor)
    runs = [(watch(ours), watch(floor)) for _ in range(TIMES)]
    return [[statistics.median(run[side][i] for run in runs) for i in range(6)] for side in (0, 1)]


def bench_window():
    ours, floor = together(build / 'src' / 'app' / 'gatehouse', bench / 'bench-empty-window')
    first, cpu, more = ours[1] / floor[1], ours[3] / floor[3], (ours[5] - floor[5]) / 1024
    tell('first frame, beside an empty window', f'{first:.2f} × ({ours[1]:.0f} ms, {floor[1]:.0f} ms)', '≤ 1.6 ×', first <= 1.6)
    tell('… processor time until then', f'{cpu:.2f} × ({ours[3]:.0f} ms, {floor[3]:.0f} ms)', 'none')
    tell('… until the last frame', f'{ours[2]:.0f} ms', 'none')
    tell('… processor time until it is quiet', f'{ours[4]:.0f} ms, {floor[4]:.0f} ms', 'none')
    tell('memory (PSS) when it is quiet, more than an empty window', f'{more:.1f} MiB ({ours[5] / 1024:.1f}, {floor[5] / 1024:.1f} MiB)',
         '≤ 25 MiB', more <= 25)


def bench_dispatches():
    output = subprocess.run([bench / 'bench-dispatches'], check=True, capture_output=True, text=True).stdout
    longest = max(float(line.split()[0]) for line in output.splitlines() if line.startswith('  '))
    tell(f'longest dispatch while {ON} connectors connect', f'{longest:.1f} ms of processor', '≤ 16 ms', longest <= 16)
    print(output, end='')


def bench_cycles():
    """With a sign-in each time: the dialog, the browser, the keyring, and the revocation."""
    sample = subprocess.Popen([build / 'src' / 'sample' / 'gatehouse-sample', 'serve', '--port=0', '--auto-approve'],
                              stdout=subprocess.PIPE, text=True)
    address = next(word for word in sample.stdout.readline().split() if word.startswith('http'))
    gatehouse('connector', 'add', 'bench', address)
    command = [bench / 'bench-cycles', 'bench', 'bench__list_invoices', str(CYCLES)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    pss_then, pss, heap_then, heap, ms = [float(word) for word in output.split()]
    tell(f'growth (PSS without files) from cycle {CYCLES // 10} to {CYCLES}', f'{(pss - pss_then) / 1024:.2f} MiB (of {pss / 1024:.1f})',
         '≤ 1 MiB', pss - pss_then <= 1024)
    tell('… of the heap that is in use', f'{heap - heap_then:.0f} KiB (of {heap:.0f}); {ms:.0f} ms a cycle', 'none')
    sample.terminate()
    sample.wait()


def main():
    server = subprocess.Popen([bench / 'bench-server', '10', '1', '0', str(ON)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    prepare([server.stdout.readline().strip() for _ in range(ON)])
    print(f'{os.cpu_count()} cores; medians of {TIMES}; {PROJECTS} projects, {CONNECTORS} connectors, {ON} of them on; load {os.getloadavg()[0]:.1f}')
    for name in sys.argv[2:] or ['window', 'dispatches', 'cycles']:
        {'window': bench_window, 'dispatches': bench_dispatches, 'cycles': bench_cycles}[name]()
    server.stdin.close()
    print(f'{server.stdout.read().strip()} lists were given')
    server.wait()


main()
