#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real authorization servers: the example of the official SDK, and oidc-provider with dynamic registration, metadata documents,
clients that were registered beforehand, rotation with reuse detection, step-up and revocation."""

import json
import ssl
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer

import peers
from peers import HERE, HOME, call, ctl, expect, free_port, get_json, package, start, text, wait_for_line

EXAMPLE = package('@modelcontextprotocol', 'sdk', 'dist', 'esm', 'examples', 'server', 'simpleStreamableHttp.js')
SHORT = 5
WORKERS = 5


def windows():
    return len(peers.gatehouse.browser_log())


def start_oidc(*options, **variables):
    """Where it all is: issuer, address, stats, revoke."""
    process = start(peers.NODE, HERE / 'oidc.mjs', *options, **variables)
    return json.loads(wait_for_line(process, r'^\{"issuer".*\}$'))


def connect(name, place, **oauth):
    """Adds the connector and signs in: what `connect` says."""
    expect(ctl('connector', 'add', name, '--entry', entry_file(name, place, oauth)))
    return expect(ctl('connect', name, '--yes', '--json')).json()


def entry_file(name, place, oauth):
    path = HOME / f'{name}.json'
    path.write_text(json.dumps({'type': 'http', 'url': place['address'], **({'gatehouse': {'signIn': oauth}} if oauth else {})}))
    return str(path)


def stats(place):
    return get_json(place['stats'])


def test_sdk_example():
    """the SDK's example: registration, code with PKCE, no refresh token; the tools are called with what it gave"""
    port, auth_port = free_port(), free_port()
    start(peers.NODE, EXAMPLE, '--oauth', '--oauth-strict', port=port, MCP_PORT=str(port), MCP_AUTH_PORT=str(auth_port))
    before = windows()
    connected = connect('example', {'address': f'http://localhost:{port}/mcp'})
    assert connected['persisted'] is True and connected['scopes'] == 'mcp:tools' and connected['tools'] >= 6, connected
    assert windows() == before + 1
    assert text(call('example__greet', 'name=Ada')) == 'Hello, Ada!'
    assert windows() == before + 1
    expect(ctl('disconnect', 'example'))
    expect(ctl('call', 'example__greet', 'name=Ada', '--yes'), 3, 'Layer 3')
    assert windows() == before + 1


registered = start_oidc('--ttl', str(SHORT))


def test_registration():
    """oidc-provider, registered by itself: a public native client with its exact redirect address, one window, one code"""
    before = windows()
    connected = connect('records', registered)
    assert connected['persisted'] is True and 'records.read' in connected['scopes'].split() and 'records.write' not in connected['scopes'], connected
    assert connected['tools'] == 2 and windows() == before + 1
    seen = stats(registered)
    assert (seen['registrations'], seen['code'], seen['refused']) == (1, 1, 0), seen
    client = seen['clients'][0]
    assert client['token_endpoint_auth_method'] == 'none' and client['application_type'] == 'native', client
    assert len(client['redirect_uris']) == 1 and client['redirect_uris'][0].startswith('http://127.0.0.1:'), client
    assert 'client_secret' not in client, client


def test_expiry():
    """oidc-provider: an expired token is refreshed without a window, and the refresh token that came with it is the next one"""
    before = windows()
    rounds = 2
    refreshed = stats(registered)['refresh']
    for _ in range(rounds):
        wait_for_expiry()
        assert text(call('records__read_record', 'id=7')) == 'Record 7'
    seen = stats(registered)
    assert seen['refresh'] - refreshed >= rounds and seen['reuse'] == 0 and seen['refused'] == 0, seen
    assert windows() == before


def wait_for_expiry():
    """Until the access token that is in the keyring is no longer good, told by the clock that the server tells it by."""
    expires = ctl('connector', 'show', 'records', '--json').json()['accounts'][0]['expires']
    time.sleep(max(expires - time.time(), 0) + 1)


def test_at_once():
    """oidc-provider: processes that find the same expired token at once: one refresh, no reuse, no window"""
    before = windows()
    wait_for_expiry()
    seen = stats(registered)
    begun = time.monotonic()
    with ThreadPoolExecutor(WORKERS) as pool:
        results = list(pool.map(lambda number: peers.gatehouse.ctl('call', 'records__read_record', f'id={number}', '--yes'), range(WORKERS)))
    for number, result in enumerate(results):
        expect(result, 0, f'Record {number}')
    after = stats(registered)
    assert after['reuse'] == 0 and after['refused'] == 0, after
    # One, and another for every life of a token that a slow machine took.
    assert 1 <= after['refresh'] - seen['refresh'] <= 1 + int((time.monotonic() - begun) / SHORT), (seen, after)
    assert windows() == before


