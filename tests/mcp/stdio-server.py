#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small MCP server over standard input and output that misbehaves on request: stdio-server.py MODE [FILE].

FILE gets a line for each message that came in, and for each start.
"""

import json
import os
import sys
import time

MODE = sys.argv[1] if len(sys.argv) > 1 else 'legacy'
RECORD = sys.argv[2] if len(sys.argv) > 2 else None

TOOLS = [{'name': name, 'inputSchema': {'type': 'object'}} for name in (
    'echo', 'die', 'hang', 'half', 'huge', 'bad-json', 'bad-shape', 'wrong-id', 'null-id', 'junk-first', 'progress', 'ask', 'sample',
    'roots', 'change', 'endless-progress', 'string-id', 'batch', 'log', 'close-output',
    'ask-and-cancel', 'flood')]
TOOLS.append({'name': 'die-read-only', 'inputSchema': {'type': 'object'}, 'annotations': {'readOnlyHint': True}})


def record(text):
    if RECORD:
        with open(RECORD, 'a', encoding='utf-8') as file:
            file.write(text + '\n')


def write(text):
    sys.stdout.write(text)
    sys.stdout.flush()


def send(message):
    write(json.dumps({'jsonrpc': '2.0', **message}) + '\n')


def result(request, value):
    send({'id': request['id'], 'result': value})


def error(request, code, text, data=None):
    send({'id': request['id'], 'error': {'code': code, 'message': text, **({'data': data} if data is not None else {})}})


def text_result(text):
    return {'content': [{'type': 'text', 'text': text}]}


class Server:
    def __init__(self):
        self.waiting = {}
        self.next_id = 100
        self.initialized = False

    def ask(self, method, params, then):
        self.next_id += 1
        self.waiting[self.next_id] = then
        send({'id': self.next_id, 'method': method, 'params': params})

    def call(self, request):
        name = request['params']['name']
        arguments = request['params'].get('arguments', {})
        token = request['params'].get('_meta', {}).get('progressToken')
        if name == 'echo':
            result(request, text_result(json.dumps(arguments, sort_keys=True)))
        elif name in ('die', 'die-read-only'):
            print('the disk is full', file=sys.stderr, flush=True)
            os._exit(3)
        elif name == 'hang':
            pass
        elif name == 'half':
            write('{"jsonrpc":"2.0","id":%s,"resu' % json.dumps(request['id']))
            os._exit(0)
        elif name == 'huge':
            write('{"jsonrpc":"2.0","id":%s,"result":{"content":[{"type":"text","text":"' % json.dumps(request['id']))
            try:
                for _ in range(66):
                    write('x' * 1024 * 1024)
            except BrokenPipeError:
                os._exit(0)
        elif name == 'bad-json':
            write('{"jsonrpc":"2.0","id":%s,"result":{"content":[],}}\n' % json.dumps(request['id']))
        elif name == 'bad-shape':
            write('{"jsonrpc":"2.0","id":%s}\n' % json.dumps(request['id']))
        elif name == 'wrong-id':
            send({'id': 'never used', 'result': text_result('wrong')})
        elif name == 'string-id':
            send({'id': str(request['id']), 'result': text_result('wrong')})
        elif name == 'null-id':
            send({'id': None, 'error': {'code': -32700, 'message': 'Parse error'}})
        elif name == 'junk-first':
            write('Listening on port 3000\n{ port: 3000 }\n\x1b[31mred\x1b[0m\n[1]\n\xff\n')
            result(request, text_result('after junk'))
        elif name == 'batch':
            write(json.dumps([{'jsonrpc': '2.0', 'method': 'notifications/message', 'params': {'level': 'info', 'data': 'in a batch'}},
                              {'jsonrpc': '2.0', 'id': request['id'], 'result': text_result('batched')}]) + '\n')
        elif name == 'progress':
            for step in range(3):
                send({'method': 'notifications/progress', 'params': {'progressToken': token, 'progress': step + 1, 'total': 3, 'message': 's'}})
            result(request, text_result('done'))
        elif name == 'endless-progress':
            for step in range(100):
                send({'method': 'notifications/progress', 'params': {'progressToken': token, 'progress': step + 1}})
                time.sleep(0.05)
        elif name == 'ask':
            self.ask('elicitation/create', arguments, lambda answer: result(request, text_result(json.dumps(answer, sort_keys=True))))
        elif name == 'ask-and-cancel':
            self.ask('elicitation/create', arguments, lambda answer: None)
            time.sleep(0.3)
            send({'method': 'notifications/cancelled', 'params': {'requestId': self.next_id}})
            result(request, text_result('cancelled'))
        elif name == 'flood':
            for _ in range(200):
                self.ask('elicitation/create', arguments, lambda answer: None)
            result(request, text_result('flooded'))
        elif name == 'sample':
            self.ask('sampling/createMessage', arguments, lambda answer: result(request, text_result(json.dumps(answer, sort_keys=True))))
        elif name == 'roots':
            self.ask('roots/list', {}, lambda answer: result(request, text_result(json.dumps(answer, sort_keys=True))))
        elif name == 'change':
            TOOLS.append({'name': 'new', 'inputSchema': {'type': 'object'}})
            send({'method': 'notifications/tools/list_changed'})
            send({'method': 'notifications/resources/updated', 'params': {'uri': 'test://watched'}})
            result(request, text_result('changed'))
        elif name == 'log':
            send({'method': 'notifications/message', 'params': {'level': 'warning', 'logger': 'test', 'data': {'a': '\u202e'}}})
            result(request, text_result('logged'))
        elif name == 'close-output':
            os.close(1)
            time.sleep(600)
        else:
            error(request, -32602, 'Unknown tool')

    def list_tools(self, request):
        if MODE == 'circle':
            result(request, {'tools': [], 'nextCursor': 'again'})
        elif MODE == 'endless':
            cursor = int(request.get('params', {}).get('cursor') or 0) + 1
            result(request, {'tools': [{'name': 't%d' % cursor, 'inputSchema': {}}], 'nextCursor': str(cursor)})
        else:
            result(request, {'tools': TOOLS})

    def modern(self, request):
        method = request['method']
        if method == 'server/discover':
            result(request, {'resultType': 'complete', 'supportedVersions': ['2026-07-28'], 'capabilities': {'tools': {}},
                             '_meta': {'io.modelcontextprotocol/serverInfo': {'name': 'modern', 'version': '1'}}})
        elif method == 'tools/list':
            result(request, {'resultType': 'complete', 'tools': TOOLS, 'ttlMs': 0, 'cacheScope': 'private'})
        elif method == 'tools/call':
            self.call(request)
        else:
            error(request, -32601, 'Method not found')

    def legacy(self, request):
        method = request['method']
        if method == 'initialize':
            self.initialized = True
            result(request, {'protocolVersion': request['params']['protocolVersion'] if MODE != 'future' else '2099-01-01',
                             'capabilities': {'tools': {'listChanged': True}, 'resources': {'subscribe': True}, 'logging': {}},
                             'serverInfo': {'name': 'test', 'version': '1'}, 'instructions': 'Be kind.'})
        elif method == 'server/discover':
            error(request, -32601, 'Method not found')
        elif not self.initialized:
            error(request, -32000, 'Not initialized')
        elif method == 'tools/list':
            self.list_tools(request)
        elif method == 'tools/call':
            self.call(request)
        elif method in ('resources/subscribe', 'resources/unsubscribe', 'logging/setLevel', 'ping'):
            result(request, {})
        elif method == 'resources/list':
            error(request, -32601, 'Method not found')
        else:
            error(request, -32601, 'Method not found')

    def take(self, message):
        if 'method' not in message:
            then = self.waiting.pop(message.get('id'), None)
            if then:
                then(message.get('result', message.get('error')))
        elif 'id' not in message:
            if MODE == 'die-after-handshake' and message['method'] == 'notifications/initialized':
                os._exit(7)
        elif MODE in ('modern', 'modern-no-initialize') and (
                message['method'] == 'server/discover' or '_meta' in message.get('params', {})
                and 'io.modelcontextprotocol/protocolVersion' in message['params']['_meta']):
            self.modern(message)
        elif MODE == 'modern-no-initialize':
            error(message, -32022, 'Unsupported protocol version', {'supported': ['2026-07-28'], 'requested': 'none'})
        elif MODE == 'exit-on-probe' and not self.initialized and message['method'] != 'initialize':
            print('connection closed: expected initialize', file=sys.stderr, flush=True)
            os._exit(1)
        elif MODE == 'silent-on-probe' and message['method'] == 'server/discover':
            pass
        elif MODE == 'silent':
            pass
        else:
            self.legacy(message)


def main():
    record('start')
    if MODE == 'die-at-start':
        print('no API key was given', file=sys.stderr, flush=True)
        sys.exit(1)
    if MODE == 'garbage':
        write('Welcome!\n' * 50)
    if MODE == 'garbage-only':
        for _ in range(5000):
            write('noise\n')
        time.sleep(600)
    server = Server()
    for line in sys.stdin:
        message = json.loads(line)
        record(line.strip())
        server.take(message)


if __name__ == '__main__':
    try:
        main()
    except BrokenPipeError:
        os._exit(0)
