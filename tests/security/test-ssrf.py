#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A service with a public address that points into the person's own network, wherever an address can stand. Public and private addresses are
this machine's, in a network of its own (unshare -rnm); whoever is reached at a private one says so."""

import contextlib
import json
import socket
import sys
import threading
import time

from lab import Lab, Reply, canary, tool
from own_network import Names, add_addresses, certificate, set_up, trust_root
from shared import add, browser_log, ctl, expect, main

PUBLIC, PRIVATE, METADATA = '93.184.215.14', '10.1.2.3', '169.254.169.254'
SERVICE, ELSEWHERE, REBINDING = 'service.example', 'private.example', 'rebinding.example'
# How a private address can be written. A host of the second kind is a name that DNS answers.
LITERALS = ('127.0.0.1', METADATA, PRIVATE, '[::1]', '[::ffff:127.0.0.1]', '[::ffff:a01:203]', '[64:ff9b::7f00:1]', '2130706433', '0177.0.0.1',
            '0x7f.0.0.1', '127.1', '0.0.0.0', 'localhost', 'metadata.internal', ELSEWHERE)
SOME = ('127.0.0.1', METADATA, '[::1]', '2130706433', ELSEWHERE)
# What an account server offers, and the paths of the lab for it.
ENDPOINTS = {'authorization': 'authorize', 'token': 'token', 'registration': 'register', 'revocation': 'revoke'}
REASONS = ('points to', 'on another host', ': The address has a host or port that cannot be', 'has endpoints elsewhere', 'sends its sign-in to', 'redirect',
           '307')
slowest = 0.0


class Private:
    """Who listens at all private addresses, at that port (the public service's, or 0 for any): keeps every byte."""

    def __init__(self, port):
        self.port, self.received, self.sockets = port, [], []
        for address in ('127.0.0.1', PRIVATE, METADATA, '::1'):
            listener = socket.socket(socket.AF_INET6 if ':' in address else socket.AF_INET)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((address, self.port))
            self.port = listener.getsockname()[1]
            listener.listen(50)
            self.sockets.append(listener)
            threading.Thread(target=self.serve, args=(listener, address), daemon=True).start()

    def serve(self, listener, address):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=self.read, args=(connection, address), daemon=True).start()

    def read(self, connection, address):
        with contextlib.suppress(OSError), connection:
            while data := connection.recv(4096):
                self.received.append((address, data))

    def close(self):
        for listener in self.sockets:
            listener.close()


@contextlib.contextmanager
def public_lab(name, **options):
    """The service, and those who must not be reached."""
    context = certificate(name, SERVICE, REBINDING)
    with Lab(context=context, host=SERVICE, bind=PUBLIC, **options) as lab:
        private = Private(lab.port)
        yield lab, private
        private.close()
        assert not private.received, private.received


def refused(result, *texts):
    """It was refused with one clear error; nothing crashed."""
    assert result.code in (1, 3), result
    assert 'CRITICAL' not in result.err and 'WARNING' not in result.err, result
    for text in texts:
        assert text in result.err, f'{text!r} is missing: {result!r}'
    return result


def timed(*words):
    """How long a refusal takes is told; the limit is that of a busy machine."""
    global slowest
    start = time.monotonic()
    result = ctl(*words)
    slowest = max(slowest, time.monotonic() - start)
    assert time.monotonic() - start < 20, result
    return result


def try_connect(lab, private, *texts):
    visits = len(browser_log())
    name = add(lab.address)
    result = refused(timed('connect', name, '--yes'), *texts)
    assert not private.received, (result, private.received)
    reason = next(line for line in result.err.splitlines() if line.startswith('Error: '))
    assert any(text in reason for text in REASONS), reason
    expect(ctl('connector', 'remove', name))
    return len(browser_log()) - visits


def test_good():
    """the public service itself works: sign-in, list, call"""
    with public_lab('good') as (lab, private):
        name = add(lab.address)
        expect(ctl('connect', name, '--yes'))
        expect(ctl('call', name + '__look'), 0, 'called look')


def test_resource_metadata():
    """resource_metadata of the challenge at a private address, however it is written"""
    with public_lab('prm') as (lab, private):
        for host in LITERALS:
            for scheme in ('https', 'http'):
                lab.hooks['/mcp'] = lambda request: lab.challenge(resource_metadata=f'{scheme}://{host}:{lab.port}/.well-known/oauth-protected-resource')
                assert try_connect(lab, private) == 0, host


def test_account_server():
    """an account server at a private address"""
    with public_lab('server') as (lab, private):
        for host in LITERALS:
            lab.prm = {'authorization_servers': [f'https://{host}:{lab.port}']}
            assert try_connect(lab, private) == 0, host


def test_endpoints():
    """endpoints of the account server at a private address: registration, token, authorization"""
    with public_lab('endpoints') as (lab, private):
        for member in ('registration_endpoint', 'token_endpoint', 'authorization_endpoint'):
            for host in SOME:
                lab.metadata = {member: f'https://{host}:{lab.port}/x'}
                try_connect(lab, private)


