// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "auth-test-server.h"
#include "gate-error.h"
#include "gate-sign-in.h"
#include "gate-test.h"

G_BEGIN_DECLS

#define AUTH_TEST_TYPE_FACE (auth_test_face_get_type ())

/**
 * AuthTestFace:
 *
 * A person with a browser: goes where a sign-in question leads, and back to the redirect address.
 */
G_DECLARE_FINAL_TYPE (AuthTestFace, auth_test_face, AUTH_TEST, FACE, GObject)

/* What the browser makes of the redirect address before it goes there: (transfer full). */
typedef char *(*AuthTestTamper) (const char *redirect,
                                 gpointer    user_data);

struct _AuthTestFace {
  GObject         parent_instance;

  SoupSession    *session;
  guint           n_windows;
  guint           n_fields;
  guint           n_confirms;
  guint           n_commands;
  gboolean        decline;
  gboolean        decline_confirm;
  gboolean        paste;
  gboolean        ignore; /* the person walks away */
  gboolean        close_browser; /* the answer never comes */
  AuthTestTamper  tamper;
  gpointer        tamper_data;
  JsonObject     *values; /* of the forms */
  char           *last_url;
  char           *last_redirect;
  GString        *log; /* questions and details, to look for words */
};

AuthTestFace *auth_test_face_new     (void) G_GNUC_WARN_UNUSED_RESULT;

/* What a test needs beside the server. */
typedef struct {
  AuthTestServer  *server;
  AuthTestFace    *face;
  GateHttp        *http;
  GateSecretStore *secrets;
  GateConnector   *connector;
  GateSignIn      *sign_in;
} AuthTest;

/* sign_in: JSON members of "gatehouse.signIn", without braces, or NULL. secrets: (transfer full) (nullable): NULL is one in memory. */
AuthTest *auth_test_new        (const char       *sign_in,
                                GateSecretStore  *secrets) G_GNUC_WARN_UNUSED_RESULT;
/* entry: more members of the entry, each with a comma behind it; address: instead of the server's. */
AuthTest *auth_test_new_entry  (AuthTestServer   *server,
                                const char       *entry,
                                const char       *address,
                                const char       *sign_in,
                                GateSecretStore  *secrets) G_GNUC_WARN_UNUSED_RESULT;
AuthTest *auth_test_new_for    (AuthTestServer   *server,
                                const char       *sign_in,
                                GateSecretStore  *secrets) G_GNUC_WARN_UNUSED_RESULT;
void      auth_test_free       (AuthTest         *self);
/* A new process with the same keyring, as far as this room can tell. */
void      auth_test_restart    (AuthTest         *self,
                                gboolean          interactive);
void      auth_test_keep       (AuthTest         *self,
                                const char       *kind,
                                const char       *name,
                                const char       *value);

/* Sends a request as a transport does: prepare, send, challenge, again. TRUE when the server took it. */
void      auth_test_call_async  (AuthTest             *self,
                                 const char           *operation,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
gboolean  auth_test_call_finish (GAsyncResult         *result,
                                 GError              **error);
gboolean  auth_test_call        (AuthTest             *self,
                                 GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AuthTest, auth_test_free)

G_END_DECLS
