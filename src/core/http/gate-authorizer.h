// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define GATE_TYPE_AUTHORIZER (gate_authorizer_get_type ())

/**
 * GateAuthorizer:
 *
 * What puts credentials on a request and answers challenges. The http room declares it, the auth room implements it, the mcp room
 * only uses it.
 *
 * A transport calls prepare before each sending (retries too, with a new message), and challenge after a 401 or a 403; when that
 * ends with %TRUE the request is to be sent anew. The authorizer bounds its own attempts per operation and ends them with an error.
 */
G_DECLARE_INTERFACE (GateAuthorizer, gate_authorizer, GATE, AUTHORIZER, GObject)

struct _GateAuthorizerInterface {
  GTypeInterface parent;

  void      (*prepare_async)    (GateAuthorizer       *self,
                                 SoupMessage          *message,
                                 GBytes               *body,
                                 GCancellable         *cancellable,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
  gboolean  (*prepare_finish)   (GateAuthorizer       *self,
                                 GAsyncResult         *result,
                                 GError              **error);
  void      (*challenge_async)  (GateAuthorizer       *self,
                                 SoupMessage          *message,
                                 const char           *operation,
                                 GCancellable         *cancellable,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
  gboolean  (*challenge_finish) (GateAuthorizer       *self,
                                 GAsyncResult         *result,
                                 GError              **error);
  char     *(*dup_context)      (GateAuthorizer       *self);
};

/* body: (nullable): what will be sent, for signatures over it. */
void      gate_authorizer_prepare_async    (GateAuthorizer       *self,
                                            SoupMessage          *message,
                                            GBytes               *body,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean  gate_authorizer_prepare_finish   (GateAuthorizer       *self,
                                            GAsyncResult         *result,
                                            GError              **error);
/* operation: what the request was for, "tools/call add_numbers": attempts are counted per operation. TRUE: send again; FALSE with error. */
void      gate_authorizer_challenge_async  (GateAuthorizer       *self,
                                            SoupMessage          *message,
                                            const char           *operation,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean  gate_authorizer_challenge_finish (GateAuthorizer       *self,
                                            GAsyncResult         *result,
                                            GError              **error);
/* A text that differs between authorization contexts (issuer, resource, account): the key of private caches. Holds no secret. */
char     *gate_authorizer_dup_context      (GateAuthorizer       *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
