#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What outlives a process: which era a server speaks, what it listed last, and databases that were damaged. Each goes on from the one
before it. The servers are the lab's of tests/security."""

import os
import pathlib
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'security'))

from gatehouse import Terminal, ctl, expect, main  # noqa: E402
from lab import Lab, Reply, closed_port, tool  # noqa: E402

STATE = pathlib.Path(os.environ['XDG_STATE_HOME'], 'gatehouse', 'state.db')
CACHE = pathlib.Path(os.environ['XDG_CACHE_HOME'], 'gatehouse', 'cache.db')


def add(name, address):
    expect(ctl('connector', 'add', name, address))
    expect(ctl('activate', name))


def remove(*names):
    for name in names:
        expect(ctl('connector', 'remove', name))


def methods(lab):
    return [request.rpc().get('method') for request in lab.hits('/mcp', 'POST') if 'id' in request.rpc()]


def modern(lab):
    """Makes it speak 2026-07-28 and nothing else."""
    def respond(request):
        message = request.rpc()
        results = {'server/discover': {'supportedVersions': ['2026-07-28'], 'capabilities': {'tools': {}}, 'serverInfo': lab.info},
                   'tools/list': {'tools': lab.tools, 'ttlMs': 0, 'cacheScope': 'private'}}
        result = results.get(message.get('method'))
        if result is None:
            return Reply(404, {'jsonrpc': '2.0', 'id': message.get('id'), 'error': {'code': -32601, 'message': 'Method not found'}})
        return Reply(200, {'jsonrpc': '2.0', 'id': message['id'], 'result': {'resultType': 'complete', **result}})
    lab.hooks['/mcp'] = lambda request: respond(request) if request.method == 'POST' else Reply(405)


def test_era():
    """the era that a server speaks is found out once, not by every process; where it is no longer true it is found out anew"""
    with Lab(protected=False) as lab:
        add('era', lab.address)
        expect(ctl('tools', 'era'), 0, 'look')
        assert methods(lab)[:2] == ['server/discover', 'initialize'], methods(lab)
        lab.forget()
        expect(ctl('tools', 'era'), 0, 'look')
        assert 'server/discover' not in methods(lab) and methods(lab)[0] == 'initialize', methods(lab)
        modern(lab)
        lab.forget()
        expect(ctl('tools', 'era'), 0, 'look')
        assert 'server/discover' in methods(lab), methods(lab)
        lab.forget()
        expect(ctl('tools', 'era'), 0, 'look')
        assert 'initialize' not in methods(lab), methods(lab)
        del lab.hooks['/mcp']
        expect(ctl('tools', 'era'), 0, 'look')
        expect(ctl('connector', 'add', 'era', '--replace', lab.address + '?other'))
        lab.forget()
        expect(ctl('tools', 'era'), 0, 'look')
        assert methods(lab)[0] == 'server/discover', methods(lab)
        remove('era')


def test_last_list():
    """a server that cannot be reached: its last list, with its time and marked, and still the error and its exit code"""
    with Lab(protected=False) as lab, Lab(protected=False) as other:
        lab.tools.append(tool('third'))
        add('away', lab.address)
        add('there', other.address)
        names = {item['name'] for item in expect(ctl('tools', '--json')).json()['tools']}
        assert {'away__third', 'there__look'} <= names, names
    document = expect(ctl('tools', 'away', '--json'), 1).json()
    assert [failure['error']['layer'] for failure in document['failures']] == ['network'], document
    assert {item['name'] for item in document['tools']} == {'away__look', 'away__write', 'away__third'}, document
    assert all(item['asOf'] > 1600000000 for item in document['tools']), document
    result = expect(ctl('tools', 'away'), 1, 'away__third', 'not now', 'as of', 'The network')
    assert 'allowed' not in result.out, result
    expect(ctl('call', 'away__third'), 1, 'The network')
    terminal = Terminal('tools', 'away', '--no-color', columns=80)
    assert terminal.end() == 1 and 'as of' in terminal.text, terminal.text
    remove('away', 'there')


