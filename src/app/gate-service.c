// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-service.h"

#include "gate-property.h"

struct _GateService {
  GObject             parent_instance;

  GateDirectoryEntry *entry;
  JsonObject         *values;     /* (owned) (nullable) */
  gboolean            read_only;
  GateServiceState    state;
  char               *message;    /* (nullable) */
  char               *connector;  /* (nullable) */
  gboolean            needs_admin;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (GateService, gate_service, G_TYPE_OBJECT)

static void
gate_service_dispose (GObject *object)
{
  GateService *self = GATE_SERVICE (object);

  g_clear_object (&self->entry);
  g_clear_pointer (&self->values, json_object_unref);
  g_clear_pointer (&self->message, g_free);
  g_clear_pointer (&self->connector, g_free);
  G_OBJECT_CLASS (gate_service_parent_class)->dispose (object);
}

static void
gate_service_class_init (GateServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_service_dispose;

  /**
   * GateService::changed:
   *
   * Its state or its message changed.
   */
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gate_service_init (GateService *self)
{
  self->read_only = TRUE;
}

/**
 * gate_service_new:
 * @entry: an entry of the directory
 *
 * Returns: (transfer full): it, chosen; it only reads at first, unless told otherwise
 */
GateService *
gate_service_new (GateDirectoryEntry *entry)
{
  GateService *self = g_object_new (GATE_TYPE_SERVICE, NULL);

  self->entry = g_object_ref (entry);
  if (!gate_directory_entry_can_add (entry))
    self->state = GATE_SERVICE_CLOSED;
  return self;
}

/**
 * gate_service_get_entry:
 * @self: a service
 *
 * Returns: (transfer none): what the directory says of it
 */
GateDirectoryEntry *
gate_service_get_entry (GateService *self)
{
  g_return_val_if_fail (GATE_IS_SERVICE (self), NULL);
  return self->entry;
}

/**
 * gate_service_set_values:
 * @self: a service
 * @values: (nullable): what its form was filled in with
 */
void
gate_service_set_values (GateService *self,
                         JsonObject  *values)
{
  g_return_if_fail (GATE_IS_SERVICE (self));
  g_clear_pointer (&self->values, json_object_unref);
  self->values = values ? json_object_ref (values) : NULL;
}

/**
 * gate_service_get_values:
 * @self: a service
 *
 * Returns: (transfer none) (nullable): what its form was filled in with
 */
JsonObject *
gate_service_get_values (GateService *self)
{
  g_return_val_if_fail (GATE_IS_SERVICE (self), NULL);
  return self->values;
}

/**
 * gate_service_set_read_only:
 * @self: a service
 * @read_only: whether it only reads at first
 */
void
gate_service_set_read_only (GateService *self,
                            gboolean     read_only)
{
  g_return_if_fail (GATE_IS_SERVICE (self));
  self->read_only = read_only;
}

/**
 * gate_service_get_read_only:
 * @self: a service
 *
 * Returns: whether it only reads at first
 */
gboolean
gate_service_get_read_only (GateService *self)
{
  g_return_val_if_fail (GATE_IS_SERVICE (self), FALSE);
  return self->read_only;
}

/**
 * gate_service_get_state:
 * @self: a service
 *
 * Returns: how far it is
 */
GateServiceState
gate_service_get_state (GateService *self)
{
  g_return_val_if_fail (GATE_IS_SERVICE (self), GATE_SERVICE_WAITING);
  return self->state;
}

/**
 * gate_service_set_state:
 * @self: a service
 * @state: how far it is
 * @message: (nullable): more about that, safe to show
 */
void
gate_service_set_state (GateService      *self,
                        GateServiceState  state,
                        const char       *message)
{
  g_return_if_fail (GATE_IS_SERVICE (self));
  gboolean same = self->state == state;

  self->state = state;
  if (gate_set_str (&self->message, message) || !same)
    g_signal_emit (self, changed_signal, 0);
}

/**
 * gate_service_get_message:
 * @self: a service
 *
 * Returns: (nullable): what is being done, what came of it, or what went wrong
 */
const char *
gate_service_get_message (GateService *self)
{
  g_return_val_if_fail (GATE_IS_SERVICE (self), NULL);
  return self->message;
}

/**
 * gate_service_get_connector:
 * @self: a service
 *
 * Returns: (nullable): the id of the connector that it is
 */
const char *
gate_service_get_connector (GateService *self)
{
  g_return_val_if_fail (GATE_IS_SERVICE (self), NULL);
  return self->connector;
}

/**
 * gate_service_set_connector:
 * @self: a service
 * @connector: (nullable): the id of the connector that it is
 */
void
gate_service_set_connector (GateService *self,
                            const char  *connector)
{
  g_return_if_fail (GATE_IS_SERVICE (self));
  gate_set_str (&self->connector, connector);
}

/**
 * gate_service_get_needs_admin:
 * @self: a service
 *
 * Returns: whether only an administrator can help
 */
gboolean
gate_service_get_needs_admin (GateService *self)
{
  g_return_val_if_fail (GATE_IS_SERVICE (self), FALSE);
  return self->needs_admin || self->state == GATE_SERVICE_CLOSED;
}

/**
 * gate_service_set_needs_admin:
 * @self: a service
 * @needs_admin: whether only an administrator can help
 */
void
gate_service_set_needs_admin (GateService *self,
                              gboolean     needs_admin)
{
  g_return_if_fail (GATE_IS_SERVICE (self));
  self->needs_admin = needs_admin;
}
