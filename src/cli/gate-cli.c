// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli.h"

#include "gate-cli-interaction.h"
#include "gate-cli-progress.h"
#include "gate-cli-style.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <sys/ioctl.h>
#include <unistd.h>

/**
 * gate_cli_keep_result:
 * @source: (nullable): ignored
 * @result: the result
 * @user_data: a `GAsyncResult **`
 *
 * The callback to give to an async function whose result [func@Gate.cli_wait] waits for.
 */
void
gate_cli_keep_result (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  GAsyncResult **where = user_data;
  *where = g_object_ref (result);
}

/**
 * gate_cli_wait:
 * @self: the command line
 * @result: (inout): where [func@Gate.cli_keep_result] puts it
 *
 * Runs the main loop until a result is there.
 */
void
gate_cli_wait (GateCli       *self,
               GAsyncResult **result)
{
  while (!*result)
    g_main_context_iteration (NULL, TRUE);
}

/**
 * gate_cli_open:
 * @self: the command line
 * @error: set to what the settings, the connectors' file or the state met
 *
 * Makes and opens the hub, once.
 *
 * Returns: %TRUE when it is open
 */
gboolean
gate_cli_open (GateCli  *self,
               GError  **error)
{
  if (self->hub)
    return TRUE;

  g_autoptr(GAsyncResult) result = NULL;
  GateHubFlags flags = (self->sign_in ? GATE_HUB_SIGN_IN_HERE : 0) | (self->no_browser ? GATE_HUB_NO_BROWSER : 0)
                       | (self->connects ? GATE_HUB_CONNECTS : 0);
  self->interaction = gate_cli_interaction_new (self);
  self->hub = gate_hub_new (self->interaction, flags);
  gate_hub_open_async (self->hub, self->cancellable, gate_cli_keep_result, &result);
  gate_cli_wait (self, &result);
  return gate_hub_open_finish (self->hub, result, error);
}

/**
 * gate_cli_run_job:
 * @self: the command line
 * @job: a job
 * @error: set to what the job met
 *
 * Runs a job, with its progress on standard error when that is a terminal.
 *
 * Returns: %TRUE when it ended well
 */
gboolean
gate_cli_run_job (GateCli  *self,
                  GateJob  *job,
                  GError  **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GateCliProgress) progress = gate_cli_progress_new (self, job);

  gate_job_run_async (job, self->cancellable, gate_cli_keep_result, &result);
  gate_cli_wait (self, &result);
  return gate_job_run_finish (job, result, error);
}

/**
 * gate_cli_get_project:
 * @self: the command line, with an open hub
 * @error: set to %GATE_ERROR_NOT_FOUND
 *
 * Returns: (transfer none) (nullable): the project that `--project` names, or the default one
 */
GateHubProject *
gate_cli_get_project (GateCli  *self,
                      GError  **error)
{
  return gate_cli_find_project (self, self->project, error);
}

/**
 * gate_cli_find_project:
 * @self: the command line, with an open hub
 * @name: (nullable): a project's id or name, as it is shown; %NULL: the default one
 * @error: set to %GATE_ERROR_NOT_FOUND
 *
 * Returns: (transfer none) (nullable): the project
 */
GateHubProject *
gate_cli_find_project (GateCli     *self,
                       const char  *name,
                       GError     **error)
{
  g_autoptr(GError) local = NULL;
  GateHubProject *project = gate_hub_find_project (self->hub, name, &local);
  GateHubProject *first = project ? NULL : gate_hub_find_project (self->hub, NULL, NULL);

  if (first && g_strcmp0 (name, gate_hub_project_get_label (first)) == 0)
    return first;
  if (!project)
    g_propagate_error (error, g_steal_pointer (&local));
  return project;
}

/**
 * gate_cli_exit_code:
 * @error: an error
 *
 * Returns: the exit code that it means: wrong use, a layer that is off or a person that is needed, or plain failure
 */
int
gate_cli_exit_code (const GError *error)
{
  if (error->domain == G_OPTION_ERROR || gate_error_matches (error, GATE_ERROR_USAGE) || gate_error_matches (error, GATE_ERROR_INVALID))
    return GATE_EXIT_USAGE;
  if (error->domain != GATE_ERROR)
    return GATE_EXIT_FAILED;
  if (gate_error_matches (error, GATE_ERROR_ASK_NEEDED))
    return GATE_EXIT_LAYER_OFF;

  GateLayer layer = gate_error_get_layer (error);
  gboolean off = layer == GATE_LAYER_INSTALLED || layer == GATE_LAYER_ACTIVE || layer == GATE_LAYER_SIGNED_IN;
  /* Somebody has to be asked again: the same as where nobody could be. What a service refuses is another thing. */
  if (layer == GATE_LAYER_POLICY && gate_error_matches (error, GATE_ERROR_REFUSED))
    return GATE_EXIT_LAYER_OFF;
  return off ? GATE_EXIT_LAYER_OFF : GATE_EXIT_FAILED;
}

