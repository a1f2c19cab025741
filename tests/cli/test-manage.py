#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adding, importing and exporting connectors, wrong use, completion: what needs no server."""

import json
import os
import pathlib
import subprocess
import sys

from gatehouse import CTL, Terminal, ctl, expect, home_files, keyring_text, main

HOME = pathlib.Path(os.environ['HOME'])
MCP_JSON = pathlib.Path(os.environ.get('XDG_CONFIG_HOME', HOME / '.config'), 'gatehouse', 'mcp.json')
CANARY = 'ghp_CANARYcanaryCANARYcanaryCANARYcana01'
BY_HAND = 'ghp_BYHANDbyhandBYHANDbyhandBYHANDbyha02'


def write(name, value):
    path = HOME / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    return str(path)


def test_usage():
    """wrong use: exit 2, one sentence, what was probably meant"""
    expect(ctl(), 2, 'Usage')
    expect(ctl('--help'), 0, 'Usage', 'doctor')
    expect(ctl('--version'), 0, 'gatehousectl ')
    expect(ctl('tols'), 2, 'tools')
    expect(ctl('tools', '--nonsense'), 2, 'nonsense')
    expect(ctl('connector', 'lst'), 2, 'list')
    expect(ctl('connector', 'add', 'x'), 2)
    expect(ctl('connect'), 2)
    expect(ctl('import'), 2)
    expect(ctl('import', '--from', 'emacs'), 2)
    expect(ctl('project', 'show', 'nonsense'), 1, 'nonsense')
    error = ctl('tols', '--json').json()['error']
    assert error['code'] == 'usage', error


def test_bad_entries():
    """an entry that cannot be used is refused with the reason, and nothing is written"""
    for words in (['', 'https://example.com/mcp'], ['ok', 'ftp://example.com'], ['ok', 'https://user:pass@example.com/'],
                  ['ok', 'https://'], ['ok', 'https://example.com/mcp', 'more'], ['ok', '--transport', 'carrier-pigeon', 'https://example.com/'],
                  ['ok', '--header', 'NoColon', 'https://example.com/'], ['ok', '--callback-port', '99999', 'https://example.com/'],
                  ['ok', '--entry', '/nonexistent']):
        result = ctl('connector', 'add', *words)
        assert result.code != 0 and result.err.strip(), (words, result)
        assert 'Traceback' not in result.err and 'CRITICAL' not in result.err and 'WARNING' not in result.err, result
    assert not MCP_JSON.exists() or json.loads(MCP_JSON.read_text()).get('mcpServers', {}) == {}


def test_secret_goes_to_keyring():
    """a secret in a header goes to the keyring; the file has a reference"""
    expect(ctl('connector', 'add', 'tracker', 'https://tracker.example.com/mcp', '--header', f'Authorization: Bearer {CANARY}'), 0, 'keyring')
    assert CANARY not in MCP_JSON.read_text() and '${keyring:' in MCP_JSON.read_text()
    assert CANARY in keyring_text()
    expect(ctl('connector', 'show', 'tracker'), 0, 'tracker.example.com')
    assert CANARY not in ctl('connector', 'show', 'tracker', '--json').out
    expect(ctl('connector', 'add', 'tracker', 'https://other.example.com/mcp'), 1, '--replace')
    assert 'tracker.example.com' in MCP_JSON.read_text()


def test_export():
    """export: the .mcp.json form, no secret in it"""
    document = expect(ctl('export')).json()
    assert document['mcpServers']['tracker']['url'] == 'https://tracker.example.com/mcp'
    assert CANARY not in json.dumps(document)
    path = HOME / 'exported.json'
    expect(ctl('export', 'tracker', '--output', str(path)))
    assert json.loads(path.read_text()) == document
    expect(ctl('export', 'nothing'), 3)


def test_remove_takes_the_secret():
    """connector remove: its secret is gone from the keyring too"""
    expect(ctl('connector', 'remove', 'tracker'))
    assert CANARY not in keyring_text()


def test_import_dry_run():
    """import --dry-run: says what would be done, does nothing"""
    path = write('fragment.json', {'mcpServers': {'files': {'command': 'npx', 'args': ['-y', 'server'], 'env': {'API_TOKEN': CANARY}},
                                                  'web': {'type': 'http', 'url': 'https://web.example.com/mcp'},
                                                  'broken': {'type': 'http'}}})
    rows = {row['connector']: row for row in expect(ctl('import', path, '--dry-run', '--json')).json()}
    assert rows['files']['outcome'] == 'added' and rows['files']['secrets'], rows
    assert rows['broken']['outcome'] == 'refused' and rows['broken']['problem'], rows
    assert ctl('connector', 'list', '--json').json() == []
    assert CANARY not in keyring_text()


