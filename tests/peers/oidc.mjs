// SPDX-License-Identifier: GPL-3.0-or-later
//
// oidc.mjs: an MCP server behind oidc-provider, a certified authorization server, both on free ports of the loopback.
//
//   node oidc.mjs [--ttl SECONDS] [--no-registration] [--documents] [--clients FILE]
//
// --ttl: how long an access token lives; --no-registration: no RFC 7591; --documents: Client ID Metadata Documents; --clients:
// clients that are registered beforehand, as JSON. Prints one line of JSON with the addresses when it is ready. The person at the
// consent page approves whatever is asked. GET /stats tells what happened so far, POST /revoke takes every grant back.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import Provider, { errors } from 'oidc-provider';
import { z } from 'zod';

const { values: options } = parseArgs({
  options: {
    ttl: { type: 'string', default: '3600' },
    'no-registration': { type: 'boolean' },
    documents: { type: 'boolean' },
    clients: { type: 'string' },
  },
});
const READ = 'records.read';
const WRITE = 'records.write';
const CHECKER = { id: 'resource-server', secret: crypto.randomUUID() };
const stats = { authorizations: 0, code: 0, refresh: 0, reuse: 0, refused: 0, registrations: 0, revocations: 0, clients: [] };

const listen = async (handler) => {
  const server = createServer(handler);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
};

let handleAuthorization, handleResource;
const authorization = await listen((request, response) => handleAuthorization(request, response));
const resource = await listen((request, response) => handleResource(request, response));
const issuer = authorization.origin;
const audience = `${resource.origin}/mcp`;

const provider = new Provider(issuer, {
  clients: [
    { client_id: CHECKER.id, client_secret: CHECKER.secret, redirect_uris: [], response_types: [], grant_types: ['client_credentials'] },
    ...(options.clients ? JSON.parse(readFileSync(options.clients, 'utf8')) : []),
  ],
  scopes: ['offline_access', READ, WRITE],
  clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post'],
  pkce: { required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: (context, client) => client.grantTypeAllowed('refresh_token'),
  // The document lies on the loopback, where the provider's own dispatcher goes to nobody.
  fetch: (url, { dispatcher, ...rest }) => fetch(url, rest),
  cookies: { keys: [crypto.randomUUID()] },
  findAccount: (context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  interactions: { url: (context, interaction) => `/interaction/${interaction.uid}` },
  ttl: { AccessToken: Number(options.ttl), AuthorizationCode: 30, Grant: 3600, Interaction: 60, RefreshToken: 3600, Session: 600 },
  features: {
    devInteractions: { enabled: false },
    clientIdMetadataDocument: { enabled: Boolean(options.documents), ack: 'draft-02' },
    clientCredentials: { enabled: true },
    introspection: { enabled: true, allowedPolicy: (context, client) => client.clientId === CHECKER.id },
    registration: { enabled: !options['no-registration'] },
    resourceIndicators: {
      enabled: true,
      useGrantedResource: () => true,
      getResourceServerInfo: (context, indicator) => {
        if (indicator !== audience)
          throw new errors.InvalidTarget();
        return { scope: `${READ} ${WRITE}`, audience, accessTokenTTL: Number(options.ttl), accessTokenFormat: 'opaque' };
      },
    },
    revocation: { enabled: true },
  },
});

const approve = async (request, response) => {
  const { prompt, params, session } = await provider.interactionDetails(request, response);

  if (prompt.name === 'login') {
    await provider.interactionFinished(request, response, { login: { accountId: 'alice' } });
    return;
  }
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  if (prompt.details.missingOIDCScope)
    grant.addOIDCScope(prompt.details.missingOIDCScope.join(' '));
  for (const [indicator, scopes] of Object.entries(prompt.details.missingResourceScopes ?? {}))
    grant.addResourceScope(indicator, scopes.join(' '));
  await provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
};

const callback = provider.callback();
handleAuthorization = (request, response) => {
  if (request.url === '/token/revocation')
    stats.revocations += 1;
  if (!request.url.startsWith('/interaction/'))
    return callback(request, response);
  return approve(request, response).catch((error) => response.writeHead(500).end(error.message));
};

const grants = new Set();
provider.on('authorization.success', () => { stats.authorizations += 1; });
provider.on('grant.success', (context) => {
  const type = context.oidc.params.grant_type;
  stats[type === 'refresh_token' ? 'refresh' : 'code'] += 1;
  grants.add(context.oidc.entities.Grant.jti);
});
provider.on('grant.error', (context, error) => {
  stats.refused += 1;
  if (/already used|consumed/.test(error.error_detail ?? ''))
    stats.reuse += 1;
});
provider.on('registration_create.success', (context, client) => {
  stats.registrations += 1;
  stats.clients.push(client.metadata());
});
provider.on('authorization.error', (context, error) => console.error(error));
provider.on('server_error', (context, error) => console.error(error));

const revokeAll = async () => {
  for (const id of grants) {
    await Promise.all([provider.AccessToken.revokeByGrantId(id), provider.RefreshToken.revokeByGrantId(id)]);
    await (await provider.Grant.find(id))?.destroy();
  }
  grants.clear();
};

// What the token allows, asked of the authorization server as RFC 7662 says; null where it is not good here.
const introspect = async (token) => {
  const answer = await fetch(`${issuer}/token/introspection`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${CHECKER.id}:${CHECKER.secret}`)}` },
    body: new URLSearchParams({ token }),
  });
  const facts = await answer.json();
  return facts.active && facts.aud === audience ? facts.scope.split(' ') : null;
};

