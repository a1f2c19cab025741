#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ending and starting again, from outside: the same place, whatever ended it; what was broken meanwhile is passed over."""

import os
import pathlib
import re
import signal
import subprocess
import sys

from gatehouse_app import Atspi, App, DEADLINE, children, name_of, text_of
from gatehouse import ctl, expect, main

running = []
ROOT = '/io/github/gatehouse/Gatehouse/'
CUSTOMIZE = 'Plugins & Connectors'

expect(ctl('project', 'add', 'Q4 Report'))
expect(ctl('project', 'add', 'Vendor Audit'))
expect(ctl('connector', 'add', 'crm', 'https://crm.example/mcp'))


def start():
    """The application; one that a failed test left behind is ended first."""
    while running:
        left = running.pop()
        if left.process.poll() is None:
            left.process.kill()
            left.process.wait()
    running.append(App())
    return running[-1]


def shows_tools(app):
    return any(name_of(node) == 'My Tools' or text_of(node) == 'My Tools' for node in app.nodes())


def window_ids(title):
    found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', f'^{re.escape(title)}$'], capture_output=True, text=True, timeout=DEADLINE)
    return found.stdout.split()


def size_of(title):
    told = subprocess.run(['xdotool', 'getwindowgeometry', '--shell', window_ids(title)[0]], capture_output=True, text=True, timeout=DEADLINE)
    values = dict(line.split('=') for line in told.stdout.splitlines() if '=' in line)
    return int(values['WIDTH']), int(values['HEIGHT'])


def settled(app, what, look):
    """What is the same twice in a row: windows are resized in steps."""
    last = []

    def condition():
        now = look()
        last.append(now)
        return now if len(last) > 5 and len(set(last[-5:])) == 1 else None
    return app.wait_until(what, condition)


def titles(app):
    return {name_of(window) for window in children(app.root)}


def ended(app, how):
    """Ended by a signal or by keys: in good order, and nothing was complained of."""
    if how is None:
        app.keys('ctrl+q')
    else:
        app.process.send_signal(how)
    app.wait_until_ended()


def dconf(*words):
    subprocess.run(['dconf', *words], check=True, timeout=DEADLINE)


def test_project_and_size():
    """SIGTERM: the chosen project and the size come back"""
    app = start()
    app.window('Default')
    app.find('Vendor Audit, 0 connectors on', 'list item')
    app.keys('ctrl+k')
    app.window('Go To')
    app.type('vendor audit')
    app.find('Vendor Audit', 'list item', Atspi.StateType.SELECTED)
    app.keys('Return')
    app.window('Vendor Audit')
    subprocess.run(['xdotool', 'windowsize', '--sync', window_ids('Vendor Audit')[0], '1100', '760'], check=True, timeout=DEADLINE)
    size = settled(app, 'the window has its size', lambda: size_of('Vendor Audit'))
    ended(app, signal.SIGTERM)
    app = start()
    app.window('Vendor Audit')
    assert settled(app, 'the window has its size', lambda: size_of('Vendor Audit')) == size, (size_of('Vendor Audit'), size)
    ended(app, signal.SIGTERM)


def test_pages():
    """Ctrl+Q: the list of tools, the panel, and Plugins & Connectors with its page are open again"""
    app = start()
    app.window('Vendor Audit')
    app.keys('ctrl+shift+p')
    app.keys('ctrl+t')
    app.wait_until('the list of tools is shown', lambda: shows_tools(app))
    app.keys('ctrl+shift+c')
    app.window(CUSTOMIZE)
    app.keys('alt+4')
    app.find_shown('Copy Report for IT', 'push button')
    ended(app, None)
    app = start()
    app.wait_until('both windows are open again', lambda: {'Vendor Audit', CUSTOMIZE} <= titles(app))
    app.wait_until('the list of tools is shown', lambda: shows_tools(app))
    app.find_shown('Copy Report for IT', 'push button')
    app.picture('restored')
    ended(app, signal.SIGTERM)