def test_import():
    """import: entries are taken, secrets go to the keyring and are reported, nothing is on"""
    path = str(HOME / 'fragment.json')
    expect(ctl('import', path), 0, 'keyring', 'API_TOKEN')
    assert CANARY in keyring_text() and CANARY not in MCP_JSON.read_text()
    listed = {row['connector']: row for row in ctl('connector', 'list', '--json').json()}
    assert set(listed) == {'files', 'web'} and not any(row['active'] for row in listed.values()), listed
    rows = {row['connector']: row['outcome'] for row in expect(ctl('import', path, '--json')).json()}
    assert rows['web'] == 'exists', rows
    rows = {row['connector']: row['outcome'] for row in expect(ctl('import', path, '--replace', '--only', 'web', '--json')).json()}
    assert rows == {'web': 'replaced'}, rows


def test_import_clients():
    """import from where Claude Desktop, Claude Code, VS Code and Cursor keep theirs"""
    config = pathlib.Path(os.environ.get('XDG_CONFIG_HOME', HOME / '.config')).relative_to(HOME)
    write(str(config / 'Claude' / 'claude_desktop_config.json'), {'mcpServers': {'desktop-one': {'command': 'uvx', 'args': ['x']}}})
    write('.claude.json', {'mcpServers': {'code-one': {'type': 'http', 'url': 'https://code.example.com/mcp'}},
                           'projects': {'/tmp/p': {'mcpServers': {'code-two': {'type': 'stdio', 'command': 'node', 'args': ['s.js']}}}}})
    write(str(config / 'Code' / 'User' / 'mcp.json'), '// VS Code\n{"servers": {"vs-one": {"type": "http", "url": "https://vs.example.com/mcp",},},}')
    write('.cursor/mcp.json', {'mcpServers': {'cursor-one': {'url': 'https://cursor.example.com/mcp'}}})
    for client, names in (('claude-desktop', {'desktop-one'}), ('claude-code', {'code-one', 'code-two'}), ('vscode', {'vs-one'}),
                          ('cursor', {'cursor-one'})):
        rows = {row['connector']: row for row in expect(ctl('import', client, '--json')).json()}
        assert names <= set(rows), (client, rows)
        assert all(rows[name]['outcome'] == 'added' for name in names), (client, rows)


def test_bad_imports():
    """files that are no configuration are refused with one sentence"""
    for name, text in (('empty.json', ''), ('list.json', '[]'), ('deep.json', '[' * 100000), ('text.json', 'hello'),
                       ('cut.json', '{"mcpServers": {"a": {')):
        result = ctl('import', write(name, text))
        assert result.code != 0 and result.err.startswith('Error:'), (name, result)
    expect(ctl('import', '/nonexistent'), 1, '/nonexistent')


def test_broken_file_is_kept():
    """a broken mcp.json: told with its place, never overwritten"""
    kept = MCP_JSON.read_text()
    MCP_JSON.write_text('{"mcpServers": {"a": }')
    result = ctl('connector', 'add', 'new', 'https://new.example.com/mcp')
    assert result.code != 0 and 'mcp.json' in result.err, result
    assert MCP_JSON.read_text() == '{"mcpServers": {"a": }'
    MCP_JSON.write_text(kept)
    expect(ctl('connector', 'list'), 0, 'web')


def test_secret_by_hand():
    """a secret written into mcp.json by hand: told by show and doctor, printed by nothing, left alone until it is moved on request"""
    kept = MCP_JSON.read_text()
    document = json.loads(kept)
    document['mcpServers']['byhand'] = {'type': 'http', 'url': f'https://byhand.example.com/mcp?api_key={BY_HAND}x',
                                        'headers': {'Authorization': f'Bearer {BY_HAND}', 'Accept-Language': 'en'},
                                        'oauth': {'clientId': 'app', 'clientSecret': BY_HAND}}
    document['mcpServers']['local'] = {'command': 'server', 'args': ['--token', BY_HAND], 'env': {'SERVICE_TOKEN': BY_HAND, 'PLAIN': 'x'}}
    MCP_JSON.write_text(json.dumps(document))
    by_hand = MCP_JSON.read_text()
    expect(ctl('connector', 'show', 'byhand'), 0, 'header Authorization', 'oauth.clientSecret', 'gatehousectl connector secure byhand')
    shown = ctl('connector', 'show', 'local', '--json').json()
    assert 'variable SERVICE_TOKEN' in shown['exposed'] and not any('PLAIN' in where for where in shown['exposed']), shown
    findings = [finding for finding in ctl('doctor', '--json').json() if finding['state'] == 'warning' and 'mcp.json' in finding['message']]
    assert {finding['command'] for finding in findings} == {'gatehousectl connector secure byhand', 'gatehousectl connector secure local'}, findings
    for words in (['connector', 'list'], ['connector', 'list', '--json'], ['connector', 'show', 'byhand'], ['connector', 'show', 'byhand', '--json'],
                  ['connector', 'show', 'local', '--json'], ['export'], ['doctor'], ['doctor', 'local'], ['connect', 'byhand'], ['tools', 'local'],
                  ['connector', 'test', 'local']):
        result = ctl(*words)
        assert BY_HAND not in result.out + result.err, (words, result)
    assert MCP_JSON.read_text() == by_hand and BY_HAND not in keyring_text()
    moved = expect(ctl('connector', 'secure', 'byhand', '--json')).json()
    assert moved['connector'] == 'byhand' and len(moved['secrets']) == 3, moved
    expect(ctl('connector', 'secure', 'local'), 0, 'Moved to the keyring: variable SERVICE_TOKEN')
    document = json.loads(MCP_JSON.read_text())
    assert BY_HAND not in MCP_JSON.read_text() and document['mcpServers']['byhand']['headers']['Accept-Language'] == 'en', document
    assert list(document['mcpServers'])[-2:] == ['byhand', 'local'] and BY_HAND in keyring_text(), document
    expect(ctl('connector', 'secure', 'local'), 0, 'No secret')
    assert ctl('connector', 'show', 'byhand', '--json').json()['exposed'] == []
    expect(ctl('connector', 'secure', 'nothing'), 3, 'Layer 1')
    for name in ('byhand', 'local'):
        expect(ctl('connector', 'remove', name))
    assert BY_HAND not in json.dumps(json.loads(MCP_JSON.read_text()))


