#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks as they are: proxies, private certificate authorities, captive portals, services that are down. Each failure says which layer it is
in and what to do. Runs in a name space of its own (unshare -rnm), where the system's trust store is replaced."""

import base64
import fcntl
import http.client
import http.server
import os
import pathlib
import socket
import ssl
import struct
import subprocess
import sys
import threading
import urllib.parse

from lab import Lab, Reply, Server, closed_port
from shared import add, connect, ctl, expect, keyring_text, main, refused

FOLDER = pathlib.Path(os.environ['GATE_TEST_SESSION'], 'certificates')
BUNDLE = pathlib.Path('/etc/ssl/certs/ca-certificates.crt')


def openssl(*words):
    subprocess.run(['openssl', *words], cwd=FOLDER, check=True, capture_output=True, timeout=60)


def certificate(name, host, days=1):
    """A server's certificate from the private authority, as a context."""
    (FOLDER / f'{name}.cnf').write_text(f'subjectAltName=DNS:{host}\nextendedKeyUsage=serverAuth\n')
    openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', f'{name}.key', '-out', f'{name}.csr', '-subj', f'/CN={host}')
    openssl('x509', '-req', '-in', f'{name}.csr', '-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', '-days', str(days),
            '-extfile', f'{name}.cnf', '-out', f'{name}.pem')
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(FOLDER / f'{name}.pem', FOLDER / f'{name}.key')
    return context


def set_up():
    """The loopback interface, the private authority, and a trust store that is ours to change."""
    with socket.socket() as probe:
        fcntl.ioctl(probe, 0x8914, struct.pack('16sH14x', b'lo', 0x1 | 0x40))
    FOLDER.mkdir()
    openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'root.key', '-out', 'root.pem', '-days', '2',
            '-subj', '/CN=Company Root', '-addext', 'basicConstraints=critical,CA:TRUE')
    store = FOLDER / 'store.pem'
    store.write_bytes(BUNDLE.read_bytes())
    subprocess.run(['mount', '--bind', str(store), str(BUNDLE)], check=True, timeout=60)


def trust_root():
    with open(FOLDER / 'store.pem', 'ab') as store:
        store.write(b'\n' + (FOLDER / 'root.pem').read_bytes())


