// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample-fixture.h"

#include "gate-sample-scope.h"

#define ALL_SCOPES "notes.read notes.write invoices.read invoices.write offline_access"

static const GateSampleOptions approving = { .auto_approve = TRUE };

static void
test_metadata (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, (GateSampleOptions) { 0 });
  g_autofree char *resource = fixture_address (&fixture, MCP);
  g_autofree char *token = fixture_address (&fixture, "/token");
  g_autoptr(Answer) guarded = fixture_get (&fixture, "/.well-known/oauth-protected-resource/mcp");
  g_autoptr(Answer) issuer = fixture_get (&fixture, "/.well-known/oauth-authorization-server");

  g_assert_cmpstr (answer_string (guarded, "resource"), ==, resource);
  g_assert_cmpstr (answer_string (guarded, "authorization_servers|0"), ==, gate_sample_get_origin (fixture.sample));
  g_assert_null (strstr (guarded->body, "offline_access"));
  g_assert_cmpstr (answer_string (issuer, "issuer"), ==, gate_sample_get_origin (fixture.sample));
  g_assert_cmpstr (answer_string (issuer, "token_endpoint"), ==, token);
  g_assert_cmpstr (answer_string (issuer, "code_challenge_methods_supported|0"), ==, "S256");
  g_assert_null (answer_find (issuer, "code_challenge_methods_supported|1"));
  g_assert_nonnull (strstr (issuer->body, "\"authorization_response_iss_parameter_supported\":true"));
  fixture_stop (&fixture);
}

static void
test_registration (void)
{
  static const struct {
    const char *body;
    guint       status;
    const char *error;
  } cases[] = {
    { "", 400, "invalid_client_metadata" },
    { "[]", 400, "invalid_client_metadata" },
    { "{}", 400, "invalid_redirect_uri" },
    { "{\"redirect_uris\":[]}", 400, "invalid_redirect_uri" },
    { "{\"redirect_uris\":[1]}", 400, "invalid_redirect_uri" },
    { "{\"redirect_uris\":[\"https://evil.example/cb\"]}", 400, "invalid_redirect_uri" },
    { "{\"redirect_uris\":[\"http://evil.example/cb\"]}", 400, "invalid_redirect_uri" },
    { "{\"redirect_uris\":[\"http://127.0.0.1.evil.example/cb\"]}", 400, "invalid_redirect_uri" },
    { "{\"redirect_uris\":[\"http://u@127.0.0.1/cb\"]}", 400, "invalid_redirect_uri" },
    { "{\"redirect_uris\":[\"http://127.0.0.1/cb#x\"]}", 400, "invalid_redirect_uri" },
    { "{\"redirect_uris\":[\"javascript:alert(1)\"]}", 400, "invalid_redirect_uri" },
    { "{\"redirect_uris\":[\"http://127.0.0.1/cb\",\"http://evil.example/cb\"]}", 400, "invalid_redirect_uri" },
    { "{\"redirect_uris\":[\"http://127.0.0.1/cb\"],\"application_type\":\"web\"}", 400, "invalid_client_metadata" },
    { "{\"redirect_uris\":[\"http://127.0.0.1/cb\"]}", 201, NULL },
    { "{\"redirect_uris\":[\"http://[::1]:1234/cb\",\"http://localhost/cb\"],\"application_type\":\"native\"}", 201, NULL },
  };
  Fixture fixture = { 0 };

  fixture_start (&fixture, approving);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(Answer) answer = fixture_send (&fixture, fixture_message (&fixture, "POST", "/register", "application/json", cases[i].body, NULL));

      g_test_message ("%s", cases[i].body);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
      g_assert_cmpstr (answer_string (answer, "error"), ==, cases[i].error);
      if (cases[i].status == 201)
        {
          g_assert_cmpstr (answer_string (answer, "token_endpoint_auth_method"), ==, "none");
          g_assert_null (answer_find (answer, "client_secret"));
          g_assert_null (answer_find (answer, "scope"));
        }
    }
  fixture_stop (&fixture);
}

typedef struct {
  const char *name;
  const char *value;       /* NULL: left out */
  guint       status;
  const char *error;       /* in the redirect; NULL with 400: a page, and no redirect at all */
} ParameterCase;