def test_declined_program():
    """a program that the person does not approve is not run, and whoever looks at the exit code knows that a person is needed"""
    expect(ctl('connector', 'add', 'mine', '--', '/bin/sh', '-c', 'touch ran'))
    expect(ctl('connector', 'test', 'mine'), 3, 'Run This Program on Your Computer?')
    terminal = Terminal('connector', 'test', 'mine', '--no-color')
    terminal.wait_for('Your choice')
    assert 'touch ran' in terminal.text
    terminal.type('3\n')
    assert terminal.end() == 3, terminal.text
    assert 'not approved' in terminal.text
    expect(ctl('connector', 'remove', 'mine'))


def test_wrong_types():
    """members of ours that are of the wrong type: the entry is left out and doctor says why, naming the member"""
    kept = MCP_JSON.read_text()
    for member, value in (('sandbox', 'no'), ('folder', 1), ('sample', 'yes'), ('readOnly', 0), ('label', []), ('signIn', 'oauth'), ('limits', 5)):
        document = json.loads(kept)
        document['mcpServers']['odd'] = {'command': 'server', 'gatehouse': {member: value}}
        MCP_JSON.write_text(json.dumps(document))
        expect(ctl('doctor'), 0, 'odd', f'gatehouse.{member}')
        expect(ctl('connector', 'show', 'odd'), 3, 'Layer 1')
    MCP_JSON.write_text(kept)


def test_all_or_none():
    """several connectors at once: one wrong name, and none is switched"""
    expect(ctl('activate', 'web', 'nothing'), 3, 'nothing')
    assert ctl('project', 'show', '--json').json()['active'] == []
    rows = expect(ctl('activate', 'web', 'files', '--json')).json()
    assert [row['connector'] for row in rows] == ['web', 'files'] and all(row['active'] for row in rows), rows
    rows = expect(ctl('deactivate', 'web', 'files', '--json')).json()
    assert not any(row['active'] for row in rows), rows


def test_foreign_text():
    """control, bidi and invisible characters in a label are made visible"""
    path = write('evil.json', {'mcpServers': {'evil': {'type': 'http', 'url': 'https://evil.example.com/mcp',
                                                       'gatehouse': {'label': 'a\u202eb\u001b[31mc\U000e0041'}}}})
    expect(ctl('import', path))
    out = ctl('connector', 'show', 'evil').out
    assert '\u202e' not in out and '\u001b' not in out and '\U000e0041' not in out, repr(out)


def test_completion():
    """completion offers verbs, options, connectors and projects, for bash as well"""
    assert 'doctor' in ctl('complete', 'verbs').out.split()
    assert '--refresh' in ctl('complete', 'options', 'tools').out.split()
    assert 'web' in ctl('complete', 'connectors').out.split()
    assert ctl('complete', 'projects').out.strip()
    script = os.environ['GATE_COMPLETION']
    done = subprocess.run(['bash', '-c', f'source "{script}"; COMP_WORDS=(gatehousectl connect w); COMP_CWORD=2; _gatehousectl; '
                           'printf "%s\\n" "${COMPREPLY[@]}"'], capture_output=True, text=True, timeout=60,
                          env=dict(os.environ, PATH=f'{pathlib.Path(CTL).parent}:{os.environ["PATH"]}'))
    assert done.stdout.split() == ['web'], done


def test_no_secret_in_files():
    """after all of this the canary is in no file of ours"""
    ours = [name for name in ('gatehouse',)]
    for path, content in home_files():
        if any(part in ours for part in path.parts):
            assert CANARY.encode() not in content, path


if __name__ == '__main__':
    main(sys.modules[__name__])
