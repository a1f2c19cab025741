#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way of a newcomer, from nothing to a call and back, against Sample Workspace with a real keyring, a real browser hand-off and dconf.
Each test goes on from where the one before it ended."""

import json
import os
import pathlib
import sys

from gatehouse import Terminal, browser_log, ctl, expect, home_files, keyring_text, main, start_sample

server = start_sample()


def secrets_in_keyring():
    found = [line.split('= ', 1)[1] for line in keyring_text().splitlines() if line.startswith('secret = ')]
    texts = set()
    for secret in found:
        try:
            values = json.loads(secret)
        except ValueError:
            values = {'secret': secret}
        texts.update(value for name, value in values.items() if 'token' in name and isinstance(value, str) and len(value) > 20)
    return texts


def test_empty():
    """nothing is there at first, and the list says what to do"""
    expect(ctl('connector', 'list'), 0, 'gatehousectl connect sample')
    assert ctl('connector', 'list', '--json').json() == []
    assert ctl('tools', '--json').json() == {'tools': [], 'failures': [], 'notes': []}


def test_layer_one():
    """a connector that is not installed is layer 1"""
    expect(ctl('connect', 'notion'), 3, 'notion', 'Layer 1')
    expect(ctl('activate', 'notion'), 3, 'Layer 1')
    expect(ctl('call', 'notion__search'), 3, 'Layer 1')
    error = ctl('connect', 'notion', '--json').json()['error']
    assert error['code'] == 'not-installed' and error['layer'] == 'installed' and error['remedy'], error


def test_no_terminal():
    """without a terminal and without --yes nothing is asked, at once, and no browser is opened"""
    expect(ctl('connect', 'sample', '--off'), 3, '--yes')
    assert browser_log() == []


def test_connect():
    """connect: the browser signs in, the keyring keeps it, the project has it on"""
    result = expect(ctl('connect', 'sample', '--yes', '--json'), 0).json()
    assert result['tools'] >= 10 and result['persisted'] is True and 'notes.read' in result['scopes'], result
    assert len(browser_log()) == 1, browser_log()
    assert 'sample' in ctl('project', 'show', '--json').json()['active']


def test_secrets_only_in_keyring():
    """tokens are in the keyring, and in no file below the home"""
    secrets = secrets_in_keyring()
    assert secrets, 'the keyring holds nothing of ours'
    keyrings = pathlib.Path(os.environ['HOME'], '.local/share/keyrings')
    for path, content in home_files():
        if keyrings in path.parents or path.name == 'sample.json':
            continue
        for secret in secrets:
            assert secret.encode() not in content, f'a secret is in {path}'


def test_tools():
    """tools: by name, with what each is for, its claim and the policy"""
    tools = {tool['name']: tool for tool in expect(ctl('tools', '--json')).json()['tools']}
    assert tools['sample__list_invoices']['group'] == 'read' and tools['sample__list_invoices']['decision'] == 'allow'
    assert tools['sample__create_note']['group'] == 'write' and tools['sample__create_note']['decision'] == 'ask'
    assert tools['sample__delete_note']['group'] == 'destructive'
    assert tools['sample__get_invoice']['definition']['inputSchema']['type'] == 'object'
    expect(ctl('tools'), 0, 'sample__search_notes')


def test_table_fits():
    """on a terminal the table fits it, whatever its width"""
    for columns in (40, 60, 80, 200):
        terminal = Terminal('tools', '--no-color', columns=columns)
        assert terminal.end() == 0
        lines = [line for line in terminal.text.replace('\r', '').split('\n') if line.strip() and '\033' not in line]
        assert max(map(len, lines)) <= columns, (columns, max(lines, key=len))


def test_call():
    """call: words are typed by the schema, the result is shown"""
    result = expect(ctl('call', 'sample__list_invoices', '--json')).json()
    assert not result.get('isError') and result['content']
    expect(ctl('call', 'sample__search_notes', 'query=meeting'))
    expect(ctl('call', 'sample__search_notes', '--arguments', '{"query": "meeting"}'))
    expect(ctl('call', 'sample__search_notes', '--arguments', '-', stdin='{"query": "meeting"}'))


def test_bad_arguments():
    """bad arguments: one sentence that names the argument, exit 2, nothing sent"""
    expect(ctl('call', 'sample__get_invoice'), 2, 'number')
    expect(ctl('call', 'sample__search_notes', 'query'), 2, 'key=value')
    expect(ctl('call', 'sample__search_notes', '--arguments', '{"query": 1}'), 2, 'query')
    expect(ctl('call', 'sample__search_notes', '--arguments', '{"query": '), 2)
    expect(ctl('call', 'sample__search_notes', '--arguments', '[]'), 2)
    expect(ctl('call', 'sample__search_notes', '--arguments', '@/nonexistent'), 1, '/nonexistent')
    expect(ctl('call', 'sample__nothing'), 1, 'sample__nothing')
    expect(ctl('call', 'nothing'), 1, 'nothing')


def test_write_asks():
    """a tool that writes asks: refused without a terminal, asked on one"""
    expect(ctl('call', 'sample__create_note', 'title=Test', 'text=Hello'), 3, '--yes')
    terminal = Terminal('call', 'sample__create_note', 'title=Test', 'text=Hello')
    terminal.wait_for('Your choice')
    assert 'sample__create_note' in terminal.text and 'Hello' in terminal.text
    terminal.type('4\n')
    assert terminal.end() == 3
    assert 'you said no' in terminal.text


def test_step_up():
    """a tool that needs more access says which, and --sign-in asks for it once"""
    windows = len(browser_log())
    expect(ctl('call', 'sample__create_note', 'title=Test', 'text=Hello', '--yes'), 3, 'Layer 3')
    assert len(browser_log()) == windows
    expect(ctl('call', 'sample__create_note', 'title=Test', 'text=Hello', '--yes', '--sign-in'))
    assert len(browser_log()) == windows + 1
    expect(ctl('call', 'sample__create_note', 'title=Test 2', 'text=Hello', '--yes'))
    assert len(browser_log()) == windows + 1


def test_allowed_everywhere():
    """what is allowed in every project asks in none, save where it has a choice of its own"""
    terminal = Terminal('call', 'sample__create_note', 'title=Everywhere', 'text=Hello')
    terminal.wait_for('Your choice')
    assert 'in Every Project' in terminal.text
    terminal.type('3\n')
    assert terminal.end() == 0, terminal.text
    expect(ctl('project', 'add', 'Elsewhere'))
    expect(ctl('activate', 'sample', '--project', 'Elsewhere'))
    expect(ctl('call', 'sample__create_note', 'title=Elsewhere', 'text=Hello', '--project', 'Elsewhere'))
    for project in ('Default', 'Elsewhere'):
        expect(ctl('tools', '--ask', 'sample__create_note', '--project', project))
        expect(ctl('call', 'sample__create_note', 'title=Asked', 'text=Hello', '--project', project), 3, '--yes')
    expect(ctl('project', 'remove', 'Elsewhere', '--yes'))


def test_policy():
    """tools --block, --allow and --reset decide in the project"""
    expect(ctl('tools', '--block', 'sample__list_invoices'))
    expect(ctl('call', 'sample__list_invoices'), 1, 'blocked')
    expect(ctl('call', 'sample__list_invoices', '--yes'), 1, 'blocked')
    expect(ctl('tools', '--reset', 'sample__list_invoices', '--allow', 'sample__create_note'))
    expect(ctl('call', 'sample__list_invoices'))
    expect(ctl('call', 'sample__create_note', 'title=Allowed', 'text=Hello'))
    expect(ctl('tools', '--reset', 'sample__create_note'))


def test_policy_beside_a_broken_one():
    """what is chosen for a tool is kept and succeeds, though another connector that is on cannot be listed"""
    expect(ctl('connector', 'add', 'broken', 'http://127.0.0.1:9/mcp'))
    expect(ctl('activate', 'broken'))
    expect(ctl('tools'), 1, 'broken: ')
    for option in ('--block', '--ask', '--allow', '--reset'):
        expect(ctl('tools', option, 'sample__list_invoices'), 0, 'broken: ')
    failures = expect(ctl('tools', '--allow', 'sample__list_invoices', '--json')).json()['failures']
    assert [failure['connector'] for failure in failures] == ['broken'], failures
    expect(ctl('tools', '--reset', 'sample__list_invoices', 'sample'))
    for verb in ('resource', 'prompt'):
        assert expect(ctl(verb, 'list', '--json'), 1).json()['failures'][0]['connector'] == 'broken'
        expect(ctl(verb, 'list'), 1, 'broken: ')
    expect(ctl('tools', '--block', 'broken__anything'), 0, 'broken: ')
    for name in ('nonsense', 'nothing__tool', 'sample__nothing', ''):
        expect(ctl('tools', '--block', 'sample__list_invoices', '--allow', name), 1, f'“{name}”')
    assert ctl('tools', 'sample', '--json').json()['tools'][0]['decision'] == 'allow'
    expect(ctl('connector', 'remove', 'broken'))


def test_changed_definition():
    """a tool whose definition changed since it was allowed is reviewed, --yes or not"""
    expect(ctl('call', 'sample__sticky_note', 'text=Hello', '--yes'))
    expect(ctl('call', 'sample__change_definition', '--yes'))
    expect(ctl('call', 'sample__sticky_note', 'text=Hello', '--yes'), 1, 'not what it was')
    terminal = Terminal('call', 'sample__sticky_note', 'text=Hello')
    terminal.wait_for('Your choice')
    assert 'What changed' in terminal.text, terminal.text
    terminal.type('1\n')
    assert terminal.end() == 0
    expect(ctl('call', 'sample__sticky_note', 'text=Hello', '--yes'))


def test_asking_tool():
    """a tool that asks is answered on the terminal, and declined by who cannot answer"""
    terminal = Terminal('call', 'sample__plan_meeting', '--yes')
    terminal.wait_for(':')
    for _ in range(12):
        if 'Send it?' in terminal.text:
            break
        terminal.type('\n')
        try:
            terminal.wait_for('Send it?')
        except AssertionError:
            break
    terminal.type('n\n')
    terminal.end()


def test_slow_tool():
    """a slow tool shows its progress and can be interrupted"""
    terminal = Terminal('call', 'sample__generate_report', 'seconds=30')
    terminal.wait_for('%')
    terminal.interrupt()
    assert terminal.end() == 1
    assert 'Cancelled' in terminal.text


def test_resources_and_prompts():
    """resources and prompts are listed, read and filled in"""
    listed = expect(ctl('resource', 'list', '--json')).json()
    assert listed['resources'] and listed['templates'], listed
    uri = listed['resources'][0]['name']
    assert expect(ctl('resource', 'read', uri, '--json')).json()['contents'][0]['uri'] == uri
    prompts = expect(ctl('prompt', 'list', '--json')).json()['prompts']
    names = [prompt['name'] for prompt in prompts]
    assert 'sample__chase_invoice' in names, names
    expect(ctl('resource', 'read', 'sample://nothing/at-all'), 1)
    expect(ctl('prompt', 'get', 'sample__nothing'), 1)


def test_doctor_healthy():
    """doctor: all is well"""
    findings = expect(ctl('doctor', '--json')).json()
    assert all(finding['state'] == 'ok' for finding in findings), findings
    expect(ctl('doctor', 'sample', '--tool', 'sample__list_invoices'))
    expect(ctl('doctor', 'sample', '--tool', 'sample__nothing'), 1)


def test_off():
    """deactivate: layer 2, told with the command that mends it"""
    expect(ctl('deactivate', 'sample'))
    assert ctl('tools', '--json').json()['tools'] == []
    expect(ctl('call', 'sample__list_invoices'), 3, 'Layer 2', 'gatehousectl activate sample')
    expect(ctl('doctor', 'sample'), 3, 'gatehousectl activate sample')
    expect(ctl('activate', 'sample'))
    expect(ctl('call', 'sample__list_invoices'))


def test_projects():
    """projects: a new one has everything off, and takes nothing from another"""
    expect(ctl('project', 'add', 'Q4 report', '--folder', '/tmp', '--instructions', 'Be brief.'))
    shown = expect(ctl('project', 'show', 'Q4 report', '--json')).json()
    assert shown['active'] == [] and shown['folder'] == '/tmp' and shown['instructions'] == 'Be brief.', shown
    expect(ctl('call', 'sample__list_invoices', '--project', 'Q4 report'), 3, 'Layer 2')
    expect(ctl('project', 'set', 'Q4 report', '--name', 'Q4'))
    expect(ctl('project', 'add', ''), 2)
    expect(ctl('project', 'remove', 'default'), 2)
    expect(ctl('project', 'remove', 'Q4'))
    assert ctl('project', 'show', 'Q4').code == 1


def test_local_server():
    """a local server: its command is asked about, remembered, and asked about again when it changes"""
    sample = os.environ['GATE_SAMPLE']
    expect(ctl('connector', 'add', 'local', '--', sample, 'serve', '--stdio'))
    expect(ctl('activate', 'local'))
    expect(ctl('tools', 'local'), 3, 'question')
    expect(ctl('tools', 'local', '--yes', '--json'))
    assert ctl('tools', 'local', '--json').json()['tools']
    expect(ctl('connector', 'add', 'local', '--replace', '--env', 'GREETING=hello', '--', sample, 'serve', '--stdio'))
    expect(ctl('tools', 'local'), 3, 'question')
    expect(ctl('connector', 'remove', 'local'))
    assert 'local' not in ctl('project', 'show', '--json').json()['active']


def test_disconnect():
    """disconnect: revoked at the service, gone from the keyring, layer 3 afterwards"""
    before = secrets_in_keyring()
    assert expect(ctl('disconnect', 'sample', '--json')).json()['revoked'] is True
    assert not before & secrets_in_keyring()
    expect(ctl('call', 'sample__list_invoices'), 3, 'Layer 3')
    expect(ctl('doctor', 'sample'), 3, 'gatehousectl connect sample')


def test_remove():
    """connector remove: gone, and a second time layer 1"""
    expect(ctl('connector', 'remove', 'sample'))
    expect(ctl('connector', 'remove', 'sample'), 3)
    assert ctl('connector', 'list', '--json').json() == []


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
        server.wait(10)
