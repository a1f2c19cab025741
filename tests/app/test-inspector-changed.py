#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""“Try it” on a tool that its server changes meanwhile: what is seen is what would be called, and what was filled in is still there."""

import subprocess
import sys

from gatehouse import ctl, expect, main
from gatehouse_app import PROGRAM, App
from inspecting import Inspector
from lab import Lab, tool

WINDOW = 'Try lab__look'


def takes(*names):
    return {'type': 'object', 'properties': {name: {'type': 'string'} for name in names}, 'required': list(names)}


lab = Lab()
lab.tools = [tool('look', 'Looks at it', inputSchema=takes('where')), tool('peek', 'Looks for a moment')]
expect(ctl('connector', 'add', 'lab', lab.address, '--label', 'Lab'))
expect(ctl('connect', 'lab', '--yes'))
app = App()
inspector = Inspector(app)


def refresh():
    """In the main window, while the other stands open."""
    subprocess.run([PROGRAM], check=True, timeout=60)
    app.window('Default')
    app.keys('F5')


def sent():
    return lab.calls('tools/call')[-1].rpc()['params']['arguments']


def changed():
    return app.look_for('The server has changed it.', 'label', window=WINDOW)


def test_other():
    """another tool changes: nothing is said here"""
    inspector.open('lab__look', 'look')
    app.type('here')
    app.wait_until('it is written', lambda: app.holds('here'))
    lab.tools[1] = tool('peek', 'Looks for an hour')
    refresh()
    app.find('lab__peek, Reads. Looks for an hour', 'list item')
    assert not changed() and app.holds('here'), app.tree()


def test_changed():
    """this one does: its description and its form are those of the server, and that is said"""
    lab.tools[0] = tool('look', 'Takes it away', inputSchema=takes('where', 'when'))
    refresh()
    app.find('Takes it away', 'label', window=WINDOW)
    app.wait_until('it is said', changed)
    app.find('when (required)', 'label', window=WINDOW)
    assert app.holds('here'), app.tree()


def test_call():
    """it is called with what it takes now"""
    subprocess.run(['xdotool', 'search', '--name', f'^{WINDOW}$', 'windowactivate'], check=True, timeout=60)
    app.window(WINDOW)
    inspector.write('when', 'now')
    inspector.run()
    assert not changed(), app.tree()
    assert sent() == {'where': 'here', 'when': 'now'}, sent()


def test_field_gone():
    """what has no field any more is not sent; that it is not what was called before is asked about"""
    lab.tools[0] = tool('look', 'Looks', inputSchema=takes('when'))
    refresh()
    app.wait_until('it is said', changed)
    subprocess.run(['xdotool', 'search', '--name', f'^{WINDOW}$', 'windowactivate'], check=True, timeout=60)
    app.window(WINDOW)
    app.keys('ctrl+Return')
    app.window('Call This Tool?')
    app.keys('alt+a')
    app.find('· done ·', 'label')
    assert sent() == {'when': 'now'}, sent()
    inspector.close()


def test_ends_clean():
    """closing ends it without a complaint"""
    app.window('Default')
    app.quit()


if __name__ == '__main__':
    main(sys.modules[__name__])