def test_only_of_this_server():
    """the last list of another address, of an account that signed out, or of a connector that was removed is not shown"""
    with Lab(protected=False) as lab:
        add('moved', lab.address)
        expect(ctl('tools', 'moved'), 0, 'look')
    expect(ctl('connector', 'add', 'moved', '--replace', f'http://127.0.0.1:{closed_port()}/mcp'))
    assert expect(ctl('tools', 'moved', '--json'), 1).json()['tools'] == []
    remove('moved')
    with Lab() as lab:
        expect(ctl('connector', 'add', 'private', lab.address))
        expect(ctl('connect', 'private', '--yes'))
        expect(ctl('tools', 'private'), 0, 'look')
        assert 'private__look' in ctl('complete', 'tools').out.split()
        expect(ctl('disconnect', 'private'))
        assert ctl('complete', 'tools').out == ''
        result = expect(ctl('tools', 'private', '--json'), 3).json()
        assert result['tools'] == [], result
        expect(ctl('connect', 'private', '--yes'))
        expect(ctl('tools', 'private'), 0, 'look')
        remove('private')
        rows = sqlite3.connect(CACHE).execute('SELECT count(*) FROM catalogues').fetchone()
        assert rows == (0,), rows


def test_complete_items():
    """completion of tools asks nobody: it gives what was listed last"""
    with Lab(protected=False) as lab:
        add('quick', lab.address)
        assert ctl('complete', 'tools').out == ''
        expect(ctl('tools'), 0, 'look')
        lab.forget()
        assert ctl('complete', 'tools').out.split() == ['quick__look', 'quick__write']
        assert lab.seen == []
        remove('quick')


def test_cache_cleared():
    """a cache that was cleared away is filled by the next listing, however soon it comes; one that is there and new is not written again"""
    with Lab(protected=False) as lab:
        add('cleared', lab.address)
        expect(ctl('tools', 'cleared'), 0, 'look')
        written = CACHE.stat().st_mtime_ns
        expect(ctl('tools', 'cleared'), 0, 'look')
        assert CACHE.stat().st_mtime_ns == written
        for path in CACHE.parent.glob('cache.db*'):
            path.rename(path.with_name('away-' + path.name))
        assert ctl('complete', 'tools').out == ''
        expect(ctl('tools', 'cleared'), 0, 'look')
        assert ctl('complete', 'tools').out.split() == ['cleared__look', 'cleared__write']
        remove('cleared')
        for path in CACHE.parent.glob('away-*'):
            path.unlink()


def test_damaged():
    """a damaged database is put aside, never lost silently: doctor says where it is and what follows from it, until it is removed"""
    with Lab(protected=False) as lab:
        add('here', lab.address)
        expect(ctl('tools', 'here'))
        for path in (STATE.with_name(STATE.name + '-wal'), STATE.with_name(STATE.name + '-shm')):
            path.unlink(missing_ok=True)
        STATE.write_bytes(b'not a database at all' * 1000)
        first = ctl('doctor', '--json').json()
        told = [finding for finding in first if 'damaged' in finding['message']]
        assert told and told[0]['state'] == 'warning' and told[0]['remedy'] and '.damaged-' in told[0]['message'], first
        again = [finding for finding in expect(ctl('doctor', '--json')).json() if 'damaged' in finding['message']]
        assert len(again) == 1 and again[0]['state'] == 'warning', again
        aside = list(STATE.parent.glob('state.db.damaged-*'))
        assert len(aside) == 1 and aside[0].read_bytes().startswith(b'not a database'), aside
        aside[0].unlink()
        assert not [finding for finding in expect(ctl('doctor', '--json')).json() if 'damaged' in finding['message']]
        CACHE.write_bytes(b'no cache either' * 1000)
        expect(ctl('tools', 'here'), 0, 'look')
        remove('here')


if __name__ == '__main__':
    main(sys.modules[__name__])
