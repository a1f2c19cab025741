// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libsoup/soup.h>

#include "gate-error.h"
#include "gate-http.h"
#include "gate-test.h"

G_BEGIN_DECLS

/* A server that says exactly what the test wants, byte for byte. */
typedef struct _RawServer RawServer;

/* head: the request's, "" for a connection that has just come. Returns: (transfer full) (nullable): what to say. close: hang up. */
typedef char *(*RawFunc) (RawServer  *server,
                          const char *head,
                          gboolean   *close,
                          gpointer    user_data);

RawServer  *raw_server_new              (const char      *address,
                                         RawFunc          function,
                                         gpointer         user_data);
RawServer  *raw_server_new_at           (const char      *address,
                                         guint16          port,
                                         RawFunc          function,
                                         gpointer         user_data);
void        raw_server_free             (RawServer       *self);
guint16     raw_server_get_port         (RawServer       *self);
guint       raw_server_get_n_heads      (RawServer       *self);
guint       raw_server_get_n_connected  (RawServer       *self);
guint       raw_server_get_n_open       (RawServer       *self);
gsize       raw_server_get_n_bytes      (RawServer       *self);
const char *raw_server_get_last_head    (RawServer       *self);
char       *raw_server_uri              (RawServer       *self,
                                         const char      *path) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RawServer, raw_server_free)

/* Sends and waits; the message is kept so that its status can be looked at. */
GBytes     *http_test_send              (GateHttp               *http,
                                         SoupMessage            *message,
                                         const GateHttpOptions  *options,
                                         GError                **error) G_GNUC_WARN_UNUSED_RESULT;
GInputStream *http_test_open            (GateHttp               *http,
                                         SoupMessage            *message,
                                         const GateHttpOptions  *options,
                                         GError                **error) G_GNUC_WARN_UNUSED_RESULT;
SoupServer *http_test_server_new        (GTlsCertificate        *certificate,
                                         SoupServerCallback      callback,
                                         gpointer                user_data) G_GNUC_WARN_UNUSED_RESULT;
char       *http_test_server_uri        (SoupServer             *server,
                                         const char             *host,
                                         const char             *path) G_GNUC_WARN_UNUSED_RESULT;
guint16     http_test_server_get_port   (SoupServer             *server);

/* An error is of our domain, has a remedy and a layer, and names a text. */
#define http_test_assert_error(error, gate_code, text) \
  G_STMT_START { \
    g_assert_nonnull (error); \
    if (!gate_error_matches ((error), (gate_code)) || !strstr ((error)->message, (text))) \
      g_error ("%s:%d: wanted %s with “%s”, got %s (domain %s): %s", __FILE__, __LINE__, gate_error_code_to_string (gate_code), (text), \
               (error)->domain == GATE_ERROR ? gate_error_code_to_string ((GateError) (error)->code) : "?", \
               g_quark_to_string ((error)->domain), (error)->message); \
    g_assert_nonnull (gate_error_get_remedy (error)); \
    g_assert_cmpint (gate_error_get_layer (error), !=, GATE_LAYER_NONE); \
  } G_STMT_END

G_END_DECLS