class Proxy(http.server.BaseHTTPRequestHandler):
    """Relays requests and tunnels, for whom it lets in. It alone knows where service.example is: here."""

    protocol_version = 'HTTP/1.1'

    def allowed(self):
        self.server.seen.append((self.command, self.path))
        wanted = self.server.pair
        if not wanted or self.headers.get('Proxy-Authorization') == 'Basic ' + base64.b64encode(wanted.encode()).decode():
            return True
        self.send_response(407)
        self.send_header('Proxy-Authenticate', 'Basic realm="proxy"')
        self.send_header('Content-Length', '0')
        self.end_headers()
        return False

    def do_CONNECT(self):
        if not self.allowed():
            return
        port = self.path.rsplit(':', 1)[1]
        with socket.create_connection(('127.0.0.1', int(port)), 10) as far:
            self.send_response(200)
            self.end_headers()
            thread = threading.Thread(target=self.pump, args=(far, self.connection), daemon=True)
            thread.start()
            self.pump(self.connection, far)
        self.close_connection = True

    @staticmethod
    def pump(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def relay(self):
        body = self.rfile.read(int(self.headers.get('Content-Length') or 0))
        if not self.allowed():
            return
        address = urllib.parse.urlsplit(self.path)
        far = http.client.HTTPConnection('127.0.0.1', address.port, timeout=10)
        headers = {name: value for name, value in self.headers.items() if not name.lower().startswith('proxy-')}
        far.request(self.command, address.path + ('?' + address.query if address.query else ''), body, headers)
        answer = far.getresponse()
        content = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ('content-length', 'transfer-encoding', 'connection'):
                self.send_header(name, value)
        self.send_header('Content-Length', str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_DELETE = relay

    def log_message(self, *_):
        pass


class ProxyServer:
    def __init__(self, pair=None):
        self.server = Server(('127.0.0.1', 0), Proxy)
        self.server.seen, self.server.pair = [], pair
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def environment(self, pair=None):
        address = f'http://{pair + "@" if pair else ""}127.0.0.1:{self.port}'
        return {'GIO_USE_PROXY_RESOLVER': 'libproxy', 'http_proxy': address, 'https_proxy': address, 'no_proxy': 'nothing.example'}


def test_private_root():
    """a private certificate authority: refused by name while this computer does not know it, fine once it is in the system's store"""
    with Lab(protected=False, context=certificate('right', 'localhost'), host='localhost') as lab:
        name = add(lab.address)
        expect(ctl('activate', name))
        refused(ctl('tools', name), 'authority that this computer does not know', 'Company Root', 'install', layer='The network')
        assert not lab.seen
        trust_root()
        expect(ctl('tools', name), 0, 'look')


def test_bad_certificates():
    """an expired certificate, and one for another host: refused before anything is sent, with what is wrong"""
    for host, days, text in (('localhost', -1, 'expired on'), ('other.example', 1, 'is for another host (other.example)')):
        with Lab(protected=False, context=certificate(f'bad{days}', host, days), host='localhost') as lab:
            name = add(lab.address)
            expect(ctl('activate', name))
            result = refused(ctl('call', name + '__look'), text, layer='The network')
            assert result.code == 1 and not lab.seen


def test_proxy():
    """a proxy with authentication, for http and https: with the right password all goes through it, without it says what to do"""
    for context in (None, certificate('proxied', 'service.example')):
        with Lab(protected=False, context=context, host='service.example') as lab:
            proxy = ProxyServer('anna:secret')
            name = add(lab.address)
            expect(ctl('activate', name))
            result = expect(ctl('tools', name, env=proxy.environment('anna:secret')), 0, 'look')
            assert proxy.server.seen and 'secret' not in result.out + result.err
            refused(ctl('tools', name, '--refresh', env=proxy.environment()), 'proxy', 'wants a sign-in', layer='The network')
            wrong = refused(ctl('tools', name, '--refresh', env=proxy.environment('anna:guess')), 'proxy', layer='The network')
            assert 'guess' not in wrong.err and 'guess' not in keyring_text()
            proxy.port = closed_port()
            refused(ctl('tools', name, '--refresh', env=proxy.environment()), layer='The network')


def test_captive_portal():
    """a captive portal: told as such, with where it is, and nothing of a sign-in is sent to it"""
    with Lab() as lab:
        name = connect(lab)
        for portal in (Reply(302, b'', {'Location': 'http://portal.example/login'}), Reply(511, '<html>Sign in', kind='text/html')):
            lab.hooks['/mcp'] = lambda request: portal
            lab.forget()
            result = refused(ctl('call', name + '__look'))
            assert 'portal' in result.err or 'redirect' in result.err, result
            assert not lab.hits('/token')


def test_refusals():
    """too many requests, down, broken, gone: which layer, and when to try again"""
    for status, headers, texts in ((429, {'Retry-After': '7200'}, ('fewer requests',)), (503, {'Retry-After': '120'}, ('down or overloaded',)),
                                   (500, {}, ('failed',)), (404, {}, ('nothing at this address',)), (403, {}, ('not allow',))):
        with Lab(protected=False) as lab:
            name = add(lab.address)
            expect(ctl('activate', name))
            lab.hooks['/mcp'] = lambda request: Reply(status, 'no', headers, 'text/plain')
            result = refused(ctl('call', name + '__look'), *texts, layer='The service')
            assert result.code == 1 and len(lab.seen) <= 6, (status, len(lab.seen))


def test_nobody_there():
    """a wrong port, and a name that does not exist"""
    for address, text in ((f'http://127.0.0.1:{closed_port()}/mcp', 'refuses connections'), ('https://nothing.invalid/mcp', 'nothing.invalid')):
        name = add(address)
        expect(ctl('activate', name))
        assert refused(ctl('tools', name), text, layer='The network').code == 1


if __name__ == '__main__':
    set_up()
    main(sys.modules[__name__])
