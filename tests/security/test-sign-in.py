#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Attacks on the sign-in, end to end: a hostile service, a hostile authorization server, and strangers at the door. That nothing was waited
for, and nothing sent, is told from what was asked for, not from a clock."""

import pathlib
import os
import sys
import urllib.error
import urllib.parse
import urllib.request

from lab import Lab, Reply, canary
from shared import Terminal, add, browser_log, connect, ctl, expect, keyring_text, main, refused

MARKER = pathlib.Path(os.environ['GATE_TEST_SESSION'], 'marker')


def try_connect(lab, *texts, redeemed=0, windows=0, layer=None, **members):
    """A sign-in that must fail for the reason given, with so many codes redeemed and so many windows opened."""
    before = len(browser_log())
    name = add(lab.address, **members)
    result = refused(ctl('connect', name, '--yes'), *texts, layer=layer)
    assert len(lab.hits('/token')) == redeemed, lab.hits('/token')
    assert len(browser_log()) - before == windows, browser_log()[before:]
    assert lab.access not in keyring_text()
    return result


def test_good():
    """the service as such is good: signed in, called, with S256, resource and exact redirect address"""
    with Lab() as lab:
        name = connect(lab)
        expect(ctl('call', name + '__look'), 0, 'called look')
        asked = lab.hits('/authorize')[0].query
        assert asked['code_challenge_method'] == 'S256' and asked['resource'] == lab.address, asked
        form = lab.hits('/token')[0].form()
        assert form['resource'] == lab.address and form['redirect_uri'] == asked['redirect_uri'], form
        assert asked['redirect_uri'].startswith('http://127.0.0.1:') and len(asked['state']) >= 40, asked


def test_injection():
    """a command in the authorization address is never executed: refused, or one plain address to the browser"""
    commands = ['$(touch %s)', '`touch %s`', ';touch %s', '| touch %s', "';touch %s;'", '" ;touch %s; "', '\n touch %s', '&&touch %s',
                ' --new-window=x touch %s']
    for command in commands:
        with Lab() as lab:
            lab.metadata['authorization_endpoint'] = lab.origin + '/authorize?x=' + command % MARKER
            before = len(browser_log())
            name = add(lab.address)
            result = ctl('connect', name, '--yes')
            opened = browser_log()[before:]
            assert not MARKER.exists(), command
            assert len(opened) <= 1, opened
            if opened:
                expect(result)
                assert opened[0].startswith(lab.origin + '/authorize?x=') and not set(opened[0]) & set(' `"\'\n<>|'), opened
            else:
                refused(result)
                assert not lab.hits('/token')


def test_foreign_schemes():
    """javascript:, file:, data:, commands and options are no authorization address: refused before any window, nothing registered"""
    for address in ('javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,hello', 'cmd:/c calc.exe', 'vbscript:x', '--version', '-P',
                    '/bin/true', f'$(touch {MARKER})', 'ftp://127.0.0.1/', 'about:blank', 'smb://host/share', 'http:///x', '', ' '):
        with Lab() as lab:
            lab.metadata['authorization_endpoint'] = address
            try_connect(lab, 'authorization endpoint' if address.strip() else '')
            assert not MARKER.exists() and not lab.hits('/register'), address


def test_issuer_mismatch():
    """metadata of another issuer, or with a slash too many: refused before any window"""
    for change in (lambda origin: 'https://accounts.example.com', lambda origin: origin + '/', lambda origin: origin.upper(),
                   lambda origin: origin.replace('127.0.0.1', 'localhost'), lambda origin: origin + '/x'):
        with Lab() as lab:
            lab.metadata['issuer'] = change(lab.origin)
            try_connect(lab, 'nothing was sent there')
            assert not lab.hits('/register')


def test_wrong_iss():
    """an answer with a wrong iss, or with none where it is announced: the code is not redeemed"""
    for values, text in (({'iss': 'https://evil.example'}, 'another account server'), ({'iss': None}, 'does not say which account server'),
                         ({'iss': ''}, 'another account server')):
        with Lab() as lab:
            lab.hooks['/authorize'] = lambda request: lab.redirect(request, **values)
            try_connect(lab, text, windows=1)


def test_iss_not_announced():
    """a wrong iss counts even where none is announced, and a missing one is then fine"""
    with Lab() as lab:
        lab.metadata['authorization_response_iss_parameter_supported'] = None
        lab.hooks['/authorize'] = lambda request: lab.redirect(request, iss='https://evil.example')
        try_connect(lab, 'another account server', windows=1)
        lab.hooks['/authorize'] = lambda request: lab.redirect(request, iss=None)
        connect(lab)


def get(address, **headers):
    """What a stranger's request to the listener gets."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_strangers():
    """forged and missing states, a favicon, a wrong Host, Origin or path do not end a sign-in, and the right answer still counts"""
    codes = []

    def authorize(request):
        redirect = request.query['redirect_uri']
        port = urllib.parse.urlsplit(redirect).port
        evil = urllib.parse.urlencode({'code': canary('evil'), 'state': 'A' * 43, 'iss': lab.origin})
        right = urllib.parse.urlencode({'code': canary('evil'), 'state': request.query['state'], 'iss': lab.origin})
        codes.append(get(redirect + '?' + evil))
        codes.append(get(redirect + '?code=' + canary('evil')))
        codes.append(get(redirect))
        codes.append(get(f'http://127.0.0.1:{port}/favicon.ico'))
        codes.append(get(f'http://127.0.0.1:{port}/other?{right}'))
        codes.append(get(redirect + '?' + right, Host='evil.example'))
        codes.append(get(redirect + '?' + right, Host=f'evil.example:{port}'))
        codes.append(get(redirect + '?' + right, Origin='https://evil.example'))
        return None

    with Lab() as lab:
        lab.hooks['/authorize'] = authorize
        name = connect(lab)
        assert len(codes) == 8 and all(400 <= code < 500 for code in codes), codes
        assert [request.form()['code'] for request in lab.hits('/token')] == [lab.code]
        assert 'canary-evil' not in lab.hits('/token')[0].body.decode()
        redirect = lab.hits('/authorize')[0].query['redirect_uri']
        try:
            get(redirect)
            raise AssertionError('the listener is still there')
        except urllib.error.URLError:
            pass
        expect(ctl('call', name + '__look'))


