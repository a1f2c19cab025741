# SPDX-License-Identifier: GPL-3.0-or-later
"""A service in one process, good by default and hostile where a test says so: an MCP server and its authorization server on one loopback
origin. Everything that reaches it is kept in `seen`, so that a test can count what was sent, and what was not."""

import http.server
import json
import secrets
import socket
import threading
import urllib.parse


def canary(what):
    """A text that is found nowhere else."""
    return f'canary-{what}-{secrets.token_hex(12)}'


class Request:
    """What came: method, path, query, headers (any case), body."""

    def __init__(self, handler, body):
        address = urllib.parse.urlsplit(handler.path)
        self.method, self.target, self.path, self.headers, self.body = handler.command, handler.path, address.path, handler.headers, body
        self.query = dict(urllib.parse.parse_qsl(address.query))
        self.socket = handler.connection

    def form(self):
        return dict(urllib.parse.parse_qsl(self.body.decode()))

    def rpc(self):
        try:
            return json.loads(self.body)
        except ValueError:
            return {}

    def everything(self):
        return f'{self.method} {self.target}\n{self.headers}\n'.encode() + self.body


class Reply:
    """What is answered. body: bytes, text, or a value that becomes JSON; or a function that writes to the socket by itself."""

    def __init__(self, status=200, body=b'', headers=None, kind=None):
        self.headers = dict(headers or {})
        self.status = status
        if isinstance(body, (dict, list)):
            body, kind = json.dumps(body), kind or 'application/json'
        self.body = body.encode() if isinstance(body, str) else body
        if kind:
            self.headers['Content-Type'] = kind


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    # Head and body go out by themselves; waiting in between for the peer's word would cost each answer 40 ms.
    disable_nagle_algorithm = True

    def answer(self):
        lab = self.server.lab
        body = self.rfile.read(int(self.headers.get('Content-Length') or 0))
        request = Request(self, body)
        with lab.lock:
            lab.seen.append(request)
            lab.arrived.notify_all()
        reply = lab.answer(request)
        if callable(reply):
            self.close_connection = True
            try:
                reply(self.wfile)
            except OSError:
                pass
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header('Content-Length', str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    do_GET = do_POST = do_DELETE = do_PUT = answer

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_):
        pass


def tool(name, description='A tool', read_only=True, **members):
    return {'name': name, 'description': description, 'inputSchema': {'type': 'object', 'properties': {}},
            'annotations': {'readOnlyHint': read_only}, **members}


