#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window and two command lines change the same projects and connectors at once: no change is lost, and all show the same."""

import json
import os
import pathlib
import re
import sys
import threading

from gatehouse_app import App, name_of, role_of, walk
from gatehouse import ctl, expect, main

ROUNDS = 7
app = App()
failures = []


def listed(*words):
    value = expect(ctl(*words, '--json')).json()
    return value if isinstance(value, list) else value[words[0] + 's']


def projects():
    return {project['name']: project for project in listed('project', 'list')}


def connectors():
    return {connector['connector'] for connector in listed('connector', 'list')}


def command_line(who):
    """What one of the two does: projects made, renamed, deleted; connectors added, removed, turned on and off in the shared project."""
    try:
        for i in range(ROUNDS):
            expect(ctl('project', 'add', f'{who} {i}'))
            expect(ctl('connector', 'add', f'{who}-{i}', f'http://127.0.0.1:9/{who}/{i}'))
            expect(ctl('activate', f'{who}-{i}', '--project', 'Shared'))
            if i % 2:
                expect(ctl('project', 'set', f'{who} {i}', '--name', f'{who} {i} renamed'))
            if i % 4 == 2:
                expect(ctl('project', 'remove', f'{who} {i}', '--yes'))
                expect(ctl('connector', 'remove', f'{who}-{i}', '--yes'))
            if i % 4 == 3:
                expect(ctl('deactivate', f'{who}-{i}', '--project', 'Shared'))
    except Exception as error:
        failures.append(f'{who}: {error}')


def new_project(name):
    app.keys('ctrl+n')
    app.window('New Project')
    app.type(name)
    app.keys('Return')
    app.window(name)


def test_at_once():
    """while two command lines work the window makes projects, renames and moves them, by keys"""
    new_project('Shared')
    expect(ctl('connector', 'add', 'mine', 'http://127.0.0.1:9/mine'))
    app.find('mine, installed, off in this project', 'list item')
    workers = [threading.Thread(target=command_line, args=(who,)) for who in ('ada', 'bob')]
    for worker in workers:
        worker.start()
    for i in range(4):
        new_project(f'window {i}')
        app.keys('F2')
        app.window('Edit Project')
        app.keys('ctrl+a')
        app.type(f'window {i} renamed')
        app.keys('Return')
        app.window(f'window {i} renamed')
        app.keys('alt+shift+Up')
    app.picture('together')
    for worker in workers:
        worker.join(300)
        assert not worker.is_alive()
    assert not failures, failures


def test_nothing_lost():
    """every change that was made is there, for the command line"""
    names = {'Default', 'Shared', *(f'window {i} renamed' for i in range(4))}
    ids = {'mine'}
    for who in ('ada', 'bob'):
        names |= {f'{who} {i} renamed' if i % 2 else f'{who} {i}' for i in range(ROUNDS) if i % 4 != 2}
        ids |= {f'{who}-{i}' for i in range(ROUNDS) if i % 4 != 2}
    assert set(projects()) == names, set(projects()) ^ names
    assert connectors() == ids, connectors() ^ ids
    active = set(expect(ctl('project', 'show', 'Shared', '--json')).json()['active'])
    assert active == {f'{who}-{i}' for who in ('ada', 'bob') for i in range(ROUNDS) if i % 4 < 2}, active


def rows(list_name):
    """The names of the rows of a list, in their order."""
    table = app.look_for(list_name, 'list')
    return [name_of(row) for row, _ in walk(table) if role_of(row) == 'list item'] if table else []


def test_window_agrees():
    """the window shows the same projects in the same order, and the same connectors, on and off"""
    order = [project['name'] for project in listed('project', 'list')]

    def same_projects():
        shown = [re.sub(r', \d+ connectors? on$', '', row) for row in rows('Projects')]
        return shown == order
    app.wait_until('the window shows the projects in their order', same_projects)
    app.keys('ctrl+k')
    app.window('Go To')
    app.type('Shared')
    app.keys('Return')
    app.window('Shared')
    # Rows are made a screen ahead: those of the panel are low enough for all of them.
    app.keys('ctrl+shift+p')
    active = set(expect(ctl('project', 'show', 'Shared', '--json')).json()['active'])
    everything = connectors()

    def same_connectors():
        shown = {}
        for row in rows('Connectors in this project'):
            name, _, rest = row.partition(', installed, ')
            shown[name] = rest.startswith('on ')
        return set(shown) == everything and {name for name, on in shown.items() if on} == active
    app.wait_until('the window shows the connectors as they are', same_connectors)
    app.picture('together-after')
    app.transcript('together-after')


def test_stores_agree():
    """what is written is what is shown: mcp.json, and a window that starts anew"""
    written = json.loads(pathlib.Path(os.environ['XDG_CONFIG_HOME'], 'gatehouse', 'mcp.json').read_text())
    assert set(written['mcpServers']) == connectors(), set(written['mcpServers']) ^ connectors()
    before = rows('Projects')
    app.quit()
    app.start()
    app.wait_until('the projects are as they were', lambda: rows('Projects') == before)


def test_ends_clean():
    """closing ends it without a complaint"""
    app.quit()


if __name__ == '__main__':
    main(sys.modules[__name__])
