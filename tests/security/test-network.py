#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks as they are: proxies, private certificate authorities, captive portals, services that are down. Each failure says which layer it is
in and what to do. Runs in a name space of its own (unshare -rnm), where the system's trust store is replaced."""

import base64
import email.utils
import http.client
import http.server
import json
import os
import pathlib
import socket
import subprocess
import sys
import threading
import time
import urllib.parse

from lab import Lab, Reply, Server, closed_port
from own_network import certificate, set_up, trust_root
from shared import add, connect, ctl, expect, keyring_text, main, new_name, refused

PAC_RUNNER = '/usr/libexec/glib-pacrunner'


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
        with Lab(protected=False, context=certificate(f'bad{days}', host, days=days), host='localhost') as lab:
            name = add(lab.address)
            expect(ctl('activate', name))
            result = refused(ctl('call', name + '__look'), text, layer='The network')
            assert result.code == 1 and not lab.seen


def test_proxy():
    """a proxy with authentication, for http and https: with the right password all goes through it, without it says what to do"""
    for context in (None, certificate('proxied', 'service.example')):
        with Lab(protected=False, context=context, host='service.example') as lab:
            proxy = ProxyServer('anna:secret')
            name = add(lab.address, gatehouse={'allowHttp': True})
            expect(ctl('activate', name))
            result = expect(ctl('tools', name, env=proxy.environment('anna:secret')), 0, 'look')
            assert proxy.server.seen and 'secret' not in result.out + result.err
            refused(ctl('tools', name, '--refresh', env=proxy.environment()), 'proxy', 'wants a sign-in', layer='The network')
            wrong = refused(ctl('tools', name, '--refresh', env=proxy.environment('anna:guess')), 'proxy', layer='The network')
            assert 'guess' not in wrong.err and 'guess' not in keyring_text()
            proxy.port = closed_port()
            refused(ctl('tools', name, '--refresh', env=proxy.environment()), layer='The network')


