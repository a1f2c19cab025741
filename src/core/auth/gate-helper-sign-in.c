// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-helper-sign-in.h"

#include "gate-attempts.h"
#include "gate-headers-helper.h"
#include "gate-helper-approval.h"
#include "gate-task.h"

#define TIME_LIMIT_MS 10000
#define RETRIES_MAX 2
#define RETRIES_SECONDS 60

struct _GateHelperSignIn {
  GateSignInMethod   parent_instance;

  GateSignInContext *context; /* (unowned): the parent's */
  GHashTable        *headers; /* (element-type utf8 GateSecret) (nullable) */
  gint64             made_at; /* monotonic */
  char             **argv; /* (nullable): the command, once it was needed */
  gboolean           approved;
  GPtrArray         *waiting; /* (element-type GTask) (nullable): who waits for the run that is under way */
  GateAttempts      *retries;
};

typedef struct {
  SoupMessage *message; /* (nullable): where to put the headers */
} HelperData;

G_DEFINE_FINAL_TYPE (GateHelperSignIn, gate_helper_sign_in, GATE_TYPE_SIGN_IN_METHOD)
GATE_DEFINE_DATA (HelperData, helper_data)

static void
helper_data_clear (HelperData *self)
{
  g_clear_object (&self->message);
}

static gboolean
are_valid (GateHelperSignIn *self,
           gboolean          for_long)
{
  GateSignInSettings *settings = self->context->settings;
  gint64 lifetime = settings->helper_ttl;

  /* A buffer as long as the lifetime would run the helper for every request. */
  if (for_long && settings->helper_refresh_buffer < settings->helper_ttl)
    lifetime -= settings->helper_refresh_buffer;
  return self->headers && g_get_monotonic_time () - self->made_at < lifetime * G_USEC_PER_SEC;
}

static void
apply (GTask *task)
{
  GateHelperSignIn *self = g_task_get_source_object (task);
  SoupMessage *message = helper_data_of (task)->message;
  g_autoptr(GError) error = NULL;
  GHashTableIter iter;
  gpointer name, value;

  if (message && !gate_sign_in_context_is_home (self->context, message, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_hash_table_iter_init (&iter, self->headers);
  while (message && g_hash_table_iter_next (&iter, &name, &value))
    {
      gate_secret_mask_add (self->context->mask, value);
      soup_message_headers_replace (soup_message_get_request_headers (message), name, gate_secret_peek (value));
    }
  g_task_return_boolean (task, TRUE);
}

static char **
expand_all (GateHelperSignIn  *self,
            GError           **error)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  /* No ${keyring:…} here: everybody can read a program's arguments. */
  for (guint i = 0; self->context->settings->helper[i]; i++)
    {
      g_autofree char *text = gate_connector_expand (self->context->settings->helper[i], NULL, NULL, error);

      if (!text)
        return NULL;
      g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

/* error: (transfer full) (nullable): why there are no new headers. */
static void
end_run (GateHelperSignIn *self,
         GError           *error)
{
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&self->waiting);
  g_autoptr(GError) owned = error;

  /* Run ahead of time, so a failure does no harm while the old ones hold. */
  for (guint i = 0; i < waiting->len; i++)
    if (!owned || are_valid (self, FALSE))
      apply (g_ptr_array_index (waiting, i));
    else
      g_task_return_error (g_ptr_array_index (waiting, i), g_error_copy (owned));
}

static void
did_run (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GateHelperSignIn) self = user_data;
  GError *error = NULL;
  GHashTable *headers = gate_headers_helper_run_finish (result, &error);

  if (headers)
    {
      g_clear_pointer (&self->headers, g_hash_table_unref);
      self->headers = headers;
      self->made_at = g_get_monotonic_time ();
    }
  end_run (self, error);
}

/* The run is nobody's alone, so nobody's cancellation ends it; its own time limit does. */
static void
run_helper (GateHelperSignIn *self)
{
  g_autofree char *name = g_strdup_printf ("CLAUDE_CODE_MCP_SERVER_NAME=%s", gate_connector_get_id (self->context->connector));
  g_autofree char *text = self->context->address ? g_uri_to_string (self->context->address) : g_strdup ("");
  g_autofree char *address = g_strdup_printf ("CLAUDE_CODE_MCP_SERVER_URL=%s", text);
  const char *environment[] = { name, address, NULL };
  GateHelperRun helper = { (const char * const *) self->argv, environment, TIME_LIMIT_MS };

  gate_headers_helper_run_async (&helper, NULL, did_run, g_object_ref (self));
}

static void ask_approval (GateHelperSignIn *self);

/* Who gave up is not who else waits: the next one asks. TRUE where there is one. */
static gboolean
ask_for_next (GateHelperSignIn *self)
{
  g_autoptr(GTask) first = g_object_ref (g_ptr_array_index (self->waiting, 0));

  if (self->waiting->len < 2 || !g_cancellable_is_cancelled (g_task_get_cancellable (first)))
    return FALSE;
  g_ptr_array_remove_index (self->waiting, 0);
  ask_approval (self);
  g_task_return_error_if_cancelled (first);
  return TRUE;
}

static void
did_approve (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GateHelperSignIn) self = user_data;
  g_autoptr(GError) error = NULL;

  self->approved = gate_helper_approval_finish (GATE_SIGN_IN_CONTEXT (source), result, &error);
  if (self->approved)
    run_helper (self);
  else if (!ask_for_next (self))
    end_run (self, g_steal_pointer (&error));
}

