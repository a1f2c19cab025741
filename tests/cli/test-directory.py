#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The directory from the command line: find a service, read what it takes, add it. Nothing here needs a network."""

import json
import os
import pathlib
import subprocess
import sys

from gatehouse import CTL, ctl, expect, main

HOME = pathlib.Path(os.environ['HOME'])
MCP_JSON = pathlib.Path(os.environ.get('XDG_CONFIG_HOME', HOME / '.config'), 'gatehouse', 'mcp.json')


def entry(name):
    return json.loads(MCP_JSON.read_text())['mcpServers'][name]


def test_usage():
    """wrong use: exit 2, and what was probably meant"""
    expect(ctl('directory', 'lst'), 2, 'list')
    expect(ctl('directory', 'search'), 2)
    expect(ctl('directory', 'show'), 2)
    expect(ctl('directory', 'list', '--category', 'finanse'), 2, 'finance')
    expect(ctl('directory', 'list', '--category', 'nonsense at all'), 2, 'directory categories')
    expect(ctl('directory', 'add', 'glean', '--field', 'instance'), 2, 'NAME=VALUE')
    expect(ctl('directory', 'add', 'glean', '--field', 'nothing=1'), 2, 'NAME=VALUE')


def test_list():
    """list: every service, by category as well"""
    services = expect(ctl('directory', 'list', '--json')).json()
    assert len(services) > 200
    assert [s['name'].casefold() for s in services[:3]] == sorted(s['name'].casefold() for s in services[:3])
    finance = expect(ctl('directory', 'list', '--category', 'finance', '--json')).json()
    assert finance and {s['category'] for s in finance} == {'finance'}
    counts = {c['category']: c['services'] for c in expect(ctl('directory', 'categories', '--json')).json()}
    assert counts['finance'] == len(finance) and sum(counts.values()) == len(services)
    assert len(expect(ctl('directory')).out.splitlines()) >= len(services)


def test_search():
    """search: the best first, accents and case do not count, nothing found is no error"""
    for words, first in ((['jira'], 'atlassian'), (['GOOGLE', 'dri'], 'google-drive'), (["moody's"], 'moodys'), (['nótion'], 'notion')):
        found = expect(ctl('directory', 'search', *words, '--json')).json()
        assert found[0]['id'] == first, (words, found[0])
    assert expect(ctl('directory', 'search', 'qqqqqq', '--json')).json() == []
    expect(ctl('directory', 'search', 'qqqqqq'), 0, 'connector add')
    expect(ctl('directory', 'search', 'notion'), 0, 'Notion', 'works at once')


def test_show():
    """show: what signing in takes, by id or by name"""
    expect(ctl('directory', 'show', 'google-drive'), 0, 'drivemcp.googleapis.com', 'administrator', 'For example')
    expect(ctl('directory', 'show', 'Google Drive'), 0, 'google-drive')
    expect(ctl('directory', 'show', 'zendesk'), 0, 'only in the vendor')
    expect(ctl('directory', 'show', 'workday'), 0, 'people at work')
    expect(ctl('directory', 'show', 'glean'), 0, '--field instance=')
    expect(ctl('directory', 'show', 'nothing-like-it'), 1, 'nothing-like-it')


def test_add():
    """add: the connector, how it signs in, the scopes for reading, and what to know about it"""
    expect(ctl('directory', 'add', 'notion'), 0, 'gatehousectl connect notion')
    assert entry('notion')['url'] == 'https://mcp.notion.com/mcp' and entry('notion')['gatehouse']['signIn']['kind'] == 'oauth'
    expect(ctl('directory', 'add', 'notion'), 1)
    expect(ctl('directory', 'add', 'notion', '--replace'))
    expect(ctl('directory', 'add', 'Gmail'), 0, 'client id', 'orders')
    assert entry('gmail')['gatehouse']['signIn']['readScopes'] == 'https://www.googleapis.com/auth/gmail.readonly'
    expect(ctl('directory', 'add', 'telnyx'))
    assert entry('telnyx')['gatehouse']['signIn']['fields'][0]['key'] == 'Authorization'
    assert 'notion' in ctl('connector', 'list').out


def test_add_needs():
    """add: what is missing or wrong is named, and nothing is written"""
    before = MCP_JSON.read_text()
    expect(ctl('directory', 'add', 'glean'), 2, 'Instance')
    expect(ctl('directory', 'add', 'glean', '--field', 'instance=evil.example/x#'), 2, 'Instance')
    expect(ctl('directory', 'add', 'zendesk'), 1, 'Zapier')
    expect(ctl('directory', 'add', 'nothing-like-it'), 1, 'nothing-like-it')
    assert MCP_JSON.read_text() == before
    expect(ctl('directory', 'add', 'glean', '--field', 'instance=acme'), 0, 'glean')
    assert entry('glean')['url'] == 'https://acme-be.glean.com/mcp/default'


def test_completion():
    """completion offers the services and the categories"""
    assert 'google-drive' in ctl('complete', 'services').out.split()
    assert 'finance' in ctl('complete', 'categories').out.split()
    script = os.environ['GATE_COMPLETION']
    done = subprocess.run(['bash', '-c', f'source "{script}"; COMP_WORDS=(gatehousectl directory add googl); COMP_CWORD=3; _gatehousectl; '
                           'printf "%s\\n" "${COMPREPLY[@]}"'], capture_output=True, text=True, timeout=60,
                          env=dict(os.environ, PATH=f'{pathlib.Path(CTL).parent}:{os.environ["PATH"]}'))
    assert 'google-sheets' in done.stdout.split(), done


if __name__ == '__main__':
    main(sys.modules[__name__])
