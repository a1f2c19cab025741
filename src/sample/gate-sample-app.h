// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-json.h"

G_BEGIN_DECLS

/**
 * GateSampleApp:
 * @id: its client id
 * @name: what it calls itself
 * @redirect_uris: where answers may go, loopback addresses of any port (RFC 8252 §7.3)
 * @registered: when, in seconds since 1970
 *
 * An app that registered (RFC 7591).
 */
typedef struct {
  char    *id;
  char    *name;
  char   **redirect_uris;
  gint64   registered;
} GateSampleApp;

GateSampleApp *gate_sample_app_new         (const char           *name,
                                            char                **redirect_uris) G_GNUC_WARN_UNUSED_RESULT;
GateSampleApp *gate_sample_app_from_json   (JsonNode             *node,
                                            GError              **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode      *gate_sample_app_to_json     (const GateSampleApp  *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean       gate_sample_app_takes       (const GateSampleApp  *self,
                                            const char           *redirect_uri);
void           gate_sample_app_free        (GateSampleApp        *self);
gboolean       gate_sample_app_may_register (const char          *redirect_uri);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateSampleApp, gate_sample_app_free)

G_END_DECLS