static const ParameterCase authorize_cases[] = {
  { "client_id", NULL, 400, NULL },
  { "client_id", "unknown", 400, NULL },
  { "redirect_uri", NULL, 400, NULL },
  { "redirect_uri", "http://127.0.0.1:39999/other", 400, NULL },
  { "redirect_uri", "http://127.0.0.1:39999/callback/", 400, NULL },
  { "redirect_uri", "http://127.0.0.1:39999/callback?x=1", 400, NULL },
  { "redirect_uri", "http://127.0.0.1:39999/callback#x", 400, NULL },
  { "redirect_uri", "http://localhost:39999/callback", 400, NULL },
  { "redirect_uri", "https://127.0.0.1:39999/callback", 400, NULL },
  { "redirect_uri", "http://127.0.0.1.evil.example/callback", 400, NULL },
  { "redirect_uri", "http://evil.example/callback", 400, NULL },
  { "redirect_uri", "http://127.0.0.1@evil.example/callback", 400, NULL },
  { "response_type", NULL, 303, "invalid_request" },
  { "response_type", "token", 303, "unsupported_response_type" },
  { "code_challenge", NULL, 303, "invalid_request" },
  { "code_challenge", "short", 303, "invalid_request" },
  { "code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM", 303, "invalid_request" },
  { "code_challenge_method", NULL, 303, "invalid_request" },
  { "code_challenge_method", "plain", 303, "invalid_request" },
  { "resource", NULL, 303, "invalid_target" },
  { "resource", "http://127.0.0.1:1/mcp", 303, "invalid_target" },
  { "resource", "https://evil.example/mcp", 303, "invalid_target" },
  { "scope", "notes.read everything", 303, "invalid_scope" },
  { "scope", "notes.read  notes.write", 303, "invalid_scope" },
  { "scope", NULL, 303, NULL },
  { "state", NULL, 303, NULL },
};

/* The table of soup_form_decode() frees keys only; the value is borrowed. */
static void
set_parameter (GHashTable *form,
               const char *name,
               const char *value)
{
  if (value)
    g_hash_table_insert (form, g_strdup (name), (char *) value);
  else
    g_hash_table_remove (form, name);
}

static void
test_authorize_refusals (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, approving);
  g_autofree char *app = fixture_register (&fixture);
  g_autofree char *resource = fixture_address (&fixture, MCP);
  for (guint i = 0; i < G_N_ELEMENTS (authorize_cases); i++)
    {
      const ParameterCase *c = &authorize_cases[i];
      g_autofree char *good = soup_form_encode ("response_type", "code", "client_id", app, "redirect_uri", REDIRECT, "state", "a&b",
                                                "code_challenge", CHALLENGE, "code_challenge_method", "S256", "scope", "notes.read",
                                                "resource", resource, NULL);
      g_autoptr(GHashTable) form = soup_form_decode (good);
      set_parameter (form, c->name, c->value);
      g_autofree char *query = soup_form_encode_hash (form);
      g_autofree char *path = g_strconcat ("/authorize?", query, NULL);
      g_autoptr(Answer) answer = fixture_get (&fixture, path);
      const char *location = answer_header (answer, "Location");

      g_test_message ("%s=%s", c->name, c->value ? c->value : "(none)");
      g_assert_cmpuint (answer->status, ==, c->status);
      if (c->status == 400)
        {
          g_assert_null (location);
          continue;
        }
      g_autofree char *error = query_value (location, "error");
      g_autofree char *code = query_value (location, "code");
      g_autofree char *issuer = query_value (location, "iss");
      g_autofree char *state = query_value (location, "state");
      g_assert_true (g_str_has_prefix (location, REDIRECT "?"));
      g_assert_cmpstr (error, ==, c->error);
      g_assert_true ((code != NULL) == (error == NULL));
      g_assert_cmpstr (issuer, ==, gate_sample_get_origin (fixture.sample));
      g_assert_cmpstr (state, ==, g_str_equal (c->name, "state") ? c->value : "a&b");
    }
  fixture_stop (&fixture);
}

