#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window and two command lines, each in a sandbox of its own, change the same projects and connectors at once: nothing is lost."""

import subprocess
import sys

import sandbox
from gatehouse import ctl, expect, main
from gatehouse_app import App, DEADLINE

sandbox.prepare()
ROUNDS = 6
SCRIPT = '''
for i in $(seq %d); do
  gatehousectl project add "$0 $i" >/dev/null || exit 1
  gatehousectl connector add "$0-$i" "https://$0-$i.example/mcp" >/dev/null || exit 1
  gatehousectl activate "$0-$i" >/dev/null || exit 1
done
''' % ROUNDS
ADDED = [f'{who} {i}' for who in ('left', 'right') for i in range(1, ROUNDS + 1)]
CONNECTORS = [name.replace(' ', '-') for name in ADDED]
app = App()


def projects():
    return {project['name']: project for project in expect(ctl('project', 'list', '--json')).json()}


def active():
    return sorted(expect(ctl('project', 'show', '--json')).json()['active'])


def test_at_once():
    """each of the three sees all that the others did"""
    app.wait_focus('Try Sample Workspace')
    workers = [subprocess.Popen(['flatpak', 'run', '--die-with-parent', '--command=sh', sandbox.ID, '-c', SCRIPT, who],
                                stdin=subprocess.DEVNULL) for who in ('left', 'right')]
    for i in range(1, 4):
        app.keys('ctrl+n')
        app.window('New Project')
        app.type(f'window {i}')
        app.keys('Return')
        app.find(f'window {i}, 0 connectors on', 'list item')
        app.window(f'window {i}')
    assert [worker.wait(DEADLINE * 4) for worker in workers] == [0, 0]
    assert set(projects()) == {'', 'Default', 'window 1', 'window 2', 'window 3', *ADDED} - ({''} if '' not in projects() else {'Default'}), projects()
    listed = expect(ctl('connector', 'list', '--json')).json()
    assert {entry['connector'] for entry in listed} == set(CONNECTORS), listed
    assert active() == sorted(CONNECTORS), active()


def test_window():
    """the window shows them all, and what is on"""
    for name in ADDED:
        app.find(f'{name}, 0 connectors on', 'list item')
    app.find(f'Default, {2 * ROUNDS} connectors on', 'list item')


def test_end_at_once():
    """ending the window while a command line writes takes nothing back"""
    worker = subprocess.Popen(['flatpak', 'run', '--die-with-parent', '--command=sh', sandbox.ID, '-c', SCRIPT, 'late'],
                              stdin=subprocess.DEVNULL)
    sandbox.wait_until(lambda: 'late 2' in projects(), 'the command line has begun')
    sandbox.quit()
    assert worker.wait(DEADLINE * 4) == 0
    sandbox.wait_until(lambda: not sandbox.running(), 'all sandboxes have ended')
    assert {f'late {i}' for i in range(1, ROUNDS + 1)} | set(ADDED) <= set(projects()), projects()
    assert len(active()) == 3 * ROUNDS, active()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        sandbox.kill()