const challenge = (response, status, values) => {
  const metadata = `resource_metadata="${resource.origin}/.well-known/oauth-protected-resource/mcp"`;
  response.writeHead(status, { 'www-authenticate': `Bearer ${[...values, metadata].join(', ')}` }).end();
};

const tell = (response, value) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));

const makeServer = () => {
  const server = new McpServer({ name: 'records', version: '1.0.0' });
  server.registerTool('read_record', { description: 'Read a record.', inputSchema: { id: z.number() }, annotations: { readOnlyHint: true } },
    ({ id }) => ({ content: [{ type: 'text', text: `Record ${id}` }] }));
  server.registerTool('write_record', { description: 'Write a record.', inputSchema: { text: z.string() } },
    ({ text }) => ({ content: [{ type: 'text', text: `Written: ${text}` }] }));
  return server;
};

const serve = async (request, response) => {
  const [, token] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  const scopes = token ? await introspect(token) : null;
  if (!scopes)
    return challenge(response, 401, token ? ['error="invalid_token"'] : [`scope="${READ}"`]);

  const chunks = await request.toArray();
  const message = chunks.length ? JSON.parse(Buffer.concat(chunks)) : undefined;
  const needed = message?.method === 'tools/call' && message.params?.name === 'write_record' ? WRITE : READ;
  if (!scopes.includes(needed))
    return challenge(response, 403, ['error="insufficient_scope"', `scope="${needed}"`]);

  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  const server = makeServer();
  response.on('close', () => server.close());
  await server.connect(transport);
  await transport.handleRequest(request, response, message);
};

const routes = {
  'GET /.well-known/oauth-protected-resource/mcp': (request, response) => tell(response, {
    resource: audience, authorization_servers: [issuer], scopes_supported: [READ, WRITE], bearer_methods_supported: ['header'],
  }),
  'GET /stats': (request, response) => tell(response, stats),
  'POST /revoke': async (request, response) => tell(response, await revokeAll() ?? {}),
};
handleResource = async (request, response) => {
  try {
    const route = request.url === '/mcp' ? serve : routes[`${request.method} ${request.url}`];
    await (route ?? ((_, answer) => answer.writeHead(404).end()))(request, response);
  } catch (error) {
    console.error(error);
    response.headersSent || response.writeHead(500).end();
  }
};

console.log(JSON.stringify({ issuer, address: audience, stats: `${resource.origin}/stats`, revoke: `${resource.origin}/revoke` }));
