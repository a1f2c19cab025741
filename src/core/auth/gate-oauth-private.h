// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-attempts.h"
#include "gate-dpop-session.h"
#include "gate-field-values.h"
#include "gate-oauth-discovery.h"
#include "gate-oauth.h"
#include "gate-token-keeper.h"

G_BEGIN_DECLS

struct _GateOauth {
  GateSignInMethod   parent_instance;

  GateSignInContext *context; /* (unowned): the parent's */
  GateTokenKeeper   *keeper;
  GateFieldValues   *secrets; /* of the settings: client secret, key, identity token */
  GateDpopSession   *dpop; /* (nullable) */
  GateServerMetadata *server; /* (nullable): as it was last found */
  gboolean           loaded;
  gint64             looked_at; /* monotonic: when the keyring was last read for a request */
  GError            *keyring_error; /* (nullable): why the keyring could not be read */
  GateAttempts      *renewals;
  GateAttempts      *authorizations;
  GateAttempts      *windows; /* that a person did not finish with */
  GateAttempts      *nonces;
  GQueue             challenges; /* (element-type GTask): those that wait, the first is being answered */
  GError            *refusal; /* (nullable): what a workload was told */
  gint64             refused_at;
};

void              gate_oauth_challenge           (GateSignInMethod     *method,
                                                  SoupMessage          *message,
                                                  const char           *operation,
                                                  GTask                *task);
void              gate_oauth_begin               (GateSignInMethod     *method,
                                                  GTask                *task);
void              gate_oauth_get_status          (GateSignInMethod     *method,
                                                  GTask                *task);
void              gate_oauth_disconnect          (GateSignInMethod     *method,
                                                  GTask                *task);
void              gate_oauth_load_dpop_async     (GateOauth            *self,
                                                  const char           *issuer,
                                                  gboolean              create,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean          gate_oauth_load_dpop_finish    (GateOauth            *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);
gboolean          gate_oauth_needs_nobody        (GateOauth            *self);

G_END_DECLS
