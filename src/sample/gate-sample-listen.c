// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-listen.h"

/* One subscriptions/listen request that is open. It keeps itself until the client, or the server, ends it. */
#define GATE_TYPE_SAMPLE_LISTENER (gate_sample_listener_get_type ())
G_DECLARE_FINAL_TYPE (GateSampleListener, gate_sample_listener, GATE, SAMPLE_LISTENER, GObject)

struct _GateSampleListener {
  GObject              parent_instance;

  GateSampleWorkspace *workspace;
  GateSampleCall      *call;
  gboolean             tools;
  gboolean             resources;
  GHashTable          *uris;
};

G_DEFINE_FINAL_TYPE (GateSampleListener, gate_sample_listener, G_TYPE_OBJECT)

static void
gate_sample_listener_finalize (GObject *object)
{
  GateSampleListener *self = GATE_SAMPLE_LISTENER (object);

  g_object_unref (self->workspace);
  g_object_unref (self->call);
  g_hash_table_unref (self->uris);
  G_OBJECT_CLASS (gate_sample_listener_parent_class)->finalize (object);
}

static void
gate_sample_listener_class_init (GateSampleListenerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_sample_listener_finalize;
}

static void
gate_sample_listener_init (GateSampleListener *self)
{
  self->uris = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
add_subscription (GateSampleListener *self,
                  JsonObject         *holder)
{
  JsonObject *meta = json_object_new ();

  json_object_set_member (meta, GATE_SAMPLE_META_SUBSCRIPTION, json_node_copy (gate_sample_call_get_id (self->call)));
  json_object_set_object_member (holder, "_meta", meta);
}

static void
tell (GateSampleListener *self,
      const char         *method,
      const char         *uri)
{
  JsonObject *params = json_object_new ();

  add_subscription (self, params);
  if (uri)
    json_object_set_string_member (params, "uri", uri);
  gate_sample_call_notify (self->call, method, params);
}

static void
on_tools_changed (GateSampleWorkspace *workspace,
                  GateSampleListener  *self)
{
  if (self->tools)
    tell (self, "notifications/tools/list_changed", NULL);
}

static void
on_list_changed (GateSampleContent  *content,
                 GateSampleListener *self)
{
  if (self->resources)
    tell (self, "notifications/resources/list_changed", NULL);
}

static void
on_changed (GateSampleContent  *content,
            const char         *uri,
            GateSampleListener *self)
{
  if (g_hash_table_contains (self->uris, uri))
    tell (self, "notifications/resources/updated", uri);
}

static void
stop_listening (GateSampleListener *self)
{
  g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_signal_handlers_disconnect_by_data (gate_sample_workspace_get_content (self->workspace), self);
  g_signal_handlers_disconnect_by_data (gate_sample_call_get_cancellable (self->call), self);
  g_object_unref (self);
}

static void
on_closing (GateSampleWorkspace *workspace,
            GateSampleListener  *self)
{
  JsonObject *result = json_object_new ();

  add_subscription (self, result);
  gate_sample_call_return_result (self->call, result);
  stop_listening (self);
}

static void
on_cancelled (GCancellable       *cancellable,
              GateSampleListener *self)
{
  gate_sample_call_drop (self->call);
  stop_listening (self);
}

static void
read_uris (GateSampleListener *self,
           JsonObject         *wanted,
           JsonObject         *honoured)
{
  g_auto(GStrv) uris = gate_json_get_strv (wanted, "resourceSubscriptions");
  JsonArray *kept = json_array_new ();

  for (char **uri = uris; uri && *uri && g_hash_table_size (self->uris) < GATE_SAMPLE_MAX_SUBSCRIPTIONS; uri++)
    if (g_str_has_prefix (*uri, "sample://") && g_hash_table_add (self->uris, g_strdup (*uri)))
      json_array_add_string_element (kept, *uri);
  if (uris)
    json_object_set_array_member (honoured, "resourceSubscriptions", kept);
  else
    json_array_unref (kept);
}

/* What of the wish is honoured, told before anything else (2026-07-28, basic/patterns/subscriptions). */
static void
acknowledge (GateSampleListener *self,
             JsonObject         *wanted)
{
  JsonObject *params = json_object_new ();
  JsonObject *honoured = json_object_new ();

  self->tools = gate_json_get_boolean (wanted, "toolsListChanged", FALSE);
  self->resources = gate_json_get_boolean (wanted, "resourcesListChanged", FALSE);
  if (self->tools)
    json_object_set_boolean_member (honoured, "toolsListChanged", TRUE);
  if (self->resources)
    json_object_set_boolean_member (honoured, "resourcesListChanged", TRUE);
  read_uris (self, wanted, honoured);
  add_subscription (self, params);
  json_object_set_object_member (params, "notifications", honoured);
  gate_sample_call_notify (self->call, "notifications/subscriptions/acknowledged", params);
}

/**
 * gate_sample_listen:
 * @workspace: what is offered
 * @call: a `subscriptions/listen` request
 *
 * Sends what the client wants to know of, until it goes away.
 */
void
gate_sample_listen (GateSampleWorkspace *workspace,
                    GateSampleCall      *call)
{
  JsonObject *params = gate_sample_call_get_params (call);
  JsonObject *wanted = gate_json_get_object (params, "notifications");
  GCancellable *cancellable = gate_sample_call_get_cancellable (call);
  GateSampleContent *content = gate_sample_workspace_get_content (workspace);
  GateSampleListener *self = NULL;

  if (!wanted)
    {
      gate_sample_call_return_error (call, GATE_SAMPLE_CODE_PARAMS, "The request does not say what to listen for");
      return;
    }
  self = g_object_new (GATE_TYPE_SAMPLE_LISTENER, NULL);
  self->workspace = g_object_ref (workspace);
  self->call = g_object_ref (call);
  acknowledge (self, wanted);
  g_signal_connect (workspace, "tools-changed", G_CALLBACK (on_tools_changed), self);
  g_signal_connect (workspace, "closing", G_CALLBACK (on_closing), self);
  g_signal_connect (content, "list-changed", G_CALLBACK (on_list_changed), self);
  g_signal_connect (content, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (cancellable, "cancelled", G_CALLBACK (on_cancelled), self);
}
