#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""--json as the manual page documents it: the examples are read out of the page, and what each verb prints has the same members and types.
What the page says may be null, may be missing, or is as the server sent it, is checked as such. Each test goes on from the one before it."""

import json
import os
import pathlib
import re
import sys

from gatehouse import ctl, expect, main, start_sample

server = start_sample()
PAGE = pathlib.Path(os.environ['GATE_MANUAL']).read_text()
seen = set()


class Example:
    """One example of the page, with what is said after it."""

    def __init__(self, text):
        body = re.search(r'^\.EX\n(.*?)^\.EE$', text, re.S | re.M).group(1)
        self.value = json.loads(body.replace('\\-', '-').replace('\\e', '\\'))
        self.null, self.missing = self.names(text, 'May be null'), self.names(text, 'May be missing')
        self.sent = self.names(text, 'As the server sent it') | self.names(text, 'As it stood in mcp.json')

    @staticmethod
    def names(text, title):
        line = re.search(rf'^{title}: (.*)\.$', text, re.M)
        return set(re.findall(r'\\fB(\w+)\\fR', line.group(1))) if line else set()

    def check(self, value, example=None, where='$', name=''):
        example = self.value if where == '$' else example
        if name in self.sent:
            return
        if value is None:
            assert name in self.null, f'{where} is null, and the page does not say that it may be'
            return
        assert type(value) is type(example), f'{where} is {value!r}, and the page has {example!r}'
        if isinstance(value, dict):
            unknown, absent = value.keys() - example.keys(), example.keys() - value.keys() - self.missing
            assert not unknown, f'{where} has {unknown}, which the page does not have'
            assert not absent, f'{where} lacks {absent}'
            for member, one in value.items():
                self.check(one, example[member], f'{where}.{member}', member)
        elif isinstance(value, list) and value:
            assert example, f'{where} has elements, and the page shows none'
            for number, one in enumerate(value):
                self.check(one, example[0], f'{where}[{number}]', name)


def read_page():
    part = PAGE.split('\n.SH JSON OUTPUT\n')[1].split('\n.SH ')[0]
    found = {}
    for section in part.split('\n.SS ')[1:]:
        titles, text = section.split('\n', 1)
        for title in titles.split(', '):
            found[title.replace('\\-', '-')] = Example(text)
    return found


EXAMPLES = read_page()


def documented(name, *words, code=0, stdin=None):
    """Runs a verb with --json; what it prints is as the page says. What it prints is given back."""
    seen.add(name)
    value = expect(ctl(*words, '--json', stdin=stdin), code).json()
    EXAMPLES[name].check(value)
    return value


def refuses(example, value):
    try:
        example.check(value)
    except AssertionError:
        return True
    return False


def test_checker():
    """what differs from an example is noticed: a member more, one less, another type, a null"""
    example = EXAMPLES['connector test']
    good = {'connector': 'a', 'protocol': 'b', 'tools': 1, 'milliseconds': 2}
    example.check(good)
    for bad in ({**good, 'more': 1}, {'connector': 'a'}, {**good, 'tools': '1'}, {**good, 'tools': True}, {**good, 'protocol': None},
                {**good, 'milliseconds': 1.5}, [good], None, []):
        assert refuses(example, bad), bad
    row = dict(EXAMPLES['connector list'].value[0], issuer=None)
    EXAMPLES['connector list'].check([row])
    assert refuses(EXAMPLES['connector list'], [dict(row, label=None)])


def test_every_verb_is_there():
    """the page has an example for every verb, and for no other"""
    wanted = {'error'}
    for verb in ctl('complete', 'verbs').out.split():
        subverbs = ctl('complete', 'subverbs', verb).out.split()
        wanted.update(f'{verb} {subverb}' for subverb in subverbs or ['']) if subverbs else wanted.add(verb)
    assert wanted == EXAMPLES.keys(), wanted ^ EXAMPLES.keys()


def test_errors():
    """errors of every kind"""
    for code, words in ((2, ['tols']), (2, ['tools', '--nonsense']), (3, ['connect', 'nothing']), (1, ['project', 'show', 'nothing']),
                        (2, ['connector', 'add', 'x', 'http://example.com/mcp']), (2, ['connector', 'show'])):
        documented('error', *words, code=code)


def test_connect():
    """connect, and the connector"""
    assert documented('connect', 'connect', 'sample', '--yes')['project'] == 'default'
    documented('connect', 'connect', 'sample', '--yes', '--off')
    assert documented('connector list', 'connector', 'list')
    documented('connector show', 'connector', 'show', 'sample')
    documented('connector test', 'connector', 'test', 'sample')


def test_connectors():
    """connector add, secure and remove, import and export"""
    assert documented('connector add', 'connector', 'add', 'tracker', 'https://tracker.example.com/mcp', '--header', 'X-Api-Key: s3cretKEYs3cret0')['secrets']
    documented('connector list', 'connector', 'list')
    documented('connector show', 'connector', 'show', 'tracker')
    documented('connector secure', 'connector', 'secure', 'tracker')
    assert documented('export', 'export', 'tracker')['mcpServers']['tracker']
    path = str(pathlib.Path(os.environ['HOME'], 'out.json'))
    assert expect(ctl('export', '--output', path, '--json')).json() == {'file': path}
    entries = {'files': {'command': 'server-files', 'env': {'API_TOKEN': 's3cretKEYs3cret1'}}, 'broken': {'type': 'http'}}
    pathlib.Path(path).write_text(json.dumps({'mcpServers': entries}))
    assert {row['outcome'] for row in documented('import', 'import', path)} == {'added', 'refused'}
    documented('connector remove', 'connector', 'remove', 'files')


def test_directory():
    """directory list, search, categories, show and add"""
    assert len(documented('directory list', 'directory', 'list')) > 200
    assert documented('directory search', 'directory', 'search', 'google', '--category', 'documents')
    documented('directory categories', 'directory', 'categories')
    for service in ('google-drive', 'glean', 'zendesk'):
        documented('directory show', 'directory', 'show', service)
    documented('directory add', 'directory', 'add', 'notion')
    documented('connector remove', 'connector', 'remove', 'notion')


def test_tools():
    """tools and call, also beside a connector that cannot be listed"""
    assert documented('tools', 'tools')['tools']
    documented('call', 'call', 'sample__list_invoices', 'status=overdue')
    documented('call', 'call', 'sample__show_chart')
    expect(ctl('connector', 'add', 'gone', 'http://127.0.0.1:9/mcp'))
    documented('activate', 'activate', 'gone', 'sample')
    assert documented('tools', 'tools', code=1)['failures']
    assert documented('resource list', 'resource', 'list', code=1)['failures']
    assert documented('prompt list', 'prompt', 'list', code=1)['failures']
    documented('doctor', 'doctor', code=1)
    documented('deactivate', 'deactivate', 'gone')
    documented('doctor', 'doctor', 'gone', code=3)
    documented('doctor', 'doctor')


def test_resources_and_prompts():
    """resource read, prompt get"""
    resources = documented('resource list', 'resource', 'list')
    documented('resource read', 'resource', 'read', resources['resources'][0]['name'])
    documented('prompt list', 'prompt', 'list')
    documented('prompt get', 'prompt', 'get', 'sample__chase_invoice', 'number=INV-2026-010')


def test_projects():
    """project add, set, show, list and remove"""
    folder = os.environ['HOME']
    documented('project add', 'project', 'add', 'Q4', '--folder', folder)
    documented('project set', 'project', 'set', 'Q4', '--instructions', 'Be brief.')
    documented('project show', 'project', 'show', 'Q4')
    assert len(documented('project list', 'project', 'list')) == 2
    documented('project remove', 'project', 'remove', 'Q4')


def test_disconnect():
    """disconnect; and each example of the page was compared"""
    documented('disconnect', 'disconnect', 'sample')
    assert seen == EXAMPLES.keys(), seen ^ EXAMPLES.keys()


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
        server.wait(10)