static void
ask_approval (GateHelperSignIn *self)
{
  GCancellable *cancellable = g_task_get_cancellable (g_ptr_array_index (self->waiting, 0));

  gate_helper_approval_async (self->context, (const char * const *) self->argv, cancellable, did_approve, g_object_ref (self));
}

/* task: (transfer full). The command is the entry's, which does not change while we live, so one approval is enough. */
static void
run (GateHelperSignIn *self,
     GTask            *task)
{
  g_autoptr(GError) error = NULL;

  if (self->waiting)
    {
      g_ptr_array_add (self->waiting, task);
      return;
    }
  if (!self->argv)
    self->argv = expand_all (self, &error);
  if (!self->argv)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      g_object_unref (task);
      return;
    }

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->waiting, task);
  if (self->approved)
    run_helper (self);
  else
    ask_approval (self);
}

static void
start (GateHelperSignIn *self,
       SoupMessage      *message,
       GTask            *task)
{
  HelperData *data = helper_data_new ();

  helper_data_attach (task, data);
  data->message = message ? g_object_ref (message) : NULL;
  if (!are_valid (self, TRUE))
    {
      run (self, task);
      return;
    }
  apply (task);
  g_object_unref (task);
}

static void
gate_helper_sign_in_prepare (GateSignInMethod *method,
                             SoupMessage      *message,
                             GBytes           *body,
                             GTask            *task)
{
  start (GATE_HELPER_SIGN_IN (method), message, task);
}

static void
gate_helper_sign_in_begin (GateSignInMethod *method,
                           GTask            *task)
{
  start (GATE_HELPER_SIGN_IN (method), NULL, task);
}

/* The headers may have been revoked before their time. */
static void
gate_helper_sign_in_challenge (GateSignInMethod *method,
                               SoupMessage      *message,
                               const char       *operation,
                               GTask            *task)
{
  GateHelperSignIn *self = GATE_HELPER_SIGN_IN (method);

  if (soup_message_get_status (message) == SOUP_STATUS_UNAUTHORIZED && gate_attempts_take (self->retries, operation ? operation : ""))
    {
      g_clear_pointer (&self->headers, g_hash_table_unref);
      start (self, NULL, task);
    }
  else
    GATE_SIGN_IN_METHOD_CLASS (gate_helper_sign_in_parent_class)->challenge (method, message, operation, task);
}

/* Whether the helper works is not known before it runs, and running it for a list would be a surprise. */
static void
gate_helper_sign_in_get_status (GateSignInMethod *method,
                                GTask            *task)
{
  GateSignInStatus *status = gate_sign_in_status_new ();

  status->state = GATE_SIGN_IN_STATE_SIGNED_IN;
  g_task_return_pointer (task, status, (GDestroyNotify) gate_sign_in_status_free);
  g_object_unref (task);
}

static void
gate_helper_sign_in_disconnect (GateSignInMethod *method,
                                GTask            *task)
{
  g_clear_pointer (&GATE_HELPER_SIGN_IN (method)->headers, g_hash_table_unref);
  g_task_return_boolean (task, FALSE);
  g_object_unref (task);
}

static void
gate_helper_sign_in_constructed (GObject *object)
{
  GateHelperSignIn *self = GATE_HELPER_SIGN_IN (object);

  G_OBJECT_CLASS (gate_helper_sign_in_parent_class)->constructed (object);
  self->context = gate_sign_in_method_get_context (GATE_SIGN_IN_METHOD (self));
}

static void
gate_helper_sign_in_dispose (GObject *object)
{
  GateHelperSignIn *self = GATE_HELPER_SIGN_IN (object);

  g_clear_pointer (&self->headers, g_hash_table_unref);
  g_clear_pointer (&self->argv, g_strfreev);
  g_clear_object (&self->retries);
  G_OBJECT_CLASS (gate_helper_sign_in_parent_class)->dispose (object);
}

static void
gate_helper_sign_in_class_init (GateHelperSignInClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GateSignInMethodClass *method_class = GATE_SIGN_IN_METHOD_CLASS (klass);

  object_class->constructed = gate_helper_sign_in_constructed;
  object_class->dispose = gate_helper_sign_in_dispose;
  method_class->prepare = gate_helper_sign_in_prepare;
  method_class->challenge = gate_helper_sign_in_challenge;
  method_class->begin = gate_helper_sign_in_begin;
  method_class->get_status = gate_helper_sign_in_get_status;
  method_class->disconnect = gate_helper_sign_in_disconnect;
}

static void
gate_helper_sign_in_init (GateHelperSignIn *self)
{
  self->retries = gate_attempts_new (RETRIES_MAX, RETRIES_SECONDS);
}

/**
 * gate_helper_sign_in_new:
 * @context: the sign-in
 *
 * Returns: (transfer full): sign-in by a headers helper
 */
GateSignInMethod *
gate_helper_sign_in_new (GateSignInContext *context)
{
  return g_object_new (GATE_TYPE_HELPER_SIGN_IN, "context", context, NULL);
}
