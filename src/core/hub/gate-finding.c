// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-finding.h"

#include "gate-i18n.h"

struct _GateFinding {
  GObject          parent_instance;

  char            *subject;
  GateLayer        layer;
  GateFindingState state;
  char            *message;
  char            *remedy;
  char            *command;
  gboolean         unlocks;
};

G_DEFINE_FINAL_TYPE (GateFinding, gate_finding, G_TYPE_OBJECT)

static void
gate_finding_finalize (GObject *object)
{
  GateFinding *self = GATE_FINDING (object);

  g_free (self->subject);
  g_free (self->message);
  g_free (self->remedy);
  g_free (self->command);
  G_OBJECT_CLASS (gate_finding_parent_class)->finalize (object);
}

static void
gate_finding_class_init (GateFindingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_finding_finalize;
}

static void
gate_finding_init (GateFinding *self)
{
}

/**
 * gate_finding_new:
 * @subject: the connector (with its account), or "system"
 * @layer: which layer was looked at
 * @state: how it ended
 * @message: one sentence that says what was found
 * @remedy: (nullable): one sentence that says what to do
 * @command: (nullable): the command line that does it
 *
 * Returns: (transfer full): a finding
 */
GateFinding *
gate_finding_new (const char       *subject,
                  GateLayer         layer,
                  GateFindingState  state,
                  const char       *message,
                  const char       *remedy,
                  const char       *command)
{
  GateFinding *self = g_object_new (GATE_TYPE_FINDING, NULL);

  self->subject = g_strdup (subject);
  self->layer = layer;
  self->state = state;
  self->message = g_strdup (message);
  self->remedy = g_strdup (remedy);
  self->command = g_strdup (command);
  return self;
}

/**
 * gate_finding_new_for_error:
 * @subject: the connector (with its account), or "system"
 * @layer: which layer was looked at
 * @error: what it failed with
 * @command: (nullable): the command line that mends it
 *
 * Returns: (transfer full): a finding that says what the error says
 */
GateFinding *
gate_finding_new_for_error (const char   *subject,
                            GateLayer     layer,
                            const GError *error,
                            const char   *command)
{
  return gate_finding_new (subject, layer, GATE_FINDING_FAILED, error->message, gate_error_get_remedy (error), command);
}

/**
 * gate_finding_new_keyring_locked:
 * @subject: the connector (with its account), or "system"
 *
 * Returns: (transfer full): a finding that says that the keyring is locked
 */
GateFinding *
gate_finding_new_keyring_locked (const char *subject)
{
  GateFinding *self = gate_finding_new (subject, GATE_LAYER_SIGNED_IN, GATE_FINDING_FAILED, _("The keyring is locked"),
                                        _("Unlock it, in Passwords and Keys or by logging in again."), NULL);

  self->unlocks = TRUE;
  return self;
}

/**
 * gate_finding_get_subject:
 * @self: a finding
 *
 * Returns: the connector (with its account), or "system"
 */
const char *
gate_finding_get_subject (GateFinding *self)
{
  g_return_val_if_fail (GATE_IS_FINDING (self), NULL);
  return self->subject;
}

/**
 * gate_finding_get_layer:
 * @self: a finding
 *
 * Returns: the layer that was looked at
 */
GateLayer
gate_finding_get_layer (GateFinding *self)
{
  g_return_val_if_fail (GATE_IS_FINDING (self), GATE_LAYER_NONE);
  return self->layer;
}

/**
 * gate_finding_get_state:
 * @self: a finding
 *
 * Returns: how it ended
 */
GateFindingState
gate_finding_get_state (GateFinding *self)
{
  g_return_val_if_fail (GATE_IS_FINDING (self), GATE_FINDING_SKIPPED);
  return self->state;
}

/**
 * gate_finding_get_message:
 * @self: a finding
 *
 * Returns: one sentence; may hold a server's words
 */
const char *
gate_finding_get_message (GateFinding *self)
{
  g_return_val_if_fail (GATE_IS_FINDING (self), NULL);
  return self->message;
}

/**
 * gate_finding_get_remedy:
 * @self: a finding
 *
 * Returns: (nullable): what to do
 */
const char *
gate_finding_get_remedy (GateFinding *self)
{
  g_return_val_if_fail (GATE_IS_FINDING (self), NULL);
  return self->remedy;
}

/**
 * gate_finding_get_command:
 * @self: a finding
 *
 * Returns: (nullable): the command line that does the remedy
 */
const char *
gate_finding_get_command (GateFinding *self)
{
  g_return_val_if_fail (GATE_IS_FINDING (self), NULL);
  return self->command;
}

/**
 * gate_finding_get_unlocks:
 * @self: a finding
 *
 * Returns: %TRUE when what helps is to unlock the keyring
 */
gboolean
gate_finding_get_unlocks (GateFinding *self)
{
  g_return_val_if_fail (GATE_IS_FINDING (self), FALSE);
  return self->unlocks;
}

/**
 * gate_finding_state_to_string:
 * @state: a state
 *
 * Returns: its stable name: "ok", "failed", "warning", "skipped"
 */
const char *
gate_finding_state_to_string (GateFindingState state)
{
  static const char *const names[] = { "ok", "failed", "warning", "skipped" };

  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (names), "skipped");
  return names[state];
}