/* A parameter that is there twice may mean one thing to one reader and another to the next. */
static void
test_repeated_parameters (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, approving);
  g_autofree char *app = fixture_register (&fixture);
  g_autofree char *path = g_strdup_printf ("/authorize?client_id=%s&redirect_uri=%s&redirect_uri=http%%3A%%2F%%2Fevil.example", app, REDIRECT);
  g_autofree char *form = g_strdup_printf ("grant_type=refresh_token&client_id=%s&client_id=%s", app, app);
  g_autoptr(Answer) page = fixture_get (&fixture, path);
  g_autoptr(Answer) token = fixture_post_form (&fixture, "/token", form);

  g_assert_cmpuint (page->status, ==, 400);
  g_assert_null (answer_header (page, "Location"));
  g_assert_cmpstr (answer_string (token, "error"), ==, "invalid_request");
  fixture_stop (&fixture);
}

static char *
between (const char *text,
         const char *start,
         const char *end)
{
  const char *from = strstr (text, start);

  g_assert_nonnull (from);
  from += strlen (start);
  g_assert_nonnull (strstr (from, end));
  return g_strndup (from, (gsize) (strstr (from, end) - from));
}

/* The parts of a consent page that a browser would send back. */
typedef struct {
  char *action;
  char *ticket;
  char *cookie;
} Page;

static Page
read_page (Answer *answer)
{
  g_autofree char *set = between (answer_header (answer, "Set-Cookie"), "", ";");

  g_assert_nonnull (strstr (answer_header (answer, "Set-Cookie"), "HttpOnly"));
  g_assert_nonnull (strstr (answer_header (answer, "Set-Cookie"), "SameSite=Strict"));
  return (Page) {
    .action = between (answer->body, "action=\"", "\""),
    .ticket = between (answer->body, "name=\"ticket\" value=\"", "\""),
    .cookie = g_steal_pointer (&set),
  };
}

static void
page_clear (Page *page)
{
  g_free (page->action);
  g_free (page->ticket);
  g_free (page->cookie);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Page, page_clear)

static Answer *
press (Fixture    *fixture,
       const Page *page,
       const char *cookie,
       const char *ticket,
       const char *decision,
       const char *origin)
{
  g_autofree char *form = soup_form_encode ("ticket", ticket, "decision", decision, NULL);
  SoupMessage *message = fixture_message (fixture, "POST", page->action, "application/x-www-form-urlencoded", form, NULL);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  if (cookie)
    soup_message_headers_replace (headers, "Cookie", cookie);
  if (origin)
    soup_message_headers_replace (headers, "Origin", origin);
  return fixture_send (fixture, message);
}

static void
test_consent_page (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, (GateSampleOptions) { 0 });
  g_autoptr(Answer) registered = fixture_send (&fixture, fixture_message (&fixture, "POST", "/register", "application/json",
                                                                          "{\"client_name\":\"<b>Evil</b> {{scopes}} \\u202eppa\","
                                                                          "\"redirect_uris\":[\"http://127.0.0.1/callback\"]}", NULL));
  g_autoptr(Answer) answer = fixture_authorize (&fixture, answer_string (registered, "client_id"), "notes.read notes.write");

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_nonnull (strstr (answer->body, "<li>Read your notes</li><li>Write and delete notes</li>"));
  g_assert_null (strstr (answer->body, "invoices</li>"));
  g_assert_nonnull (strstr (answer->body, "http://127.0.0.1:39999"));
  g_assert_nonnull (strstr (answer->body, "class=\"suggested\" autofocus"));
  g_assert_nonnull (strstr (answer->body, "&lt;b&gt;Evil&lt;/b&gt;"));
  g_assert_nonnull (strstr (answer->body, "u&#123;202E}"));
  g_assert_null (strstr (answer->body, "<b>"));
  g_assert_null (strstr (answer->body, "\u202e"));
  fixture_stop (&fixture);
}

