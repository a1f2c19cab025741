// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-trial.h"

#include "gate-json.h"
#include "gate-text.h"
#include "gate-words.h"

#include <glib/gi18n.h>

#define TITLE_MAX 120
/* Microseconds from which nobody counts in milliseconds. */
#define SECONDS_FROM (5 * G_USEC_PER_SEC)

struct _GateTrial {
  GObject     parent_instance;

  char       *address;   /* (nullable): of what was read, where it is not what the window is for */
  JsonObject *arguments;
  JsonNode   *result;  /* (nullable) */
  GError     *error;   /* (nullable) */
  gint64      elapsed; /* microseconds */
  GDateTime  *time;
};

G_DEFINE_FINAL_TYPE (GateTrial, gate_trial, G_TYPE_OBJECT)

static void
gate_trial_finalize (GObject *object)
{
  GateTrial *self = GATE_TRIAL (object);

  g_free (self->address);
  g_clear_pointer (&self->arguments, json_object_unref);
  g_clear_pointer (&self->result, json_node_unref);
  g_clear_error (&self->error);
  g_clear_pointer (&self->time, g_date_time_unref);
  G_OBJECT_CLASS (gate_trial_parent_class)->finalize (object);
}

static void
gate_trial_class_init (GateTrialClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_trial_finalize;
}

static void
gate_trial_init (GateTrial *self)
{
  self->time = g_date_time_new_now_local ();
}

/**
 * gate_trial_new:
 * @address: (nullable): what was read, where it is a resource that an answer led to
 * @arguments: what it was tried with
 * @result: (nullable): what was answered
 * @error: (nullable): why nothing was
 * @elapsed: microseconds that it took
 *
 * Returns: (transfer full): a trial of now
 */
GateTrial *
gate_trial_new (const char   *address,
                JsonObject   *arguments,
                JsonNode     *result,
                const GError *error,
                gint64        elapsed)
{
  GateTrial *self = g_object_new (GATE_TYPE_TRIAL, NULL);

  self->address = g_strdup (address);
  self->arguments = json_object_ref (arguments);
  self->result = result ? json_node_ref (result) : NULL;
  self->error = error ? g_error_copy (error) : NULL;
  self->elapsed = elapsed;
  return self;
}

/**
 * gate_trial_get_address:
 * @self: a trial
 *
 * Returns: (nullable): the address that an answer led to, and that was read
 */
const char *
gate_trial_get_address (GateTrial *self)
{
  g_return_val_if_fail (GATE_IS_TRIAL (self), NULL);
  return self->address;
}

/**
 * gate_trial_get_arguments:
 * @self: a trial
 *
 * Returns: (transfer none): what it was tried with
 */
JsonObject *
gate_trial_get_arguments (GateTrial *self)
{
  g_return_val_if_fail (GATE_IS_TRIAL (self), NULL);
  return self->arguments;
}

/**
 * gate_trial_get_result:
 * @self: a trial
 *
 * Returns: (transfer none) (nullable): what was answered
 */
JsonNode *
gate_trial_get_result (GateTrial *self)
{
  g_return_val_if_fail (GATE_IS_TRIAL (self), NULL);
  return self->result;
}

/**
 * gate_trial_get_error:
 * @self: a trial
 *
 * Returns: (transfer none) (nullable): why nothing was answered
 */
const GError *
gate_trial_get_error (GateTrial *self)
{
  g_return_val_if_fail (GATE_IS_TRIAL (self), NULL);
  return self->error;
}

/**
 * gate_trial_dup_title:
 * @self: a trial
 *
 * Returns: (transfer full): its arguments in one line
 */
char *
gate_trial_dup_title (GateTrial *self)
{
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *json = NULL;
  g_autofree char *visible = NULL;

  g_return_val_if_fail (GATE_IS_TRIAL (self), NULL);
  if (!self->address && json_object_get_size (self->arguments) == 0)
    return g_strdup (_("Without arguments"));
  node = json_node_init_object (json_node_alloc (), self->arguments);
  json = self->address ? g_strdup (self->address) : json_to_string (node, FALSE);
  visible = gate_text_make_visible (json, GATE_TEXT_LINE);
  return gate_text_shorten (visible, TITLE_MAX);
}

/**
 * gate_trial_dup_failure:
 * @self: a trial
 *
 * Returns: (transfer full) (nullable): why nothing was answered, or that the tool says that it failed; %NULL where all went well
 */
char *
gate_trial_dup_failure (GateTrial *self)
{
  g_return_val_if_fail (GATE_IS_TRIAL (self), NULL);
  if (!self->result)
    return gate_words_error (self->error);
  return gate_json_get_boolean (json_node_get_object (self->result), "isError", FALSE) ? g_strdup (_("The tool reported an error")) : NULL;
}

/**
 * gate_trial_dup_outcome:
 * @self: a trial
 *
 * Returns: (transfer full): when it was, how it ended, and how long it took
 */
char *
gate_trial_dup_outcome (GateTrial *self)
{
  g_autofree char *time = NULL;
  g_autofree char *took = NULL;
  gboolean refused;

  g_return_val_if_fail (GATE_IS_TRIAL (self), NULL);
  time = g_date_time_format (self->time, "%X");
  refused = self->result && gate_json_get_boolean (json_node_get_object (self->result), "isError", FALSE);
  /* Translators: how many milliseconds, or seconds, something took. */
  took = self->elapsed < SECONDS_FROM ? g_strdup_printf (_("%u ms"), (guint) (self->elapsed / 1000))
                                      : g_strdup_printf (_("%.1f s"), (double) self->elapsed / G_USEC_PER_SEC);
  /* Translators: the time, how it ended, how long it took: “14:05:02 · done · 120 ms”. */
  return g_strdup_printf (_("%s · %s · %s"), time, self->error || refused ? _("failed") : _("done"), took);
}
