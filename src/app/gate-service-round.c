// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-service-round.h"

#include "gate-connect-job.h"
#include "gate-entry-adding.h"
#include "gate-error.h"
#include "gate-property.h"
#include "gate-words.h"

#include <glib/gi18n.h>

struct _GateServiceRound {
  GObject         parent_instance;

  GateHub        *hub;
  GateHubProject *project;
  GListModel     *services;     /* (element-type GateService) (owned) */
  GateService    *current;      /* (owned) (nullable): is being connected */
  GCancellable   *cancellable;  /* (owned) (nullable): of the current one */
  gboolean        added;        /* the current one's connector was not there before */
  gboolean        stopped;
};

enum { PROP_0, PROP_RUNNING, PROP_POSITION, N_PROPS };

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GateServiceRound, gate_service_round, G_TYPE_OBJECT)

static void
gate_service_round_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  GateServiceRound *self = GATE_SERVICE_ROUND (object);

  switch (id)
    {
    case PROP_RUNNING:
      g_value_set_boolean (value, gate_service_round_get_running (self));
      break;
    case PROP_POSITION:
      g_value_set_uint (value, gate_service_round_get_position (self));
      break;
    GATE_INVALID_PROPERTY (object, id, pspec);
    }
}

static void
gate_service_round_dispose (GObject *object)
{
  GateServiceRound *self = GATE_SERVICE_ROUND (object);

  g_clear_object (&self->current);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->services);
  g_clear_object (&self->project);
  g_clear_object (&self->hub);
  G_OBJECT_CLASS (gate_service_round_parent_class)->dispose (object);
}

static void
gate_service_round_class_init (GateServiceRoundClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gate_service_round_get_property;
  object_class->dispose = gate_service_round_dispose;
  props[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, GATE_PARAM_READABLE);
  props[PROP_POSITION] = g_param_spec_uint ("position", NULL, NULL, 0, G_MAXUINT, 0, GATE_PARAM_READABLE);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gate_service_round_init (GateServiceRound *self)
{
}

/**
 * gate_service_round_new:
 * @hub: an open hub
 * @project: where they are turned on
 * @services: (element-type GateService): those that were chosen
 *
 * Returns: (transfer full): the round, not begun
 */
GateServiceRound *
gate_service_round_new (GateHub        *hub,
                        GateHubProject *project,
                        GListModel     *services)
{
  GateServiceRound *self = g_object_new (GATE_TYPE_SERVICE_ROUND, NULL);

  self->hub = g_object_ref (hub);
  self->project = g_object_ref (project);
  self->services = g_object_ref (services);
  return self;
}

static void run_next (GateServiceRound *self);

static void
end_current (GateServiceRound *self)
{
  g_clear_object (&self->current);
  g_clear_object (&self->cancellable);
  run_next (self);
}

static void
did_remove (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GateServiceRound) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) entry = gate_hub_remove_connector_finish (GATE_HUB (source), result, &error);

  /* It stays in the list, where it can be seen and removed. */
  if (!entry)
    g_warning ("A connector that was skipped could not be removed: %s", error->message);
  else
    gate_service_set_connector (self->current, NULL);
  end_current (self);
}

/* Left out is as if it had never been chosen. */
static void
leave_out (GateServiceRound *self,
           const char       *message)
{
  gate_service_set_state (self->current, GATE_SERVICE_SKIPPED, message);
  if (self->added)
    gate_hub_remove_connector_async (self->hub, gate_service_get_connector (self->current), NULL, did_remove, g_object_ref (self));
  else
    end_current (self);
}

static void
fail (GateServiceRound *self,
      const GError     *error)
{
  g_autofree char *message = gate_words_error (error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || gate_error_matches (error, GATE_ERROR_REFUSED))
    {
      leave_out (self, gate_error_matches (error, GATE_ERROR_REFUSED) ? message : NULL);
      return;
    }
  gate_service_set_needs_admin (self->current, gate_error_matches (error, GATE_ERROR_CLIENT_NEEDED) ||
                                               gate_error_matches (error, GATE_ERROR_LOCKED_BY_ADMIN));
  gate_service_set_state (self->current, GATE_SERVICE_FAILED, message);
  end_current (self);
}

static void
did_connect (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GateServiceRound) self = user_data;
  GateConnectJob *job = GATE_CONNECT_JOB (source);
  g_autoptr(GError) error = NULL;
  g_autofree char *message = NULL;
  guint n_tools;

  if (!gate_job_run_finish (GATE_JOB (job), result, &error))
    {
      fail (self, error);
      return;
    }
  n_tools = gate_connect_job_get_n_tools (job);
  message = g_strdup_printf (ngettext ("Connected, %u tool", "Connected, %u tools", n_tools), n_tools);
  gate_service_set_state (self->current, GATE_SERVICE_CONNECTED,
                          gate_connect_job_get_persisted (job) ? message : gate_words_connected (job));
  end_current (self);
}

static void
sign_in (GateServiceRound *self)
{
  g_autoptr(GateJob) job = gate_connect_job_new (self->hub, gate_service_get_connector (self->current), NULL, self->project, FALSE);

  gate_job_run_async (job, self->cancellable, did_connect, g_object_ref (self));
}