static void
test_consent_forgeries (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, (GateSampleOptions) { 0 });
  g_autofree char *app = fixture_register (&fixture);
  g_autoptr(Answer) first = fixture_authorize (&fixture, app, "notes.read");
  g_autoptr(Answer) second = fixture_authorize (&fixture, app, "notes.read");
  g_auto(Page) page = read_page (first);
  g_auto(Page) other = read_page (second);
  const struct {
    const char *cookie;
    const char *ticket;
    const char *origin;
  } forgeries[] = {
    { NULL, page.ticket, NULL },
    { "consent=x", page.ticket, NULL },
    { other.cookie, page.ticket, NULL },
    { page.cookie, "", NULL },
    { page.cookie, "x", NULL },
    { page.cookie, other.ticket, NULL },
    { page.cookie, page.ticket, "http://evil.example" },
    { page.cookie, page.ticket, "null" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (forgeries); i++)
    {
      g_autoptr(Answer) refused = press (&fixture, &page, forgeries[i].cookie, forgeries[i].ticket, "allow", forgeries[i].origin);

      g_assert_cmpuint (refused->status, ==, 403);
      g_assert_null (answer_header (refused, "Location"));
    }

  /* The right answer still counts, and counts once. */
  g_autoptr(Answer) allowed = press (&fixture, &page, page.cookie, page.ticket, "allow", gate_sample_get_origin (fixture.sample));
  g_autoptr(Answer) again = press (&fixture, &page, page.cookie, page.ticket, "allow", NULL);
  g_autofree char *code = query_value (answer_header (allowed, "Location"), "code");
  g_assert_cmpuint (allowed->status, ==, 303);
  g_assert_nonnull (code);
  g_assert_cmpuint (again->status, ==, 403);
  fixture_stop (&fixture);
}

static void
test_consent_denied (void)
{
  static const char *const decisions[] = { "deny", "", "ALLOW" };
  Fixture fixture = { 0 };

  fixture_start (&fixture, (GateSampleOptions) { 0 });
  g_autofree char *app = fixture_register (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (decisions); i++)
    {
      g_autoptr(Answer) shown = fixture_authorize (&fixture, app, "notes.read");
      g_auto(Page) page = read_page (shown);
      g_autoptr(Answer) answer = press (&fixture, &page, page.cookie, page.ticket, decisions[i], NULL);
      g_autofree char *error = query_value (answer_header (answer, "Location"), "error");
      g_autofree char *state = query_value (answer_header (answer, "Location"), "state");
      g_autofree char *code = query_value (answer_header (answer, "Location"), "code");

      g_assert_cmpstr (error, ==, "access_denied");
      g_assert_cmpstr (state, ==, "the state");
      g_assert_null (code);
    }
  g_assert_cmpuint (gate_sample_get_tally (fixture.sample)->consents, ==, 3);
  fixture_stop (&fixture);
}

static const ParameterCase token_cases[] = {
  { "grant_type", NULL, 400, "invalid_request" },
  { "grant_type", "password", 400, "unsupported_grant_type" },
  { "client_id", NULL, 401, "invalid_client" },
  { "client_id", "unknown", 401, "invalid_client" },
  { "client_id", "OTHER", 400, "invalid_grant" },
  { "code", NULL, 400, "invalid_grant" },
  { "code", "x", 400, "invalid_grant" },
  { "redirect_uri", NULL, 400, "invalid_grant" },
  { "redirect_uri", "http://127.0.0.1:39998/callback", 400, "invalid_grant" },
  { "code_verifier", NULL, 400, "invalid_grant" },
  { "code_verifier", "x", 400, "invalid_grant" },
  { "code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK", 400, "invalid_grant" },
  { "code_verifier", CHALLENGE, 400, "invalid_grant" },
  { "resource", NULL, 400, "invalid_target" },
  { "resource", "https://evil.example/mcp", 400, "invalid_target" },
};

static void
test_token_refusals (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, approving);
  g_autofree char *app = fixture_register (&fixture);
  g_autofree char *other = fixture_register (&fixture);
  g_autofree char *resource = fixture_address (&fixture, MCP);
  for (guint i = 0; i < G_N_ELEMENTS (token_cases); i++)
    {
      const ParameterCase *c = &token_cases[i];
      g_autofree char *code = fixture_code (&fixture, app, "notes.read");
      g_autofree char *good = soup_form_encode ("grant_type", "authorization_code", "client_id", app, "code", code,
                                                "redirect_uri", REDIRECT, "code_verifier", VERIFIER, "resource", resource, NULL);
      g_autoptr(GHashTable) form = soup_form_decode (good);
      set_parameter (form, c->name, g_strcmp0 (c->value, "OTHER") == 0 ? other : c->value);
      g_autofree char *bad = soup_form_encode_hash (form);
      g_autoptr(Answer) answer = fixture_post_form (&fixture, "/token", bad);

      g_test_message ("%s=%s", c->name, c->value ? c->value : "(none)");
      g_assert_cmpuint (answer->status, ==, c->status);
      g_assert_cmpstr (answer_string (answer, "error"), ==, c->error);
      g_assert_null (answer_find (answer, "access_token"));

      /* A code that was guessed at is burnt. */
      if (g_str_equal (c->error, "invalid_grant") && !g_str_equal (c->name, "code"))
        {
          g_autoptr(Answer) late = fixture_post_form (&fixture, "/token", good);
          g_assert_cmpstr (answer_string (late, "error"), ==, "invalid_grant");
        }
    }
  g_assert_cmpuint (gate_sample_get_tally (fixture.sample)->codes, ==, 0);
  fixture_stop (&fixture);
}