class Lab:
    """The service. `hooks` maps a path, or 'rpc:METHOD', to a function that takes the request and gives a Reply, a value (the result of a
    method), a function that writes to the socket, or None for what a good service answers."""

    def __init__(self, protected=True, context=None, host='127.0.0.1', bind='127.0.0.1'):
        self.lock = threading.RLock()
        self.arrived = threading.Condition(self.lock)
        self.seen, self.hooks, self.protected = [], {}, protected
        self.tools = [tool('look'), tool('write', read_only=False)]
        self.info = {'name': 'lab', 'version': '1'}
        self.access, self.refresh, self.code, self.client_secret = map(canary, ('access', 'refresh', 'code', 'client-secret'))
        self.lifetime = 3600
        self.prm, self.metadata, self.tokens = {}, {}, {}
        self.server = Server((bind, 0), Handler)
        self.server.lab = self
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.origin = f'{"https" if context else "http"}://{host}:{self.port}'
        self.address = self.origin + '/mcp'
        threading.Thread(target=self.server.serve_forever, kwargs={'poll_interval': 0.05}, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def hits(self, path, method=None):
        with self.lock:
            return [request for request in self.seen if request.path == path and method in (None, request.method)]

    def wait_for(self, path):
        """Until something came for that path."""
        with self.arrived:
            if not self.arrived.wait_for(lambda: any(request.path == path for request in self.seen), 60):
                raise AssertionError(f'nothing came for {path}')

    def calls(self, method):
        """The JSON-RPC requests of that method which came with what the service accepts."""
        return [request for request in self.hits('/mcp', 'POST') if request.rpc().get('method') == method]

    def forget(self):
        with self.lock:
            self.seen.clear()

    def everything(self):
        with self.lock:
            return b'\n'.join(request.everything() for request in self.seen)

    # What a good service answers

    def answer(self, request):
        hook = self.hooks.get(request.path)
        reply = hook(request) if hook else None
        if reply is not None:
            return reply
        routes = {
            '/mcp': self.mcp,
            '/.well-known/oauth-protected-resource/mcp': self.resource_metadata,
            '/.well-known/oauth-authorization-server': self.server_metadata,
            '/register': lambda request: Reply(201, {**request.rpc(), 'client_id': 'lab-client', 'client_secret': self.client_secret,
                                                     'token_endpoint_auth_method': 'client_secret_post'}),
            '/authorize': self.authorize,
            '/token': lambda request: Reply(200, {'access_token': self.access, 'refresh_token': self.refresh, 'token_type': 'Bearer',
                                                  'expires_in': self.lifetime, **self.tokens}),
            '/revoke': lambda request: Reply(200),
        }
        return routes.get(request.path, lambda request: Reply(404, 'nothing here', kind='text/plain'))(request)

    def resource_metadata(self, _request):
        return Reply(200, {'resource': self.address, 'authorization_servers': [self.origin], **self.prm}) if self.protected else Reply(404)

    def server_metadata(self, _request):
        if not self.protected:
            return Reply(404)
        document = {'issuer': self.origin, 'authorization_endpoint': self.origin + '/authorize', 'token_endpoint': self.origin + '/token',
                    'registration_endpoint': self.origin + '/register', 'revocation_endpoint': self.origin + '/revoke',
                    'response_types_supported': ['code'], 'grant_types_supported': ['authorization_code', 'refresh_token'],
                    'token_endpoint_auth_methods_supported': ['client_secret_post', 'none'],
                    'code_challenge_methods_supported': ['S256'], 'authorization_response_iss_parameter_supported': True, **self.metadata}
        return Reply(200, {name: value for name, value in document.items() if value is not None})

    def redirect(self, request, **members):
        values = {'code': self.code, 'state': request.query['state'], 'iss': self.origin, **members}
        query = urllib.parse.urlencode({name: value for name, value in values.items() if value is not None})
        return Reply(302, b'', {'Location': request.query['redirect_uri'] + '?' + query})

    def authorize(self, request):
        return self.redirect(request)

    def accepts(self, request):
        return not self.protected or request.headers.get('Authorization') == 'Bearer ' + self.access

    def challenge(self, **members):
        members = {'resource_metadata': self.origin + '/.well-known/oauth-protected-resource/mcp', **members}
        return Reply(401, {'error': 'unauthorized'},
                     {'WWW-Authenticate': 'Bearer ' + ', '.join(f'{name}="{value}"' for name, value in members.items())})

    def mcp(self, request):
        if request.method != 'POST':
            return Reply(405)
        if not self.accepts(request):
            return self.challenge()
        return self.rpc(request)

    def rpc(self, request):
        message = request.rpc()
        method = message.get('method')
        if 'id' not in message:
            return Reply(202)
        hook = self.hooks.get('rpc:' + str(method))
        result = hook(request) if hook else None
        if isinstance(result, Reply) or callable(result):
            return result
        if result is None:
            result = self.result(method, message.get('params') or {})
        if result is None:
            return Reply(400 if method == 'server/discover' else 200,
                         {'jsonrpc': '2.0', 'id': message['id'], 'error': {'code': -32601, 'message': 'Method not found'}})
        return Reply(200, {'jsonrpc': '2.0', 'id': message['id'], 'result': result})

    def result(self, method, params):
        return {
            'initialize': {'protocolVersion': '2025-11-25', 'serverInfo': self.info,
                           'capabilities': {'tools': {}, 'resources': {}, 'prompts': {}, 'logging': {}}},
            'ping': {},
            'logging/setLevel': {},
            'tools/list': {'tools': self.tools},
            'tools/call': {'content': [{'type': 'text', 'text': 'called ' + str(params.get('name'))}]},
            'resources/list': {'resources': []},
            'resources/templates/list': {'resourceTemplates': []},
            'prompts/list': {'prompts': []},
        }.get(method)


def stream(request, *messages):
    """A reply as an event stream: these messages, then the stream ends."""
    text = ''.join(f'data: {json.dumps(message)}\n\n' for message in messages)
    return Reply(200, text, {'Cache-Control': 'no-cache'}, 'text/event-stream')


def closed_port():
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]
