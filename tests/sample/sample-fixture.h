// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-json.h"
#include "gate-sample.h"
#include "gate-test.h"

G_BEGIN_DECLS

#define MCP "/mcp"
#define REDIRECT "http://127.0.0.1:39999/callback"
#define VERIFIER "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
#define CHALLENGE "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

/* A Sample Workspace in this process, and a raw HTTP client that knows nothing of MCP or OAuth. */
typedef struct {
  GateSample  *sample;
  SoupSession *session;
  char        *folder;
} Fixture;

/* One answer, read whole. */
typedef struct {
  guint         status;
  SoupMessage  *message;
  char         *body;
  JsonNode     *json;        /* of the body, or of the last event */
  GPtrArray    *events;      /* of JsonNode; NULL where the answer is no stream of events */
  char         *last_id;
} Answer;

/* One answer that is read event by event. */
typedef struct {
  SoupMessage  *message;
  GInputStream *body;
  GString      *text;
  guint         status;
  char         *last_id;
  gboolean      ended;
} Stream;

void        fixture_start        (Fixture            *self,
                                  GateSampleOptions   options);
void        fixture_stop         (Fixture            *self);
void        fixture_restart      (Fixture            *self,
                                  GateSampleOptions   options);
char       *fixture_address      (Fixture            *self,
                                  const char         *path);

/* headers: pairs of name and value, ended by NULL. */
SoupMessage *fixture_message     (Fixture            *self,
                                  const char         *method,
                                  const char         *path,
                                  const char         *type,
                                  const char         *body,
                                  ...) G_GNUC_NULL_TERMINATED;
Answer     *fixture_send         (Fixture            *self,
                                  SoupMessage        *message);
Answer     *fixture_get          (Fixture            *self,
                                  const char         *path);
Answer     *fixture_post_form    (Fixture            *self,
                                  const char         *path,
                                  const char         *form);
Stream     *fixture_open         (Fixture            *self,
                                  SoupMessage        *message);
JsonNode   *stream_next          (Stream             *self);
void        stream_read_to_end   (Stream             *self);
void        stream_free          (Stream             *self);
void        answer_free          (Answer             *self);

const char *answer_header        (Answer             *self,
                                  const char         *name);
const char *answer_string        (Answer             *self,
                                  const char         *path);
gint64      answer_int           (Answer             *self,
                                  const char         *path);
JsonNode   *answer_find          (Answer             *self,
                                  const char         *path);
JsonNode   *json_find            (JsonNode           *root,
                                  const char         *path);
const char *json_text            (JsonNode           *root,
                                  const char         *path);

/* The sign-in of an app, by hand. */
char       *fixture_register     (Fixture            *self);
Answer     *fixture_authorize    (Fixture            *self,
                                  const char         *app,
                                  const char         *scope);
char       *fixture_code         (Fixture            *self,
                                  const char         *app,
                                  const char         *scope);
Answer     *fixture_redeem       (Fixture            *self,
                                  const char         *app,
                                  const char         *code);
char       *fixture_sign_in      (Fixture            *self,
                                  const char         *scope);
char       *query_value          (const char         *address,
                                  const char         *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Stream, stream_free)

G_END_DECLS