static guint
try_token (Fixture    *fixture,
           const char *access_token)
{
  g_autofree char *bearer = g_strconcat ("Bearer ", access_token, NULL);
  g_autoptr(Answer) answer = fixture_send (fixture, fixture_message (fixture, "GET", MCP, NULL, NULL, "Authorization", bearer, NULL));

  return answer->status;
}

/* Without a session the endpoint answers 406 to a GET that does not take events: the token was good. */
#define GOOD 406

static void
test_replayed_code (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, approving);
  g_autofree char *app = fixture_register (&fixture);
  g_autofree char *code = fixture_code (&fixture, app, ALL_SCOPES);
  g_autoptr(Answer) first = fixture_redeem (&fixture, app, code);
  g_assert_cmpuint (first->status, ==, 200);
  g_assert_cmpuint (try_token (&fixture, answer_string (first, "access_token")), ==, GOOD);

  g_autoptr(Answer) second = fixture_redeem (&fixture, app, code);
  g_assert_cmpstr (answer_string (second, "error"), ==, "invalid_grant");
  g_assert_cmpuint (try_token (&fixture, answer_string (first, "access_token")), ==, 401);
  fixture_stop (&fixture);
}

static Answer *
refresh (Fixture    *fixture,
         const char *app,
         const char *token,
         const char *scope)
{
  g_autofree char *resource = fixture_address (fixture, MCP);
  g_autofree char *form = soup_form_encode ("grant_type", "refresh_token", "client_id", app, "refresh_token", token, "resource", resource,
                                            "scope", scope, NULL);

  return fixture_post_form (fixture, "/token", form);
}

static void
test_rotation_and_reuse (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, approving);
  const GateSampleTally *tally = gate_sample_get_tally (fixture.sample);
  g_autofree char *app = fixture_register (&fixture);
  g_autofree char *code = fixture_code (&fixture, app, ALL_SCOPES);
  g_autoptr(Answer) first = fixture_redeem (&fixture, app, code);
  g_autoptr(Answer) second = refresh (&fixture, app, answer_string (first, "refresh_token"), "");

  g_assert_cmpuint (second->status, ==, 200);
  g_assert_cmpstr (answer_string (second, "scope"), ==, ALL_SCOPES);
  g_assert_cmpstr (answer_string (second, "refresh_token"), !=, answer_string (first, "refresh_token"));
  g_assert_cmpuint (try_token (&fixture, answer_string (second, "access_token")), ==, GOOD);
  g_assert_cmpuint (tally->refreshes, ==, 1);
  g_assert_cmpuint (tally->reuses, ==, 0);

  /* The old one comes again: the whole family goes. */
  g_autoptr(Answer) reused = refresh (&fixture, app, answer_string (first, "refresh_token"), "");
  g_autoptr(Answer) third = refresh (&fixture, app, answer_string (second, "refresh_token"), "");
  g_assert_cmpstr (answer_string (reused, "error"), ==, "invalid_grant");
  g_assert_cmpstr (answer_string (third, "error"), ==, "invalid_grant");
  g_assert_cmpuint (try_token (&fixture, answer_string (first, "access_token")), ==, 401);
  g_assert_cmpuint (try_token (&fixture, answer_string (second, "access_token")), ==, 401);
  g_assert_cmpuint (tally->refreshes, ==, 1);
  g_assert_cmpuint (tally->reuses, ==, 1);
  fixture_stop (&fixture);
}

