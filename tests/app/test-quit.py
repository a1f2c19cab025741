#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""The window is closed, or told to end, while what the person changed waits for others that change the same: none of it is lost, nor
what two command lines change at that moment."""

import fcntl
import os
import pathlib
import struct
import subprocess
import sys

from gatehouse_app import App, Atspi, has_state
from gatehouse import CTL, ctl, expect, main

LOCK = pathlib.Path(os.environ['XDG_STATE_HOME'], 'gatehouse', 'locks', 'settings')

expect(ctl('connector', 'add', 'one', 'http://127.0.0.1:9/one'))
expect(ctl('connector', 'add', 'two', 'http://127.0.0.1:9/two'))
for name in ('First', 'Second', 'Third'):
    expect(ctl('project', 'add', name))
app = App()
waiting = []


class Held:
    """The lock of the settings, as another process holds it that changes them."""

    def __enter__(self):
        self.file = open(LOCK, 'r+b')
        fcntl.fcntl(self.file, fcntl.F_OFD_SETLK, struct.pack('hhqqi4x', fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0))

    def __exit__(self, *_):
        self.file.close()


def start(*words):
    """A command line that waits, too."""
    waiting.append(subprocess.Popen([CTL, *words], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True))


def all_done():
    while waiting:
        process = waiting.pop()
        error = process.communicate(timeout=120)[1]
        assert process.returncode == 0, error


def shown(project):
    return expect(ctl('project', 'show', project, '--json')).json()


def names():
    return [project['name'] for project in expect(ctl('project', 'list', '--json')).json()]


def no_window():
    """It has taken its windows away: it was told to end."""
    result = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(app.process.pid)], capture_output=True, text=True, timeout=30)
    return not result.stdout.strip()


def change_things():
    """A connector that is turned on, a project that is moved, and one that is renamed, by keys; none of it can be kept yet."""
    app.go('First')
    app.window('First')
    app.find('two, installed, off', 'list item')
    app.tab_to('two, installed, off')
    with Held():
        app.keys('space')
        app.tab_to('First, ')
        app.keys('alt+shift+Down', 'F2')
        app.window('Edit Project')
        app.keys('ctrl+a')
        app.type('First and Best')
        app.keys('Return')
        app.wait_until('it is being saved', lambda: not has_state(app.look_for('Save', 'push button'), Atspi.StateType.SENSITIVE))
        start('activate', 'one', '--project', 'Second')
        start('project', 'add', 'Fourth')
        yield
        app.wait_until('the windows are gone', no_window)
        assert app.process.poll() is None, 'it ended without waiting for what was changed'
    app.wait_until_ended()
    all_done()


def check():
    assert shown('First and Best')['active'] == ['two'], shown('First and Best')
    assert shown('Second')['active'] == ['one'], shown('Second')
    assert names() == ['Default', 'Second', 'First and Best', 'Third', 'Fourth'], names()


def test_key():
    """Ctrl+Q"""
    for _ in change_things():
        app.keys('Escape', 'ctrl+q')
    check()


def test_terminated():
    """the end of the session"""
    expect(ctl('project', 'set', 'First and Best', '--name', 'First'))
    expect(ctl('project', 'remove', 'Fourth', '--yes'))
    expect(ctl('project', 'remove', 'Second', '--yes'))
    expect(ctl('project', 'remove', 'Third', '--yes'))
    expect(ctl('project', 'add', 'Second'))
    expect(ctl('project', 'add', 'Third'))
    expect(ctl('deactivate', 'two', '--project', 'First'))
    app.start()
    for _ in change_things():
        app.process.terminate()
    check()


def test_nothing_left():
    """what starts anew shows it"""
    app.start()
    app.find('First and Best', 'list item')
    app.quit()


if __name__ == '__main__':
    main(sys.modules[__name__])
