// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-sample-app.h"
#include "gate-sample-grant.h"

G_BEGIN_DECLS

#define GATE_TYPE_SAMPLE_LEDGER (gate_sample_ledger_get_type ())

/**
 * GateSampleLedger:
 *
 * The apps that registered with the authorization server, and what was granted to them, kept in a file across restarts. Tokens are
 * kept as digests: whoever reads the file cannot sign in with it.
 */
G_DECLARE_FINAL_TYPE (GateSampleLedger, gate_sample_ledger, GATE, SAMPLE_LEDGER, GObject)

GateSampleLedger *gate_sample_ledger_new        (const char         *folder,
                                                 GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void              gate_sample_ledger_set_issuer (GateSampleLedger   *self,
                                                 const char         *issuer);
void              gate_sample_ledger_save       (GateSampleLedger   *self);
GateSampleApp    *gate_sample_ledger_add_app    (GateSampleLedger   *self,
                                                 const char         *name,
                                                 char              **redirect_uris);
GateSampleApp    *gate_sample_ledger_find_app   (GateSampleLedger   *self,
                                                 const char         *id);
GateSampleGrant  *gate_sample_ledger_add_grant  (GateSampleLedger   *self,
                                                 const char         *app_id,
                                                 guint               scopes);
GateSampleGrant  *gate_sample_ledger_find_grant (GateSampleLedger   *self,
                                                 const char         *id);
GateSampleGrant  *gate_sample_ledger_find_access (GateSampleLedger  *self,
                                                 const char         *token,
                                                 GateSampleToken   **found);
void              gate_sample_ledger_revoke     (GateSampleLedger   *self,
                                                 GateSampleGrant    *grant);
void              gate_sample_ledger_expire_all (GateSampleLedger   *self);

G_END_DECLS