static void
test_refresh_scopes (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, approving);
  g_autofree char *app = fixture_register (&fixture);
  g_autofree char *other = fixture_register (&fixture);
  g_autofree char *code = fixture_code (&fixture, app, "notes.read invoices.read offline_access");
  g_autofree char *plain_code = fixture_code (&fixture, app, "notes.read");
  g_autoptr(Answer) first = fixture_redeem (&fixture, app, code);
  g_autoptr(Answer) plain = fixture_redeem (&fixture, app, plain_code);
  g_autoptr(Answer) wider = refresh (&fixture, app, answer_string (first, "refresh_token"), "notes.write");
  g_autoptr(Answer) unknown = refresh (&fixture, app, answer_string (first, "refresh_token"), "everything");
  g_autoptr(Answer) foreign = refresh (&fixture, other, answer_string (first, "refresh_token"), "");
  g_autoptr(Answer) nonsense = refresh (&fixture, app, "refresh.x.y", "");
  g_autoptr(Answer) narrower = refresh (&fixture, app, answer_string (first, "refresh_token"), "notes.read");
  g_autoptr(Answer) whole = refresh (&fixture, app, answer_string (narrower, "refresh_token"), "");

  g_assert_null (answer_find (plain, "refresh_token"));
  g_assert_cmpstr (answer_string (wider, "error"), ==, "invalid_scope");
  g_assert_cmpstr (answer_string (unknown, "error"), ==, "invalid_scope");
  g_assert_cmpstr (answer_string (foreign, "error"), ==, "invalid_grant");
  g_assert_cmpstr (answer_string (nonsense, "error"), ==, "invalid_grant");
  g_assert_cmpstr (answer_string (narrower, "scope"), ==, "notes.read");
  g_assert_cmpstr (answer_string (whole, "scope"), ==, "notes.read invoices.read offline_access");
  fixture_stop (&fixture);
}

static void
revoke_token (Fixture    *fixture,
              const char *app,
              const char *token,
              guint       expected)
{
  g_autofree char *form = soup_form_encode ("token", token, "client_id", app, "token_type_hint", "refresh_token", NULL);
  g_autoptr(Answer) answer = fixture_post_form (fixture, "/revoke", form);

  g_assert_cmpuint (answer->status, ==, expected);
}

static void
test_revocation (void)
{
  Fixture fixture = { 0 };

  fixture_start (&fixture, approving);
  g_autofree char *app = fixture_register (&fixture);
  g_autofree char *other = fixture_register (&fixture);
  g_autofree char *code = fixture_code (&fixture, app, ALL_SCOPES);
  g_autoptr(Answer) first = fixture_redeem (&fixture, app, code);
  g_autoptr(Answer) second = refresh (&fixture, app, answer_string (first, "refresh_token"), "");

  revoke_token (&fixture, "unknown", answer_string (first, "access_token"), 401);
  revoke_token (&fixture, other, answer_string (first, "access_token"), 200);
  revoke_token (&fixture, other, answer_string (second, "refresh_token"), 200);
  revoke_token (&fixture, app, "no such token", 200);
  g_assert_cmpuint (gate_sample_get_tally (fixture.sample)->revocations, ==, 0);
  g_assert_cmpuint (try_token (&fixture, answer_string (first, "access_token")), ==, GOOD);

  revoke_token (&fixture, app, answer_string (first, "access_token"), 200);
  g_assert_cmpuint (try_token (&fixture, answer_string (first, "access_token")), ==, 401);
  g_assert_cmpuint (try_token (&fixture, answer_string (second, "access_token")), ==, GOOD);
  revoke_token (&fixture, app, answer_string (second, "refresh_token"), 200);
  g_assert_cmpuint (try_token (&fixture, answer_string (second, "access_token")), ==, 401);
  g_assert_cmpuint (gate_sample_get_tally (fixture.sample)->revocations, ==, 2);
  fixture_stop (&fixture);
}

