// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-connector.h"
#include "gate-http.h"
#include "gate-interaction.h"
#include "gate-secret-mask.h"
#include "gate-vault.h"

G_BEGIN_DECLS

#define GATE_TYPE_SIGN_IN_CONTEXT (gate_sign_in_context_get_type ())
G_DECLARE_FINAL_TYPE (GateSignInContext, gate_sign_in_context, GATE, SIGN_IN_CONTEXT, GObject)

/**
 * GateSignInContext:
 * @connector: the connector
 * @settings: how to sign in to it
 * @account: (nullable): the account
 * @http: for requests
 * @vault: where secrets are kept
 * @mask: the secrets that were sent, or will be: what answers is shown without them
 * @interaction: (nullable): who can be asked
 * @address: (nullable): the server's address, its fields and variables filled in, once that is done
 * @interactive: whether the person may be asked
 * @again: whether the person is to sign in although a sign-in still works
 * @read_only: whether to ask for reading scopes only
 * @project: (nullable): the name of the project that the connector is turned on in once it is signed in
 * @open_browser: whether a browser is opened, rather than the address shown
 * @time_limit_ms: how long the person may take to sign in
 * @look_again_ms: how old what was read from the keyring may be when a request goes out
 *
 * What all parts of one sign-in share. Private to this room; only the sign-in itself changes it.
 */
struct _GateSignInContext {
  GObject             parent_instance;

  GateConnector      *connector;
  GateSignInSettings *settings; /* (unowned): the connector's */
  char               *account;
  GateHttp           *http;
  GateVault          *vault;
  GateSecretMask     *mask;
  GateInteraction    *interaction;
  GUri               *address;
  char               *project;
  gboolean            interactive;
  gboolean            again;
  gboolean            read_only;
  gboolean            open_browser;
  guint               time_limit_ms;
  guint               look_again_ms;
};

GateSignInContext *gate_sign_in_context_new       (GateConnector      *connector,
                                                   const char         *account,
                                                   GateHttp           *http,
                                                   GateSecretStore    *secrets,
                                                   GateInteraction    *interaction) G_GNUC_WARN_UNUSED_RESULT;
GateSecretKey      gate_sign_in_context_key       (GateSignInContext  *self,
                                                   const char         *kind,
                                                   const char         *issuer,
                                                   const char         *resource);
GateSecretKey      gate_sign_in_context_field_key (GateSignInContext  *self,
                                                   const char         *kind,
                                                   const char         *name);
GateSecretKey      gate_sign_in_context_setting_key (GateSignInContext *self,
                                                   const char         *kind);
char              *gate_sign_in_context_dup_label (GateSignInContext  *self,
                                                   const char         *what) G_GNUC_WARN_UNUSED_RESULT;
char              *gate_sign_in_context_dup_lock  (GateSignInContext  *self,
                                                   const char         *prefix) G_GNUC_WARN_UNUSED_RESULT;
char              *gate_sign_in_context_dup_title (GateSignInContext  *self) G_GNUC_WARN_UNUSED_RESULT;
const char        *gate_sign_in_context_get_host  (GateSignInContext  *self);
GateHttpOptions    gate_sign_in_context_options   (GateSignInContext  *self);
gboolean           gate_sign_in_context_can_ask   (GateSignInContext  *self,
                                                   GateInteractionCapabilities  what);
GateQuestion      *gate_sign_in_context_question  (GateSignInContext  *self,
                                                   GateQuestionKind    kind,
                                                   const char         *title) G_GNUC_WARN_UNUSED_RESULT;
void               gate_sign_in_context_tell_project (GateSignInContext *self,
                                                   GateQuestion       *question);
GateSecret        *gate_sign_in_context_read_file (GateSignInContext *self,
                                                   const char         *path,
                                                   const char         *what,
                                                   GError            **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean           gate_sign_in_context_is_home   (GateSignInContext  *self,
                                                   SoupMessage        *message,
                                                   GError            **error);
void               gate_sign_in_context_set_needed (GateSignInContext *self,
                                                   GError            **error,
                                                   const char         *why);

G_END_DECLS
