#!/usr/bin/python3 -Wignore
# SPDX-License-Identifier: GPL-3.0-or-later
"""What other programs have, by keys: a fragment that is pasted, a file that is chosen, the places of each program; what is here already is
taken only when it is chosen. A form that was filled in is there again when its window was closed meanwhile."""

import json
import os
import pathlib
import sys

from gatehouse_app import App, Atspi, has_state, text_of
from gatehouse import active, connector_ids, ctl, expect, keyring_text, main
from lab import Lab

lab = Lab()
HOME = pathlib.Path(os.environ['HOME'])
app = App()


def target(name):
    return next(item['target'] for item in expect(ctl('connector', 'list', '--json')).json() if item['connector'] == name)


def entry(address):
    return {'type': 'http', 'url': address}


def write(path, document):
    path = HOME / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document))
    return path


def paste(text):
    node = app.tab_to('Text to read')
    app.keys('ctrl+a')
    app.type(text)
    app.wait_until('it is typed', lambda: text_of(node) == text)
    app.keys('alt+r')
    app.window('Import')


def close_import():
    app.find('Close', 'push button', window='Import')
    app.keys('Escape')
    app.window('Plugins & Connectors')


def test_fragment():
    """a fragment of .mcp.json: shown, imported, and off in every project"""
    app.wait_focus('Try Sample Workspace')
    app.go('Add Custom Server')
    app.window('Plugins & Connectors')
    app.find('Text to read', 'text')
    paste(json.dumps({'mcpServers': {'pasted': entry(lab.address), 'broken': {'url': 7}}}))
    app.find('pasted', 'check box', Atspi.StateType.CHECKED)
    app.find('Cannot be imported')
    app.picture('import-fragment')
    assert connector_ids() == [], connector_ids()
    app.keys('alt+i')
    app.find('Added', window='Import')
    close_import()
    assert set(connector_ids()) == {'pasted'}, connector_ids()
    assert active() == [], active()


def test_cut_out():
    """one server that was cut out of a file, without the braces around it; and one without its name, which goes into the form"""
    paste(f'"cut": {json.dumps(entry(lab.address))},')
    app.find('cut', 'check box', Atspi.StateType.CHECKED)
    app.find('Cancel', 'push button', window='Import')
    app.keys('Escape')
    app.window('Plugins & Connectors')
    node = app.tab_to('Text to read')
    app.keys('ctrl+a')
    app.type(json.dumps(entry(lab.address)))
    app.keys('alt+r')
    app.wait_until('the address is in the form', lambda: app.holds(lab.address))
    app.tab_to('Text to read')
    app.keys('ctrl+a')
    app.type('npx -y server')
    app.keys('alt+r')
    app.window('The Text Could Not Be Read')
    app.find('This is no “claude mcp add” line')
    app.keys('Escape')
    app.window('Plugins & Connectors')
    assert text_of(node) == 'npx -y server', app.tree()


def test_here_already():
    """what is here already is not taken, and the window says how it is, without a command"""
    paste(json.dumps({'mcpServers': {'pasted': entry(lab.address + '?other'), 'second': entry(lab.address)}}))
    app.find('second', 'check box', Atspi.StateType.CHECKED)
    assert not has_state(app.find('pasted', 'check box'), Atspi.StateType.CHECKED), app.tree()
    app.find('In your list already. Select it to take this one instead.')
    assert '--replace' not in app.tree(), app.tree()
    app.picture('import-here')
    app.keys('alt+i')
    app.find('Added', window='Import')
    close_import()
    assert set(connector_ids()) == {'pasted', 'second'} and target('pasted') == lab.address, connector_ids()


def test_instead():
    """what is chosen is taken instead"""
    paste(json.dumps({'mcpServers': {'pasted': entry(lab.address + '?other')}}))
    app.tab_to('pasted')
    app.keys('space')
    app.find('pasted', 'check box', Atspi.StateType.CHECKED)
    app.keys('alt+i')
    app.find('Replaced', window='Import')
    close_import()
    assert set(connector_ids()) == {'pasted', 'second'} and target('pasted') == lab.address + '?other', connector_ids()


def test_file():
    """a file that is chosen; a secret in it goes to the keyring"""
    path = write('servers.json', {'mcpServers': {'filed': dict(entry(lab.address), headers={'Authorization': 'Bearer sk-canary-4711-in-a-file'})}})
    app.tab_to('Choose a File…')
    app.keys('Return')
    app.window('Choose a File')
    app.type(str(path))
    app.keys('Return')
    app.window('Import')
    app.find('filed', 'check box', Atspi.StateType.CHECKED)
    app.find('Secrets are moved to the keyring')
    assert 'canary-4711' not in app.tree(), app.tree()
    app.keys('alt+i')
    app.find('Secrets were moved to the keyring')
    close_import()
    assert 'filed' in connector_ids() and 'canary-4711' in keyring_text()
    assert 'canary-4711' not in pathlib.Path(os.environ['XDG_CONFIG_HOME'], 'gatehouse', 'mcp.json').read_text()


def test_programs():
    """each program's own place"""
    write('.config/Claude/claude_desktop_config.json', {'mcpServers': {'from-desktop': {'command': 'true'}}})
    write('.claude.json', {'mcpServers': {'from-code': entry(lab.address)}})
    write('.config/Code/User/mcp.json', {'servers': {'from-vscode': entry(lab.address)}})
    write('.cursor/mcp.json', {'mcpServers': {'from-cursor': entry(lab.address)}})
    for title, name in (('Claude Desktop', 'from-desktop'), ('Claude Code', 'from-code'), ('VS Code', 'from-vscode'), ('Cursor', 'from-cursor')):
        app.tab_to(title)
        app.keys('Return')
        app.window('Import')
        app.find(name, 'check box', Atspi.StateType.CHECKED)
        app.keys('alt+i')
        app.find('Added', window='Import')
        close_import()
        assert name in connector_ids(), connector_ids()


def test_draft():
    """a form that was filled in is not lost when its window is closed"""
    app.tab_to('Name')
    app.type('half')
    app.tab_to('Address')
    app.type('https://half.example/mcp')
    app.keys('Escape')
    app.window('Default')
    app.go('Add Custom Server')
    app.window('Plugins & Connectors')
    for text in ('half', 'https://half.example/mcp'):
        app.wait_until(f'{text} is there', lambda: app.holds(text))
    assert 'half' not in connector_ids(), connector_ids()


def test_ends_clean():
    """closing ends it without a complaint"""
    app.end()


if __name__ == '__main__':
    main(sys.modules[__name__])
