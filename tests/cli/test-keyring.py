#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Without a usable keyring: it is said plainly, a sign-in lives in the process that made it, and nothing is written in clear.
The first argument says which: locked, absent."""

import sys

from gatehouse import ctl, expect, home_files, main, start_sample

kind = sys.argv[1]
server = start_sample('--token-lifetime', '600')
WORDS = {'locked': 'locked', 'absent': 'keyring'}


def test_connect():
    """connect works, says that nothing was kept and why, and exits with 3"""
    result = ctl('connect', 'sample', '--yes')
    expect(result, 3, 'not kept', WORDS[kind])
    expect(ctl('connector', 'list'), 0, 'sample')


def test_later():
    """the next command is not signed in, and says which layer it is"""
    result = ctl('tools')
    assert result.code == 3, result
    assert WORDS[kind] in result.err or 'Layer 3' in result.err, result


def test_sign_in_here():
    """tools --sign-in and call --sign-in sign in for themselves"""
    expect(ctl('tools', '--sign-in', '--yes'), 0, 'sample__list_invoices')
    expect(ctl('call', 'sample__list_invoices', '--sign-in', '--yes'))


def test_doctor():
    """doctor names the keyring and the remedy"""
    findings = ctl('doctor', '--json').json()
    failed = [finding for finding in findings if finding['state'] == 'failed']
    assert failed and WORDS[kind] in failed[0]['message'] and failed[0]['remedy'], findings


def test_secret_is_refused():
    """a secret that cannot go to the keyring goes nowhere"""
    canary = 'sk-CANARYcanaryCANARYcanaryCANARYcanary00'
    result = ctl('connector', 'add', 'keyed', 'https://keyed.example.com/mcp', '--header', f'Authorization: Bearer {canary}')
    assert result.code != 0 and canary not in result.err, result
    for path, content in home_files():
        assert canary.encode() not in content, path
        assert b'access_token' not in content or 'sample.json' in path.name, path


if __name__ == '__main__':
    try:
        main(sys.modules[__name__])
    finally:
        server.terminate()
        server.wait(10)
