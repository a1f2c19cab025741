// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-app.h"

#include "gate-address.h"
#include "gate-json-record.h"
#include "gate-random.h"

static const GateJsonField app_fields[] = {
  GATE_JSON_FIELD (GateSampleApp, id, "id", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (GateSampleApp, name, "name", STRING, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (GateSampleApp, redirect_uris, "redirectUris", STRV, GATE_JSON_REQUIRED),
  GATE_JSON_FIELD (GateSampleApp, registered, "registered", INT, GATE_JSON_REQUIRED),
  { NULL },
};

/**
 * gate_sample_app_new:
 * @name: what it calls itself
 * @redirect_uris: where answers may go, already checked
 *
 * Returns: (transfer full): an app with an id of its own
 */
GateSampleApp *
gate_sample_app_new (const char  *name,
                     char       **redirect_uris)
{
  GateSampleApp *self = g_new0 (GateSampleApp, 1);

  self->id = gate_random_uuid ();
  self->name = g_strdup (name);
  self->redirect_uris = g_strdupv (redirect_uris);
  self->registered = g_get_real_time () / G_USEC_PER_SEC;
  return self;
}

/**
 * gate_sample_app_from_json:
 * @node: an app as it was kept
 * @error: set to %GATE_ERROR_INVALID
 *
 * Returns: (transfer full) (nullable): the app
 */
GateSampleApp *
gate_sample_app_from_json (JsonNode  *node,
                           GError   **error)
{
  g_autoptr(GateSampleApp) self = g_new0 (GateSampleApp, 1);

  return gate_json_record_read (app_fields, node, self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * gate_sample_app_to_json:
 * @self: an app
 *
 * Returns: (transfer full): the app as it is kept
 */
JsonNode *
gate_sample_app_to_json (const GateSampleApp *self)
{
  return gate_json_record_write (app_fields, self);
}

/**
 * gate_sample_app_may_register:
 * @redirect_uri: an address
 *
 * Only loopback addresses may be registered, as for native apps (RFC 8252 §7.3); `localhost` too, since many apps use it.
 *
 * Returns: %TRUE when it may
 */
gboolean
gate_sample_app_may_register (const char *redirect_uri)
{
  g_autoptr(GUri) uri = gate_address_parse (redirect_uri, NULL);

  return uri && g_str_equal (g_uri_get_scheme (uri), "http") && !g_uri_get_fragment (uri) && gate_address_is_loopback (uri);
}

/* The same but for the port, which an app is given by the system each time anew. */
static gboolean
same_but_port (GUri *a,
               GUri *b)
{
  return g_strcmp0 (g_uri_get_scheme (a), g_uri_get_scheme (b)) == 0
         && g_strcmp0 (g_uri_get_host (a), g_uri_get_host (b)) == 0
         && g_strcmp0 (g_uri_get_path (a), g_uri_get_path (b)) == 0
         && g_strcmp0 (g_uri_get_query (a), g_uri_get_query (b)) == 0
         && !g_uri_get_fragment (b);
}

/**
 * gate_sample_app_takes:
 * @self: an app
 * @redirect_uri: where an answer is asked to go
 *
 * Returns: %TRUE when the app registered that address, whatever the port
 */
gboolean
gate_sample_app_takes (const GateSampleApp *self,
                       const char          *redirect_uri)
{
  g_autoptr(GUri) asked = gate_address_parse (redirect_uri, NULL);

  for (char **at = self->redirect_uris; asked && *at; at++)
    {
      g_autoptr(GUri) registered = gate_address_parse (*at, NULL);

      if (registered && same_but_port (registered, asked))
        return TRUE;
    }
  return FALSE;
}

/**
 * gate_sample_app_free:
 * @self: (transfer full) (nullable): an app
 *
 * Frees an app.
 */
void
gate_sample_app_free (GateSampleApp *self)
{
  if (!self)
    return;
  gate_json_record_clear (app_fields, self);
  g_free (self);
}