static Answer *
call_tool (Fixture    *fixture,
           const char *bearer,
           const char *name,
           const char *arguments)
{
  g_autofree char *body = g_strdup_printf ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":%s,"
                                           "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                                           "\"io.modelcontextprotocol/clientCapabilities\":{}}}}", name, arguments);

  return fixture_send (fixture, fixture_message (fixture, "POST", MCP, "application/json", body,
                                                 "Accept", "application/json, text/event-stream", "Mcp-Method", "tools/call",
                                                 "Mcp-Name", name, "MCP-Protocol-Version", "2026-07-28", "Authorization", bearer, NULL));
}

static void
test_challenges (void)
{
  static const struct {
    const char *scopes;
    const char *tool;
    const char *arguments;
    const char *wanted;      /* NULL: allowed */
  } cases[] = {
    { "notes.read", "list_invoices", "{}", "notes.read invoices.read" },
    { "notes.read", "search_notes", "{}", NULL },
    { "notes.read invoices.read", "create_note", "{\"title\":\"x\",\"text\":\"y\"}", "notes.read notes.write invoices.read" },
    { "notes.read invoices.read", "delete_note", "{\"id\":\"note-001\"}", "notes.read notes.write invoices.read" },
    { "notes.read notes.write", "update_invoice_status", "{\"number\":\"INV-2026-001\",\"status\":\"open\"}",
      "notes.read notes.write invoices.write" },
    { "notes.write", "create_note", "{\"title\":\"x\",\"text\":\"y\"}", NULL },
    { "offline_access", "sticky_note", "{\"text\":\"x\"}", NULL },
    { "offline_access", "show_chart", "{}", "invoices.read" },
  };
  Fixture fixture = { 0 };

  fixture_start (&fixture, approving);
  g_autofree char *metadata = fixture_address (&fixture, "/.well-known/oauth-protected-resource/mcp");
  g_autoptr(Answer) bare = fixture_get (&fixture, MCP);
  g_autofree char *expected = g_strdup_printf ("Bearer scope=\"notes.read invoices.read\", resource_metadata=\"%s\"", metadata);
  g_assert_cmpuint (bare->status, ==, 401);
  g_assert_cmpstr (answer_header (bare, "WWW-Authenticate"), ==, expected);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *bearer = fixture_sign_in (&fixture, cases[i].scopes);
      g_autoptr(Answer) answer = call_tool (&fixture, bearer, cases[i].tool, cases[i].arguments);
      g_autofree char *challenge = g_strdup_printf ("Bearer error=\"insufficient_scope\", scope=\"%s\", resource_metadata=\"%s\"",
                                                    cases[i].wanted, metadata);

      g_test_message ("%s with %s", cases[i].tool, cases[i].scopes);
      g_assert_cmpuint (answer->status, ==, cases[i].wanted ? 403 : 200);
      g_assert_cmpstr (answer_header (answer, "WWW-Authenticate"), ==, cases[i].wanted ? challenge : NULL);
    }
  fixture_stop (&fixture);
}

static void
test_bad_tokens (void)
{
  static const char *const values[] = { "Bearer ", "Bearer x", "Basic eDp5", "Bearer refresh.x.y", "x" };
  Fixture fixture = { 0 };

  fixture_start (&fixture, approving);
  g_autofree char *bearer = fixture_sign_in (&fixture, "notes.read");
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr(Answer) answer = fixture_send (&fixture, fixture_message (&fixture, "POST", MCP, "application/json", "{}",
                                                                          "Authorization", values[i], NULL));
      g_assert_cmpuint (answer->status, ==, 401);
    }
  g_assert_cmpuint (try_token (&fixture, bearer + strlen ("Bearer ")), ==, GOOD);
  gate_sample_expire_tokens (fixture.sample);
  g_assert_cmpuint (try_token (&fixture, bearer + strlen ("Bearer ")), ==, 401);

  /* In the address a token does not count (2026-07-28, basic/authorization). */
  g_autofree char *fresh = fixture_sign_in (&fixture, "notes.read");
  g_autofree char *path = g_strconcat (MCP "?access_token=", fresh + strlen ("Bearer "), NULL);
  g_autoptr(Answer) answer = fixture_get (&fixture, path);
  g_assert_cmpuint (answer->status, ==, 401);
  fixture_stop (&fixture);
}