def test_forged_state_only():
    """an answer with another state is nobody's: it is not redeemed, and Cancel ends the wait"""
    with Lab() as lab:
        lab.hooks['/authorize'] = lambda request: lab.redirect(request, state='B' * 43)
        name = add(lab.address)
        terminal = Terminal('connect', name)
        terminal.wait_for('Waiting for the browser')
        lab.wait_for('/authorize')
        terminal.type('c\n')
        assert terminal.end() in (1, 3), terminal.text
        assert not lab.hits('/token')


def test_foreign_token_endpoint():
    """a token endpoint on another origin gets no code, with --yes neither, unless the entry names it or the person says so"""
    with Lab() as lab, Lab() as other:
        lab.metadata['token_endpoint'] = other.origin + '/token'
        try_connect(lab, other.origin, 'nothing was sent there')
        assert not other.seen, other.seen
        terminal = Terminal('connect', add(lab.address))
        terminal.wait_for('Your choice')
        assert other.origin in terminal.text and lab.origin in terminal.text, terminal.text
        terminal.type('1\n')
        assert terminal.end() in (1, 3), terminal.text
        assert not other.seen and not lab.hits('/authorize')
        other.access = lab.access
        name = connect(lab, gatehouse={'signIn': {'trustedEndpointOrigins': [other.origin]}})
        assert len(other.hits('/token')) == 1
        expect(ctl('call', name + '__look'))


def test_foreign_registration():
    """a registration or revocation endpoint elsewhere is asked about as well"""
    for member in ('registration_endpoint', 'revocation_endpoint'):
        with Lab() as lab, Lab() as other:
            lab.metadata[member] = other.origin + '/x'
            try_connect(lab, other.origin)
            assert not other.seen


def test_foreign_resource_metadata():
    """resource metadata on another origin are not fetched"""
    with Lab() as lab, Lab() as other:
        for address in (other.origin + '/.well-known/oauth-protected-resource/mcp', other.origin.replace('127.0.0.1', 'localhost') + '/x',
                        f'http://[::1]:{other.port}/x', 'http://169.254.169.254/latest/meta-data/', 'file:///etc/passwd',
                        lab.origin + '@evil.example/x', lab.origin.replace('http:', 'gopher:') + '/x'):
            lab.hooks['/mcp'] = lambda request: lab.challenge(resource_metadata=address)
            lab.forget()
            try_connect(lab)
            assert not other.seen, address
            assert not lab.hits('/register')


def redirect_to(other, path):
    return lambda request: Reply(307, b'', {'Location': other.origin + path})


def test_redirects():
    """no redirect carries a request elsewhere: /mcp, both metadata, registration, token"""
    for path in ('/mcp', '/.well-known/oauth-protected-resource/mcp', '/.well-known/oauth-authorization-server', '/register', '/token'):
        with Lab() as lab, Lab() as other:
            lab.hooks[path] = redirect_to(other, path)
            try_connect(lab, 'redirect' if path != '/register' else 'does not register', redeemed=path == '/token', windows=path == '/token')
            assert not other.seen, path


def test_redirected_call():
    """a call that is redirected elsewhere carries neither token nor arguments there"""
    with Lab() as lab, Lab() as other:
        name = connect(lab)
        lab.hooks['rpc:tools/call'] = redirect_to(other, '/mcp')
        refused(ctl('call', name + '__look'), 'redirect')
        assert not other.seen


def test_no_pkce():
    """an authorization server without S256, or that does not say: refused; the entry can make an exception for silence only"""
    for methods in (['plain'], [], None):
        with Lab() as lab:
            lab.metadata['code_challenge_methods_supported'] = methods
            try_connect(lab, 'PKCE', 'nothing was sent')
            assert not lab.hits('/register')
            if methods is None:
                connect(lab, gatehouse={'signIn': {'allowMissingPkce': True}})
                assert lab.hits('/authorize')[0].query['code_challenge_method'] == 'S256'