static void
did_add (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GateServiceRound) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateHubConnector) connector = gate_hub_add_connector_finish (GATE_HUB (source), result, NULL, &error);

  if (!connector)
    {
      fail (self, error);
      return;
    }
  self->added = TRUE;
  gate_service_set_connector (self->current, gate_hub_connector_get_id (connector));
  sign_in (self);
}

static void
begin (GateServiceRound *self)
{
  GateDirectoryEntry *entry = gate_service_get_entry (self->current);
  g_autoptr(GateHubConnector) there = gate_entry_adding_find (self->hub, entry);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) source = NULL;

  self->added = FALSE;
  self->cancellable = g_cancellable_new ();
  gate_service_set_state (self->current, GATE_SERVICE_CONNECTING, _("Connecting…"));
  if (there)
    {
      gate_service_set_connector (self->current, gate_hub_connector_get_id (there));
      sign_in (self);
      return;
    }
  source = gate_entry_adding_create_source (entry, gate_service_get_values (self->current),
                                            gate_service_get_read_only (self->current), &error);
  if (source)
    gate_hub_add_connector_async (self->hub, gate_directory_entry_get_id (entry), source, FALSE, self->cancellable, did_add,
                                  g_object_ref (self));
  else
    fail (self, error);
}

static GateService *
find_waiting (GateServiceRound *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->services); i++)
    {
      g_autoptr(GateService) service = g_list_model_get_item (self->services, i);

      if (gate_service_get_state (service) == GATE_SERVICE_WAITING)
        return g_steal_pointer (&service);
    }
  return NULL;
}

static void
run_next (GateServiceRound *self)
{
  g_autoptr(GateService) next = find_waiting (self);

  if (next && self->stopped)
    gate_service_set_state (next, GATE_SERVICE_SKIPPED, NULL);
  if (next && self->stopped)
    run_next (self);
  else if (next)
    {
      self->current = g_steal_pointer (&next);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_POSITION]);
      begin (self);
    }
  else
    {
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_POSITION]);
    }
}

/**
 * gate_service_round_run:
 * @self: a round
 *
 * Connects those that wait. Does nothing while it runs.
 */
void
gate_service_round_run (GateServiceRound *self)
{
  g_return_if_fail (GATE_IS_SERVICE_ROUND (self));
  if (self->current)
    return;
  self->stopped = FALSE;
  run_next (self);
}

/**
 * gate_service_round_retry:
 * @self: a round
 * @service: one that failed or was skipped
 *
 * Connects it again. Does nothing while the round runs.
 */
void
gate_service_round_retry (GateServiceRound *self,
                          GateService      *service)
{
  g_return_if_fail (GATE_IS_SERVICE_ROUND (self) && GATE_IS_SERVICE (service));
  if (self->current || gate_service_get_state (service) == GATE_SERVICE_CLOSED)
    return;
  gate_service_set_state (service, GATE_SERVICE_WAITING, NULL);
  gate_service_round_run (self);
}

/**
 * gate_service_round_skip:
 * @self: a round
 *
 * Leaves out the one that is being connected.
 */
void
gate_service_round_skip (GateServiceRound *self)
{
  g_return_if_fail (GATE_IS_SERVICE_ROUND (self));
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
}

/**
 * gate_service_round_stop:
 * @self: a round
 *
 * Leaves out the one that is being connected, and all that wait.
 */
void
gate_service_round_stop (GateServiceRound *self)
{
  g_return_if_fail (GATE_IS_SERVICE_ROUND (self));
  self->stopped = TRUE;
  gate_service_round_skip (self);
}

/**
 * gate_service_round_get_running:
 * @self: a round
 *
 * Returns: whether one is being connected
 */
gboolean
gate_service_round_get_running (GateServiceRound *self)
{
  g_return_val_if_fail (GATE_IS_SERVICE_ROUND (self), FALSE);
  return self->current != NULL;
}

/**
 * gate_service_round_get_position:
 * @self: a round
 *
 * Returns: which one is being connected, from 1, of those that can be; 0: none is
 */
guint
gate_service_round_get_position (GateServiceRound *self)
{
  guint position = 0;

  g_return_val_if_fail (GATE_IS_SERVICE_ROUND (self), 0);
  for (guint i = 0; self->current && i < g_list_model_get_n_items (self->services); i++)
    {
      g_autoptr(GateService) service = g_list_model_get_item (self->services, i);

      position += gate_service_get_state (service) != GATE_SERVICE_CLOSED;
      if (service == self->current)
        return position;
    }
  return 0;
}

/**
 * gate_service_round_count:
 * @self: a round
 *
 * Returns: how many can be connected at all
 */
guint
gate_service_round_count (GateServiceRound *self)
{
  guint n = 0;

  g_return_val_if_fail (GATE_IS_SERVICE_ROUND (self), 0);
  for (guint i = 0; i < g_list_model_get_n_items (self->services); i++)
    {
      g_autoptr(GateService) service = g_list_model_get_item (self->services, i);

      n += gate_service_get_state (service) != GATE_SERVICE_CLOSED;
    }
  return n;
}