def test_step_up():
    """oidc-provider: a tool that needs more says so; with --sign-in the person is asked once, and keeps what was granted before"""
    before = windows()
    expect(ctl('call', 'records__write_record', 'text=hello', '--yes'), 3, 'Layer 3', 'records.write')
    assert windows() == before
    assert 'Written: hello' in expect(ctl('call', 'records__write_record', 'text=hello', '--yes', '--sign-in')).out
    assert windows() == before + 1
    assert text(call('records__read_record', 'id=1')) == 'Record 1'
    assert text(call('records__write_record', 'text=again')) == 'Written: again'
    assert windows() == before + 1 and stats(registered)['registrations'] == 1, stats(registered)


def test_revoked():
    """oidc-provider: what was revoked at the service is layer 3, no window opens by itself, and connect mends it"""
    before = windows()
    get_json(registered['revoke'], data=b'')
    result = expect(ctl('call', 'records__read_record', 'id=1', '--yes', '--json'), 3).json()['error']
    assert result['layer'] == 'signed-in' and result['remedy'], result
    findings = expect(ctl('doctor', 'records', '--json'), 3).json()
    assert any(finding['state'] != 'ok' for finding in findings), findings
    assert windows() == before
    expect(ctl('connect', 'records', '--yes'))
    assert text(call('records__read_record', 'id=1')) == 'Record 1'
    assert windows() == before + 1


def test_disconnect():
    """oidc-provider: disconnect revokes at the service and empties the keyring"""
    assert expect(ctl('disconnect', 'records', '--json')).json()['revoked'] is True
    assert stats(registered)['revocations'] >= 1, stats(registered)
    expect(ctl('call', 'records__read_record', 'id=1', '--yes'), 3, 'Layer 3')


def test_registered_beforehand():
    """oidc-provider with a client registered beforehand: public, and with a secret; any loopback port is good"""
    clients = HOME / 'clients.json'
    native = {'redirect_uris': ['http://127.0.0.1/callback'], 'response_types': ['code'], 'grant_types': ['authorization_code', 'refresh_token'],
              'application_type': 'native'}
    clients.write_text(json.dumps([
        {'client_id': 'desktop', 'token_endpoint_auth_method': 'none', **native},
        {'client_id': 'with-secret', 'client_secret': 'secret-e1b2c3d4', 'token_endpoint_auth_method': 'client_secret_basic', **native},
    ]))
    place = start_oidc('--no-registration', '--clients', clients)
    assert connect('public', place, clientId='desktop')['tools'] == 2
    assert text(call('public__read_record', 'id=2')) == 'Record 2'
    secret = HOME / 'secret'
    secret.write_text('secret-e1b2c3d4\n')
    expect(ctl('connector', 'add', 'secret', place['address'], '--client-id', 'with-secret', '--client-secret-file', str(secret)))
    assert expect(ctl('connect', 'secret', '--yes', '--json')).json()['tools'] == 2
    secret.unlink()
    assert text(call('secret__read_record', 'id=3')) == 'Record 3'
    assert stats(place)['refused'] == 0, stats(place)


def test_no_registration():
    """oidc-provider without registration: stops before any window and says which redirect address to register"""
    place = start_oidc('--no-registration')
    before = windows()
    expect(ctl('connector', 'add', 'closed', place['address']))
    error = expect(ctl('connect', 'closed', '--yes', '--json'), 3).json()['error']
    assert error['layer'] == 'signed-in' and 'http://127.0.0.1' in json.dumps(error), error
    assert windows() == before and stats(place)['code'] == 0


def serve_document(document, certificate, key):
    """An HTTPS server of one document: (address, how often it was asked for)."""
    hits = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            body = json.dumps(document).encode()
            self.send_response(200)
            self.send_header('Content-Type', 'application/json')
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = HTTPServer(('127.0.0.1', 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f'https://localhost:{server.server_port}/gatehouse.json', hits


def test_metadata_document():
    """oidc-provider with metadata documents: the address of ours is the client's id, and the provider fetches it"""
    certificate, key = HOME / 'document.crt', HOME / 'document.key'
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=localhost',
                    '-addext', 'subjectAltName=DNS:localhost', '-keyout', str(key), '-out', str(certificate)], check=True, capture_output=True)
    document = {'client_name': 'Gatehouse', 'redirect_uris': ['http://127.0.0.1/callback'], 'application_type': 'native',
                'token_endpoint_auth_method': 'none', 'response_types': ['code'], 'grant_types': ['authorization_code', 'refresh_token']}
    address, hits = serve_document(document, certificate, key)
    document['client_id'] = address
    place = start_oidc('--documents', '--ttl', str(SHORT), NODE_EXTRA_CA_CERTS=str(certificate))
    assert connect('documented', place, clientMetadataUrl=address)['tools'] == 2
    assert hits and set(hits) == {'/gatehouse.json'}, hits
    time.sleep(SHORT + 1)
    assert text(call('documented__read_record', 'id=4')) == 'Record 4'
    seen = stats(place)
    assert seen['registrations'] == 0 and seen['refresh'] >= 1 and seen['refused'] == 0, seen


if __name__ == '__main__':
    peers.main(sys.modules[__name__])