def test_document_only():
    """an account server that knows clients by documents alone: without an address of ours no window, but what to register; with one it is named"""
    with Lab() as lab:
        lab.metadata = {'registration_endpoint': None, 'client_id_metadata_document_supported': True}
        told = try_connect(lab, 'Register', 'client id', 'http://127.0.0.1', layer='Layer 3')
        assert told.code == 3 or told.code == 1, told
        assert not lab.hits('/authorize') and not lab.hits('/register')
        document = 'https://clients.example/gatehouse.json'
        name = add(lab.address, gatehouse={'signIn': {'clientMetadataUrl': document}})
        expect(ctl('connect', name, '--yes'))
        assert lab.hits('/authorize')[0].query['client_id'] == document
        assert lab.hits('/token')[0].form()['client_id'] == document


def test_foreign_resource():
    """metadata of another's resource are refused"""
    with Lab() as lab:
        for resource in ('https://bank.example/mcp', lab.origin + '/other', lab.origin.replace('127.0.0.1', 'localhost') + '/mcp', lab.address + 'x'):
            lab.prm['resource'] = resource
            try_connect(lab, 'another resource')
            assert not lab.hits('/register')


def test_one_account_server():
    """two services with one account server: the token of one never reaches the other"""
    with Lab() as a, Lab() as b:
        b.prm['authorization_servers'] = [a.origin]
        first = connect(a)
        issued = {a.address: a.access, b.address: b.access}
        a.hooks['/token'] = lambda request: Reply(200, {'access_token': issued[request.form()['resource']], 'token_type': 'Bearer'})
        b.metadata['issuer'] = None
        second = connect(b)
        for name in (first, second):
            expect(ctl('call', name + '__look'))
            expect(ctl('tools', name))
        assert a.access.encode() not in b.everything()
        assert not any(b.access in (request.headers.get('Authorization') or '') for request in a.seen)
        # Where the second refuses, the first one's token is not tried.
        b.access = canary('changed')
        refused(ctl('call', second + '__look'))
        assert a.access.encode() not in b.everything()


def test_other_issuer():
    """a service that moves to another account server gets no refresh token there: the person signs in anew"""
    with Lab() as lab, Lab() as other:
        lab.lifetime = 1
        name = connect(lab)
        lab.prm['authorization_servers'] = [other.origin]
        lab.access = canary('changed')
        lab.hooks['/token'] = lambda request: Reply(400, {'error': 'invalid_grant'})
        before = len(browser_log())
        refused(ctl('call', name + '__look'), 'ign in', layer='Layer 3')
        assert lab.refresh.encode() not in other.everything() and not other.hits('/token'), other.seen
        assert len(browser_log()) == before
        other.access = lab.access
        expect(ctl('connect', name, '--yes'))
        assert lab.refresh.encode() not in other.everything() and len(browser_log()) == before + 1
        assert lab.client_secret.encode() not in other.everything()
        expect(ctl('call', name + '__look'))


def test_hostile_error():
    """what an account server says in its error is shown as plain text"""
    with Lab() as lab:
        lab.hooks['/authorize'] = lambda request: lab.redirect(request, code=None, error='access_denied\x1b[2J',
                                                               error_description='no\x1b]0;owned\x07 \u202e\U000e0041')
        result = try_connect(lab, windows=1)
        assert '\x1b' not in result.err and '\u202e' not in result.err and '\U000e0041' not in result.err, result
    with Lab() as lab:
        lab.hooks['/token'] = lambda request: Reply(400, {'error': 'invalid_grant', 'error_description': '\x1b[31mred\u200b\u2066'})
        result = try_connect(lab, redeemed=1, windows=1)
        assert '\x1b' not in result.err and '\u200b' not in result.err and '\u2066' not in result.err, result


def test_bad_metadata():
    """metadata that are no JSON, nested deeply, or endless: one sentence, no window, nothing registered"""
    for body in (b'', b'<html>', b'[]', b'{', b'{"issuer": 1}', b'null', b'[' * 100000, b'{"a":' * 5000, b' ' * 50_000_000):
        for path in ('/.well-known/oauth-protected-resource/mcp', '/.well-known/oauth-authorization-server'):
            with Lab() as lab:
                lab.hooks[path] = lambda request: Reply(200, body, kind='application/json')
                try_connect(lab)
                assert not lab.hits('/register')


def test_connector_address():
    """what is no address of a service is not even added"""
    for address in ('ftp://127.0.0.1/mcp', 'file:///etc/passwd', 'javascript:alert(1)', 'https://user:pass@services.example/mcp'):
        expect(ctl('connector', 'add', 'nothing', address), 2)
    assert ctl('connector', 'show', 'nothing').code == 3


if __name__ == '__main__':
    main(sys.modules[__name__])