def test_connector_page():
    """SIGINT: the page of a connector is open again; when the connector is gone, the list is"""
    app = start()
    app.wait_until('both windows are open', lambda: {'Vendor Audit', CUSTOMIZE} <= titles(app))
    ended(app, signal.SIGTERM)
    dconf('write', ROOT + 'window/customize', "'connector:crm'")
    app = start()
    app.wait_until('the page of the connector is open', lambda: 'crm' in titles(app))
    ended(app, signal.SIGINT)
    dconf('write', ROOT + 'window/customize', "'entry:notion'")
    app = start()
    app.wait_until('the page of the service is open', lambda: 'Notion' in titles(app))
    ended(app, signal.SIGTERM)
    dconf('write', ROOT + 'window/customize', "'connector:crm'")
    expect(ctl('connector', 'remove', 'crm', '--yes'))
    app = start()
    app.wait_until('the list is open', lambda: CUSTOMIZE in titles(app))
    ended(app, signal.SIGHUP)
    expect(ctl('connector', 'add', 'crm', 'https://crm.example/mcp'))


def test_closed_stays_closed():
    """what the person closed is not opened again"""
    app = start()
    app.wait_until('both windows are open', lambda: {'Vendor Audit', CUSTOMIZE} <= titles(app))
    app.window(CUSTOMIZE)
    app.keys('Escape')
    app.window('Vendor Audit')
    app.keys('alt+Left')
    app.wait_until('the list of tools is left', lambda: not shows_tools(app))
    ended(app, None)
    app = start()
    app.window('Vendor Audit')
    app.find_shown('What your assistant can use')
    assert CUSTOMIZE not in titles(app), titles(app)
    assert not shows_tools(app), app.tree()
    app.act('Vendor Audit', 'window.toggle-maximized')
    settled(app, 'the window fills the screen', lambda: size_of('Vendor Audit'))
    ended(app, signal.SIGTERM)


def test_maximized():
    """a window that was maximized is so again, and remembers the size that it had before"""
    app = start()
    app.window('Vendor Audit')
    large = settled(app, 'the window fills the screen', lambda: size_of('Vendor Audit'))
    assert large[0] >= 1270, large
    app.act('Vendor Audit', 'window.toggle-maximized')
    app.wait_until('it is smaller', lambda: size_of('Vendor Audit')[0] < 1200)
    ended(app, signal.SIGTERM)


def test_second_start():
    """a second start shows the window that is there, also when only Plugins & Connectors stands"""
    app = start()
    app.window('Vendor Audit')
    app.keys('ctrl+shift+c')
    app.window(CUSTOMIZE)
    app.act('Vendor Audit', 'window.close')
    app.wait_until('the main window is closed', lambda: titles(app) == {CUSTOMIZE})
    subprocess.run([os.environ['GATEHOUSE']], check=True, timeout=DEADLINE)
    app.window('Vendor Audit')
    assert titles(app) == {'Vendor Audit', CUSTOMIZE}, titles(app)
    app.keys('ctrl+w')
    app.window(CUSTOMIZE)
    app.keys('Escape')
    app.wait_until_ended()


def test_last_change():
    """what was deleted and could still be taken back is gone when the session ends"""
    app = start()
    app.window('Vendor Audit')
    app.keys('ctrl+Delete')
    app.find('“Vendor Audit” deleted')
    ended(app, signal.SIGTERM)
    assert 'Vendor Audit' not in expect(ctl('project', 'list')).out
    app = start()
    app.window('Default')
    assert 'Vendor Audit' not in titles(app)
    ended(app, signal.SIGTERM)


def test_broken_keys():
    """keys of a wrong type, out of range or of nothing that is there are passed over"""
    for key, value in (('window/width', "'wide'"), ('window/height', '-7'), ('window/page', "'nonsense'"), ('window/maximized', '3'),
                       ('window/customize', "'entry:../../etc/passwd'"), ('current-project', "'gone'"), ('projects', '17')):
        dconf('write', ROOT + key, value)
    app = start()
    app.wait_until('windows are there', lambda: {'Default', CUSTOMIZE} <= titles(app))
    ended(app, signal.SIGTERM)
    dconf('write', ROOT + 'window/customize', "'nowhere'")
    app = start()
    app.wait_until('windows are there', lambda: {'Default', CUSTOMIZE} <= titles(app))
    ended(app, signal.SIGTERM)


def test_broken_files():
    """state and cache that cannot be read do not keep it from starting"""
    for folder, name in (('XDG_STATE_HOME', 'state.db'), ('XDG_CACHE_HOME', 'cache.db')):
        for path in pathlib.Path(os.environ[folder], 'gatehouse').glob(name + '*'):
            path.write_bytes(b'SQLite format 3\0' + b'garbage' * 1000)
    app = start()
    app.wait_until('a window is there', lambda: 'Default' in titles(app))
    app.picture('broken-files')
    ended(app, signal.SIGTERM)


if __name__ == '__main__':
    main(sys.modules[__name__])
