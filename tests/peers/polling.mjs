// SPDX-License-Identifier: GPL-3.0-or-later
// A server of the official SDK that keeps its events: it hangs up in the middle of a call, and has the answer when it is asked again.

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { InMemoryEventStore } from '@modelcontextprotocol/sdk/examples/shared/inMemoryEventStore.js';

const eventStore = new InMemoryEventStore();
const transports = new Map();
let calls = 0;

async function open() {
  const server = new McpServer({ name: 'polling', version: '1.0.0' }, { capabilities: { logging: {} } });

  server.registerTool('slow', { description: 'Hangs up before it answers' }, async (extra) => {
    const count = ++calls;

    await server.sendLoggingMessage({ level: 'info', data: 'begun' }, extra.sessionId);
    extra.closeSSEStream();
    await sleep(600);
    return { content: [{ type: 'text', text: `call ${count}, after a break` }] };
  });
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    eventStore,
    retryInterval: 100,
    onsessioninitialized: (id) => transports.set(id, transport),
  });
  await server.connect(transport);
  return transport;
}

createServer(async (request, response) => {
  if (request.method === 'GET')
    console.log('GET', request.headers['last-event-id'] ? 'resumed' : 'new');
  const transport = transports.get(request.headers['mcp-session-id']) ?? await open();
  await transport.handleRequest(request, response);
}).listen(Number(process.argv[2]), '127.0.0.1', () => console.log('listening'));
