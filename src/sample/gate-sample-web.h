// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define GATE_TYPE_SAMPLE_WEB (gate_sample_web_get_type ())

/**
 * GateSampleWeb:
 *
 * The web server: bound to 127.0.0.1 only, deaf to foreign `Host` and `Origin` headers (DNS rebinding, cross-site requests), with a
 * limit on every body, and aware of whether anybody uses it.
 *
 * Signals: `unused` when nobody asked for anything, and nothing was open, for the time set.
 */
G_DECLARE_FINAL_TYPE (GateSampleWeb, gate_sample_web, GATE, SAMPLE_WEB, GObject)

typedef void (*GateSampleRouteFunc) (SoupServerMessage *message,
                                     const char        *path,
                                     gpointer           user_data);

GateSampleWeb *gate_sample_web_new             (void) G_GNUC_WARN_UNUSED_RESULT;
void           gate_sample_web_add             (GateSampleWeb        *self,
                                                const char           *path,
                                                gsize                 limit,
                                                GateSampleRouteFunc   function,
                                                gpointer              user_data);
gboolean       gate_sample_web_listen          (GateSampleWeb        *self,
                                                guint16               port,
                                                GError              **error);
guint16        gate_sample_web_get_port        (GateSampleWeb        *self);
const char    *gate_sample_web_get_origin      (GateSampleWeb        *self);
void           gate_sample_web_set_unused_time (GateSampleWeb        *self,
                                                guint                 seconds);
void           gate_sample_web_close           (GateSampleWeb        *self);

G_END_DECLS