static void
set_string_or_null (JsonObject *object,
                    const char *name,
                    const char *value)
{
  if (value)
    json_object_set_string_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

/**
 * gate_cli_error_to_json:
 * @error: an error
 *
 * Returns: (transfer full): `{"message", "code", "layer", "remedy"}`, and `serviceCode`, `retryAfter` where the service gave them
 */
JsonNode *
gate_cli_error_to_json (const GError *error)
{
  JsonObject *object = json_object_new ();
  g_autofree char *message = gate_text_make_visible (error->message, GATE_TEXT_BLOCK);
  const char *code = error->domain == GATE_ERROR ? gate_error_code_to_string ((GateError) error->code)
                     : error->domain == G_OPTION_ERROR ? "usage"
                     : g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? "cancelled" : "failed";

  json_object_set_string_member (object, "message", message);
  json_object_set_string_member (object, "code", code);
  json_object_set_string_member (object, "layer", gate_layer_to_string (gate_error_get_layer (error)));
  set_string_or_null (object, "remedy", gate_error_get_terminal_remedy (error));
  if (gate_error_get_service_code (error) != 0)
    json_object_set_int_member (object, "serviceCode", gate_error_get_service_code (error));
  if (gate_error_get_retry_after (error) > 0)
    json_object_set_int_member (object, "retryAfter", gate_error_get_retry_after (error));

  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, object);
  return node;
}

static const char *
layer_title (GateLayer layer)
{
  switch (layer)
    {
    case GATE_LAYER_INSTALLED:
      return _("Layer 1, installed");
    case GATE_LAYER_ACTIVE:
      return _("Layer 2, on in the project");
    case GATE_LAYER_SIGNED_IN:
      return _("Layer 3, signed in");
    case GATE_LAYER_POLICY:
      return _("Policy");
    case GATE_LAYER_SERVICE:
      return _("The service");
    case GATE_LAYER_NETWORK:
      return _("The network");
    case GATE_LAYER_NONE:
    default:
      return NULL;
    }
}

/* A labelled text on standard error, broken to the terminal's width with its lines below each other. */
static void
print_labelled (GateCli      *self,
                GateCliStyle  style,
                guint         indent,
                const char   *label,
                const char   *text)
{
  gboolean color = gate_cli_use_color (self, self->stderr_is_terminal);
  g_autofree char *styled = gate_cli_styled (color, style, label);
  g_autofree char *visible = gate_text_make_visible (text, GATE_TEXT_BLOCK);
  guint below = indent + gate_cli_width (label) + 1;
  g_autofree char *wrapped = self->stderr_is_terminal ? gate_cli_wrap (visible, gate_cli_get_columns (self), below) : g_strdup (visible);

  g_printerr ("%*s%s %s\n", (int) indent, "", styled, wrapped);
}

static void
print_error (GateCli      *self,
             const GError *error)
{
  const char *layer = layer_title (gate_error_get_layer (error));
  const char *remedy = gate_error_get_terminal_remedy (error);

  print_labelled (self, GATE_CLI_BAD, 0, _("Error:"), error->message);
  if (layer)
    print_labelled (self, GATE_CLI_PLAIN, 2, _("Where:"), layer);
  if (remedy)
    print_labelled (self, GATE_CLI_PLAIN, 2, _("What to do:"), remedy);
}

/**
 * gate_cli_fail:
 * @self: the command line
 * @error: an error
 *
 * Tells an error: on standard error for people, with `--json` as `{"error": …}` on standard output.
 *
 * Returns: the exit code to end with
 */
int
gate_cli_fail (GateCli      *self,
               const GError *error)
{
  if (self->json)
    {
      JsonObject *object = json_object_new ();
      JsonNode *node = json_node_new (JSON_NODE_OBJECT);

      json_object_set_member (object, "error", gate_cli_error_to_json (error));
      json_node_take_object (node, object);
      gate_cli_print_json (node);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_printerr ("%s\n", _("Cancelled; nothing was changed by the rest."));
  else
    print_error (self, error);
  return gate_cli_exit_code (error);
}

/**
 * gate_cli_usage_error:
 * @error: (out) (optional): set to %GATE_ERROR_USAGE
 * @format: what was wrong
 * @...: its arguments
 */
void
gate_cli_usage_error (GError     **error,
                      const char  *format,
                      ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  gate_error_set (error, GATE_ERROR_USAGE, GATE_LAYER_NONE, _("See --help."), "%s", message);
}

/**
 * gate_cli_say:
 * @self: the command line
 * @format: a sentence
 * @...: its arguments
 *
 * Prints a sentence on standard output; with `--json` nothing, since there the result says it.
 */
void
gate_cli_say (GateCli    *self,
              const char *format,
              ...)
{
  va_list args;

  if (self->json)
    return;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  g_print ("%s\n", text);
}

/**
 * gate_cli_note:
 * @self: the command line
 * @format: a sentence
 * @...: its arguments
 *
 * Prints a sentence beside the result, on standard error.
 */
void
gate_cli_note (GateCli    *self,
               const char *format,
               ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("%s\n", text);
}

/**
 * gate_cli_print_json:
 * @node: (transfer full): a value
 *
 * Prints a JSON value on standard output, indented.
 */
void
gate_cli_print_json (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, TRUE);

  g_print ("%s\n", text);
  json_node_unref (node);
}

/**
 * gate_cli_get_columns:
 * @self: the command line
 *
 * Returns: the width of the terminal: COLUMNS, else what the terminal says, else 80
 */
guint
gate_cli_get_columns (GateCli *self)
{
  const char *variable = g_getenv ("COLUMNS");
  struct winsize size;

  if (variable && g_ascii_strtoull (variable, NULL, 10) >= 20)
    return (guint) MIN (g_ascii_strtoull (variable, NULL, 10), 1000);
  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20)
    return size.ws_col;
  return 80;
}