/* Sign-ins outlive the process, and the file that keeps them is of no use to who reads it. */
static void
test_restart (void)
{
  Fixture fixture = { 0 };
  GateSampleOptions options = { .auto_approve = TRUE, .port = GATE_SAMPLE_KEPT_PORT };
  g_autofree char *text = NULL;

  fixture_start (&fixture, options);
  g_autofree char *address = g_strdup (gate_sample_get_address (fixture.sample));
  g_autofree char *app = fixture_register (&fixture);
  g_autofree char *code = fixture_code (&fixture, app, ALL_SCOPES);
  g_autoptr(Answer) tokens = fixture_redeem (&fixture, app, code);
  fixture_restart (&fixture, options);

  g_assert_cmpstr (gate_sample_get_address (fixture.sample), ==, address);
  g_assert_null (gate_sample_get_notice (fixture.sample));
  g_assert_cmpuint (try_token (&fixture, answer_string (tokens, "access_token")), ==, GOOD);
  g_autoptr(Answer) refreshed = refresh (&fixture, app, answer_string (tokens, "refresh_token"), "");
  g_assert_cmpuint (refreshed->status, ==, 200);

  g_autofree char *path = g_build_filename (fixture.folder, "sample-sign-ins.json", NULL);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, app));
  g_assert_null (strstr (text, answer_string (refreshed, "access_token")));
  g_assert_null (strstr (text, answer_string (refreshed, "refresh_token")));
  g_assert_null (strstr (text, code));
  fixture_stop (&fixture);
}

/* Another program took the port: a new one is chosen and told, and what belonged to the old issuer is void. */
static void
test_port_taken (void)
{
  Fixture fixture = { 0 };
  GateSampleOptions options = { .auto_approve = TRUE, .port = GATE_SAMPLE_KEPT_PORT };
  g_autoptr(GSocketListener) thief = g_socket_listener_new ();
  g_autoptr(GError) error = NULL;

  fixture_start (&fixture, options);
  g_autofree char *address = g_strdup (gate_sample_get_address (fixture.sample));
  g_autofree char *bearer = fixture_sign_in (&fixture, "notes.read");
  g_autoptr(GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  soup_session_abort (fixture.session);
  g_clear_object (&fixture.session);
  gate_sample_close (fixture.sample);
  gate_test_finalize (fixture.sample);
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) taken = g_inet_socket_address_new (loopback, (guint16) g_uri_get_port (uri));
  g_assert_true (g_socket_listener_add_address (thief, taken, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, NULL, &error));
  g_assert_no_error (error);

  fixture_start (&fixture, options);
  g_assert_cmpstr (gate_sample_get_address (fixture.sample), !=, address);
  g_assert_nonnull (strstr (gate_sample_get_notice (fixture.sample), "is taken by another program"));
  g_assert_cmpuint (try_token (&fixture, bearer + strlen ("Bearer ")), ==, 401);
  g_autofree char *moved = g_strdup (gate_sample_get_address (fixture.sample));
  fixture_restart (&fixture, options);
  g_assert_cmpstr (gate_sample_get_address (fixture.sample), ==, moved);
  fixture_stop (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/sample/auth/metadata", test_metadata);
  g_test_add_func ("/sample/auth/registration", test_registration);
  g_test_add_func ("/sample/auth/authorize-refusals", test_authorize_refusals);
  g_test_add_func ("/sample/auth/repeated-parameters", test_repeated_parameters);
  g_test_add_func ("/sample/auth/consent-page", test_consent_page);
  g_test_add_func ("/sample/auth/consent-forgeries", test_consent_forgeries);
  g_test_add_func ("/sample/auth/consent-denied", test_consent_denied);
  g_test_add_func ("/sample/auth/token-refusals", test_token_refusals);
  g_test_add_func ("/sample/auth/replayed-code", test_replayed_code);
  g_test_add_func ("/sample/auth/rotation-and-reuse", test_rotation_and_reuse);
  g_test_add_func ("/sample/auth/refresh-scopes", test_refresh_scopes);
  g_test_add_func ("/sample/auth/revocation", test_revocation);
  g_test_add_func ("/sample/auth/challenges", test_challenges);
  g_test_add_func ("/sample/auth/bad-tokens", test_bad_tokens);
  g_test_add_func ("/sample/auth/restart", test_restart);
  g_test_add_func ("/sample/auth/port-taken", test_port_taken);
  return g_test_run ();
}