def test_redirects():
    """redirects of the service and of its documents to a private address"""
    with public_lab('redirects') as (lab, private):
        for path in ('/mcp', '/.well-known/oauth-protected-resource/mcp', '/.well-known/oauth-authorization-server', '/register', '/token'):
            for host in SOME:
                lab.hooks = {path: lambda request: Reply(307, b'', {'Location': f'https://{host}:{lab.port}/x'})}
                try_connect(lab, private)


def test_contents():
    """addresses in what a service says are not visited: icons, pages, links, endpoints of its stream"""
    with public_lab('contents', protected=False) as (lab, private):
        inside = f'https://{METADATA}:{lab.port}/latest/meta-data/'
        link = {'type': 'resource_link', 'uri': inside, 'name': 'inside'}
        lab.tools = [tool('look', icons=[{'src': inside, 'mimeType': 'image/png'}])]
        lab.info = {'name': 'lab', 'version': '1', 'websiteUrl': inside, 'icons': [{'src': inside}]}
        lab.hooks['rpc:tools/list'] = lambda request: {'tools': lab.tools, **({} if request.rpc()['params'].get('cursor') else {'nextCursor': inside})}
        lab.hooks['rpc:resources/list'] = lambda request: {'resources': [{'uri': inside, 'name': 'inside', 'icons': [{'src': inside}]}]}
        lab.hooks['rpc:tools/call'] = lambda request: {'content': [link]}
        name = add(lab.address)
        expect(ctl('activate', name))
        for words in (('tools', name), ('call', name + '__look', '--yes'), ('resource', 'list', '--connector', name),
                      ('prompt', 'list', '--connector', name), ('connector', 'show', name), ('connector', 'test', name), ('doctor', name)):
            expect(timed(*words, '--json'))
        # The person asks for it: the service is asked, nobody else.
        ctl('resource', 'read', '--connector', name, inside)
        assert lab.calls('resources/read')
        assert not private.received
        stream = f'event: endpoint\ndata: {inside}\n\n'
        lab.hooks['/sse'] = lambda request: Reply(200, stream, kind='text/event-stream')
        old = add(f'{lab.origin}/sse', type='sse')
        expect(ctl('activate', old))
        refused(timed('tools', old), 'another place')


@contextlib.contextmanager
def rebinding_lab(name):
    """The service with an account server of its own name, that name being public."""
    with public_lab(name) as (lab, private):
        names.table[REBINDING] = [PUBLIC]
        issuer = f'https://{REBINDING}:{lab.port}'
        lab.prm = {'authorization_servers': [issuer]}
        lab.metadata = {'issuer': issuer, **{f'{member}_endpoint': f'{issuer}/{path}' for member, path in ENDPOINTS.items()}}
        lab.hooks['/authorize'] = lambda request: lab.redirect(request, iss=issuer)
        yield lab, private


def test_rebinding():
    """a name that is public when it is first asked for, and private the second time"""
    # An answer of DNS may be kept for an origin, so the second time has to be for another; there nobody listens at the public address.
    with rebinding_lab('rebinding') as (lab, private), contextlib.closing(Private(0)) as second:
        names.table[REBINDING] = [PUBLIC, '127.0.0.1']
        elsewhere = f'https://{REBINDING}:{second.port}'
        lab.metadata['registration_endpoint'] = elsewhere + '/register'
        visits = len(browser_log())
        name = add(lab.address, gatehouse={'signIn': {'trustedEndpointOrigins': [elsewhere]}})
        refused(timed('connect', name, '--yes'), REBINDING, '127.0.0.1', 'nothing was sent')
        assert len(lab.hits('/.well-known/oauth-authorization-server')) == 1, 'the first time nothing was asked'
        assert names.table[REBINDING] == ['127.0.0.1'], 'the name was not asked for again'
        assert not private.received and not second.received, (private.received, second.received)
        assert len(browser_log()) == visits


def test_rebinding_later():
    """a name that was public when the person signed in, and is private when the sign-in is renewed by another process"""
    with rebinding_lab('rebinding-later') as (lab, private):
        name = add(lab.address)
        expect(ctl('connect', name, '--yes'))
        expect(ctl('tools', name), 0, 'look')
        names.table[REBINDING] = ['127.0.0.1']
        lab.access = canary('next')
        lab.forget()
        refused(timed('tools', name), REBINDING, '127.0.0.1', 'nothing was sent')
        assert lab.hits('/mcp') and not lab.hits('/token')
        assert not private.received, private.received


def test_reasons():
    """the refusal says which address it was, and layer and remedy; as JSON too"""
    with public_lab('reasons') as (lab, private):
        lab.prm = {'authorization_servers': [f'https://{ELSEWHERE}:{lab.port}']}
        name = add(lab.address)
        refused(timed('connect', name, '--yes'), ELSEWHERE, PRIVATE, 'nothing was sent', 'Where: ', 'What to do: ')
        told = json.loads(timed('connect', name, '--yes', '--json').out)
        assert told['error']['code'] == 'untrusted' and told['error']['remedy'], told
        print(f'# the slowest refusal took {slowest:.2f} s')


if __name__ == '__main__':
    set_up()
    trust_root()
    add_addresses(PUBLIC, PRIVATE, METADATA)
    names = Names({SERVICE: [PUBLIC], ELSEWHERE: [PRIVATE], 'metadata.internal': [METADATA], REBINDING: [PUBLIC]})
    main(sys.modules[__name__])