def pac_runner():
    """What evaluates such files for all programs of a GNOME session; here it has to be started by hand. None where it is not installed."""
    try:
        runner = subprocess.Popen([PAC_RUNNER], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except FileNotFoundError:
        return None
    subprocess.run(['gdbus', 'wait', '--session', '--timeout', '30', 'org.gtk.GLib.PACRunner'], check=True, timeout=60)
    return runner


def test_pac():
    """a proxy that is chosen by a PAC file of the system's settings, per host, for plain and encrypted services"""
    runner = pac_runner()
    assert runner, 'glib-networking-services and libproxy1-plugin-webkit are needed'
    settings = {'GIO_USE_PROXY_RESOLVER': 'gnome', 'XDG_CURRENT_DESKTOP': 'GNOME'}
    proxy = ProxyServer('anna:secret')
    script = f"""function FindProxyForURL(url, host) {{
      if (dnsDomainIs(host, "service.example")) return "PROXY 127.0.0.1:{proxy.port}";
      return "PROXY 127.0.0.1:{closed_port()}";
    }}"""
    try:
        with Lab(protected=False) as office:
            office.hooks['/proxy.pac'] = lambda request: Reply(200, script, kind='application/x-ns-proxy-autoconfig')
            for key, value in (('autoconfig-url', office.origin + '/proxy.pac'), ('mode', 'auto')):
                subprocess.run(['gsettings', 'set', 'org.gnome.system.proxy', key, value], check=True, timeout=60)
            for context in (None, certificate('by-pac', 'service.example')):
                with Lab(protected=False, context=context, host='service.example') as lab:
                    name = new_name()
                    expect(ctl('connector', 'add', name, '--allow-http', lab.address))
                    expect(ctl('activate', name))
                    proxy.server.pair, proxy.server.seen = None, []
                    expect(ctl('tools', name, '--refresh', env=settings), 0, 'look')
                    assert proxy.server.seen and office.hits('/proxy.pac')
                    proxy.server.pair = 'anna:secret'
                    refused(ctl('tools', name, '--refresh', env=settings), 'proxy', 'wants a sign-in', layer='The network')
                    # The other host's proxy is down.
                    away = add(f'https://elsewhere.example:{lab.port}/mcp')
                    expect(ctl('activate', away))
                    refused(ctl('tools', away, env=settings), layer='The network')
    finally:
        subprocess.run(['gsettings', 'reset', 'org.gnome.system.proxy', 'mode'], check=True, timeout=60)
        runner.terminate()
        runner.wait(60)


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


def test_portal_on_the_way():
    """what is not encrypted anybody on the way can answer: a web page or a redirect to another host is told as the network's own page"""
    with Lab(host='service.example') as lab:
        proxy = ProxyServer()
        name = add(lab.address, gatehouse={'allowHttp': True})
        expect(ctl('activate', name))
        for portal in (Reply(302, b'', {'Location': 'http://portal.example/login'}), Reply(200, '<html>Sign in', kind='text/html'),
                       Reply(511, '<html>Sign in', kind='text/html')):
            lab.hooks['/mcp'] = lambda request: portal
            lab.forget()
            result = refused(ctl('tools', name, env=proxy.environment()), 'sign-in page of the network', 'web browser', layer='The network')
            assert result.code == 1 and not lab.hits('/token') and not lab.hits('/register'), result
        lab.hooks['/mcp'] = lambda request: Reply(301, b'', {'Location': lab.address.replace('http:', 'https:')})
        result = refused(ctl('tools', name, env=proxy.environment()), 'https://service.example', layer='The service')
        assert 'portal' not in result.err, result


def test_no_credentials_in_clear():
    """plain http to another machine: not added without --allow-http; whatever mcp.json says by hand, no key, token or sign-in goes there"""
    with Lab(host='service.example') as lab:
        proxy = ProxyServer()
        for words in (['open', lab.address], ['open', lab.address, '--transport', 'sse']):
            result = ctl('connector', 'add', *words)
            assert result.code == 2 and 'https' in result.err and '--allow-http' in result.err, result
        assert ctl('connector', 'show', 'open').code == 3
        expect(ctl('connector', 'add', 'open', '--allow-http', lab.address))
        result = ctl('connector', 'add', 'keyed', '--allow-http', lab.address, '--header', 'Authorization: Bearer ' + lab.access)
        assert result.code == 2 and 'never sent that way' in result.err and lab.access not in result.err + keyring_text(), result
        expect(ctl('activate', 'open'))
        result = ctl('connect', 'open', '--yes', env=proxy.environment())
        assert result.code != 0 and 'not encrypted' in result.err, result
        assert lab.seen and not lab.hits('/token') and not lab.hits('/register') and not lab.hits('/authorize'), [request.target for request in lab.seen]
        path = pathlib.Path(os.environ['XDG_CONFIG_HOME'], 'gatehouse', 'mcp.json')
        kept = path.read_text()
        document = json.loads(kept)
        for members in ({'headers': {'Authorization': 'Bearer ' + lab.access}}, {'headers': {'X-Api-Key': lab.access}},
                        {'headersHelper': '/bin/true'}, {'oauth': {'clientId': 'c', 'clientSecret': lab.client_secret}}):
            document['mcpServers']['open'] = {'type': 'http', 'url': lab.address, 'gatehouse': {'allowHttp': True}, **members}
            path.write_text(json.dumps(document))
            lab.forget()
            for words in (['tools', 'open'], ['connect', 'open', '--yes'], ['doctor', 'open']):
                assert ctl(*words, env=proxy.environment()).code != 0, (members, words)
            assert lab.access.encode() not in lab.everything() and lab.client_secret.encode() not in lab.everything()
        path.write_text(kept)
        expect(ctl('connector', 'remove', 'open'))


def test_refusals():
    """too many requests, down, broken, gone: which layer, and when to try again"""
    soon = email.utils.formatdate(time.time() + 5400, usegmt=True)
    for status, headers, texts in ((429, {'Retry-After': '7200'}, ('127.0.0.1', 'fewer requests', 'Try again in 2 hours, at ')),
                                   (429, {'Retry-After': '1'}, ('Try again in 1 second, at ',)),
                                   (503, {'Retry-After': '120'}, ('127.0.0.1', 'down or overloaded', 'Try again in 2 minutes, at ')),
                                   (503, {'Retry-After': soon}, ('Try again in 90 minutes, at ',)), (429, {'Retry-After': 'soon'}, ('Wait, then',)),
                                   (500, {}, ('failed',)), (404, {}, ('nothing at this address',)), (403, {}, ('not allow',))):
        with Lab(protected=False) as lab:
            name = add(lab.address)
            expect(ctl('activate', name))
            lab.hooks['/mcp'] = lambda request: Reply(status, 'no', headers, 'text/plain')
            result = refused(ctl('call', name + '__look'), *texts, layer='The service')
            assert result.code == 1 and len(lab.seen) <= 6, (status, len(lab.seen))
            error = ctl('call', name + '__look', '--json').json()['error']
            assert bool(error.get('retryAfter')) == ('Try again in' in result.err), (error, result)


def test_nobody_there():
    """a wrong port, and a name that does not exist"""
    for address, text in ((f'http://127.0.0.1:{closed_port()}/mcp', 'refuses connections'), ('https://nothing.invalid/mcp', 'nothing.invalid')):
        name = add(address)
        expect(ctl('activate', name))
        assert refused(ctl('tools', name), text, layer='The network').code == 1


if __name__ == '__main__':
    set_up()
    main(sys.modules[__name__])
