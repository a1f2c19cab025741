// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-traffic-log.h"

#include "gate-hub-private.h"

#define LINES_MAX 200

struct _GateTrafficLog {
  GObject         parent_instance;

  GateHub        *hub;
  GateHubProject *project;
  char           *connector;
  char           *account;
  GateMcpClient  *client; /* (owned) (nullable): whose messages are written down */
  GListStore     *lines;  /* (element-type GateTrafficLine) */
};

G_DEFINE_FINAL_TYPE (GateTrafficLog, gate_traffic_log, G_TYPE_OBJECT)

static void
let_go (GateTrafficLog *self)
{
  if (self->client)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
}

static void
gate_traffic_log_dispose (GObject *object)
{
  GateTrafficLog *self = GATE_TRAFFIC_LOG (object);

  let_go (self);
  g_clear_object (&self->lines);
  g_clear_object (&self->project);
  g_clear_object (&self->hub);
  G_OBJECT_CLASS (gate_traffic_log_parent_class)->dispose (object);
}

static void
gate_traffic_log_finalize (GObject *object)
{
  g_free (GATE_TRAFFIC_LOG (object)->connector);
  g_free (GATE_TRAFFIC_LOG (object)->account);
  G_OBJECT_CLASS (gate_traffic_log_parent_class)->finalize (object);
}

static void
gate_traffic_log_class_init (GateTrafficLogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_traffic_log_dispose;
  G_OBJECT_CLASS (klass)->finalize = gate_traffic_log_finalize;
}

static void
gate_traffic_log_init (GateTrafficLog *self)
{
  self->lines = g_list_store_new (GATE_TYPE_TRAFFIC_LINE);
}

/**
 * gate_traffic_log_new:
 * @hub: an open hub
 * @project: the project in which the connection is used
 * @connector: a connector's id
 * @account: (nullable): one of its accounts
 *
 * Returns: (transfer full): a log that follows the connection that stands now
 */
GateTrafficLog *
gate_traffic_log_new (GateHub        *hub,
                      GateHubProject *project,
                      const char     *connector,
                      const char     *account)
{
  GateTrafficLog *self = g_object_new (GATE_TYPE_TRAFFIC_LOG, NULL);

  self->hub = g_object_ref (hub);
  self->project = g_object_ref (project);
  self->connector = g_strdup (connector);
  self->account = g_strdup (account);
  gate_traffic_log_follow (self);
  return self;
}

static void
on_traffic (GateMcpClient  *client,
            gboolean        outgoing,
            const char     *text,
            GateTrafficLog *self)
{
  g_autoptr(GateTrafficLine) line = gate_traffic_line_new (outgoing, text);

  if (g_list_model_get_n_items (G_LIST_MODEL (self->lines)) >= LINES_MAX)
    g_list_store_remove (self->lines, 0);
  g_list_store_append (self->lines, line);
}

/**
 * gate_traffic_log_follow:
 * @self: a log
 *
 * Takes up the connection that stands now. Where there is none yet, the messages of opening one are not written down.
 */
void
gate_traffic_log_follow (GateTrafficLog *self)
{
  GateLink *link;
  GateMcpClient *client;

  g_return_if_fail (GATE_IS_TRAFFIC_LOG (self));
  link = gate_hub_get_link (self->hub, self->project, self->connector, self->account, NULL);
  client = link ? gate_link_get_client (link) : NULL;
  if (client == self->client)
    return;
  let_go (self);
  if (!client)
    return;
  self->client = g_object_ref (client);
  g_signal_connect (client, "traffic", G_CALLBACK (on_traffic), self);
}

/**
 * gate_traffic_log_get_lines:
 * @self: a log
 *
 * Returns: (transfer none): the messages, oldest first
 */
GListModel *
gate_traffic_log_get_lines (GateTrafficLog *self)
{
  g_return_val_if_fail (GATE_IS_TRAFFIC_LOG (self), NULL);
  return G_LIST_MODEL (self->lines);
}

/**
 * gate_traffic_log_clear:
 * @self: a log
 *
 * Forgets the messages.
 */
void
gate_traffic_log_clear (GateTrafficLog *self)
{
  g_return_if_fail (GATE_IS_TRAFFIC_LOG (self));
  g_list_store_remove_all (self->lines);
}
