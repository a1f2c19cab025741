// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-host.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-mcp-elicitation.h"
#include "gate-mcp-sampling.h"
#include "gate-property.h"
#include "gate-rpc-message.h"
#include "gate-task.h"
#include "gate-text.h"

/* A server that asks more at once is a flood. */
#define OPEN_LIMIT 8
/* How long a person is waited for. */
#define ANSWER_SECONDS (10 * 60)

struct _GateMcpHost {
  GObject           parent_instance;

  GateInteraction  *interaction;
  char             *name;        /* (nullable): the connector's */
  char            **roots;       /* (nullable): none are declared then */
  JsonObject       *extensions;
  guint             n_open;
};

G_DEFINE_FINAL_TYPE (GateMcpHost, gate_mcp_host, G_TYPE_OBJECT)

enum { SIGNAL_ELICITATION_COMPLETE, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
gate_mcp_host_finalize (GObject *object)
{
  GateMcpHost *self = GATE_MCP_HOST (object);

  g_clear_object (&self->interaction);
  g_free (self->name);
  g_strfreev (self->roots);
  g_clear_pointer (&self->extensions, json_object_unref);
  G_OBJECT_CLASS (gate_mcp_host_parent_class)->finalize (object);
}

static void
gate_mcp_host_class_init (GateMcpHostClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_mcp_host_finalize;
  signals[SIGNAL_ELICITATION_COMPLETE] = g_signal_new ("elicitation-complete", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
gate_mcp_host_init (GateMcpHost *self)
{
  self->extensions = json_object_new ();
}

/**
 * gate_mcp_host_new:
 * @interaction: who can be asked
 *
 * Returns: (transfer full): a host
 */
GateMcpHost *
gate_mcp_host_new (GateInteraction *interaction)
{
  GateMcpHost *self = g_object_new (GATE_TYPE_MCP_HOST, NULL);

  self->interaction = g_object_ref (interaction);
  return self;
}

/**
 * gate_mcp_host_set_name:
 * @self: a host
 * @name: (nullable): the connector’s name, shown in questions
 */
void
gate_mcp_host_set_name (GateMcpHost *self,
                        const char  *name)
{
  gate_set_str (&self->name, name);
}

/**
 * gate_mcp_host_get_name:
 * @self: a host
 *
 * Returns: (nullable): the connector’s name
 */
const char *
gate_mcp_host_get_name (GateMcpHost *self)
{
  return self->name;
}

/**
 * gate_mcp_host_set_roots:
 * @self: a host
 * @uris: (nullable): the roots; %NULL: none are declared
 */
void
gate_mcp_host_set_roots (GateMcpHost       *self,
                         const char *const *uris)
{
  g_auto(GStrv) old = g_steal_pointer (&self->roots);

  self->roots = g_strdupv ((char **) uris);
}

/**
 * gate_mcp_host_set_extension:
 * @self: a host
 * @id: the extension's id
 * @settings: (nullable): what is declared; %NULL takes the declaration back
 */
void
gate_mcp_host_set_extension (GateMcpHost *self,
                             const char  *id,
                             JsonObject  *settings)
{
  if (settings)
    json_object_set_object_member (self->extensions, id, json_object_ref (settings));
  else if (json_object_has_member (self->extensions, id))
    json_object_remove_member (self->extensions, id);
}

/**
 * gate_mcp_host_get_interaction:
 * @self: a host
 *
 * Returns: (transfer none): who can be asked
 */
GateInteraction *
gate_mcp_host_get_interaction (GateMcpHost *self)
{
  return self->interaction;
}

static gboolean
can (GateMcpHost                 *self,
     GateInteractionCapabilities  what)
{
  return (gate_interaction_get_capabilities (self->interaction) & what) != 0;
}

/**
 * gate_mcp_host_dup_capabilities:
 * @self: a host
 * @era: whose rules hold
 *
 * Returns: (transfer full): the client capabilities to declare
 */
JsonObject *
gate_mcp_host_dup_capabilities (GateMcpHost *self,
                                GateMcpEra   era)
{
  JsonObject *capabilities = json_object_new ();

  if (self->roots)
    {
      JsonObject *roots = json_object_new ();

      if (era == GATE_MCP_ERA_LEGACY)
        json_object_set_boolean_member (roots, "listChanged", TRUE);
      json_object_set_object_member (capabilities, "roots", roots);
    }
  if (can (self, GATE_INTERACTION_SAMPLING))
    json_object_set_object_member (capabilities, "sampling", json_object_new ());
  if (can (self, GATE_INTERACTION_FORMS | GATE_INTERACTION_URLS))
    {
      JsonObject *elicitation = json_object_new ();

      if (can (self, GATE_INTERACTION_FORMS))
        json_object_set_object_member (elicitation, "form", json_object_new ());
      if (can (self, GATE_INTERACTION_URLS))
        json_object_set_object_member (elicitation, "url", json_object_new ());
      json_object_set_object_member (capabilities, "elicitation", elicitation);
    }

  JsonObject *extensions = gate_rpc_copy_object (self->extensions);
  if (era == GATE_MCP_ERA_MODERN)
    json_object_set_object_member (extensions, "io.modelcontextprotocol/tasks", json_object_new ());
  if (json_object_get_size (extensions) > 0)
    json_object_set_object_member (capabilities, "extensions", extensions);
  else
    json_object_unref (extensions);
  return capabilities;
}

/**
 * gate_mcp_host_new_question:
 * @self: a host
 * @kind: what kind of question it is
 * @sentence: what the server does, in the person's language, with `%s` for its name: "“%s” asks for information"
 *
 * Returns: (transfer full): a question of this server, with a title and a deadline
 */
GateQuestion *
gate_mcp_host_new_question (GateMcpHost      *self,
                            GateQuestionKind  kind,
                            const char       *sentence)
{
  g_autofree char *title = gate_text_fill (sentence, "%s", self->name ? self->name : _("The server"));
  GateQuestion *question = gate_question_new (kind, title);

  gate_question_set_connector (question, self->name);
  gate_question_set_deadline (question, g_get_real_time () / G_USEC_PER_SEC + ANSWER_SECONDS);
  return question;
}

/**
 * gate_mcp_host_new_refusal:
 * @code: what the server is answered; -1: the person refused
 * @text: why, in the server's language
 *
 * Returns: (transfer full): an error to answer a server with
 */
GError *
gate_mcp_host_new_refusal (gint64      code,
                           const char *text)
{
  GError *error = gate_error_new (code == -1 ? GATE_ERROR_REFUSED : GATE_ERROR_UNSUPPORTED, GATE_LAYER_SERVICE, NULL, "%s", text);

  gate_error_set_service_code (error, code, NULL);
  return error;
}

static JsonNode *
list_roots (GateMcpHost *self)
{
  JsonObject *result = json_object_new ();
  JsonArray *roots = json_array_new ();

  for (guint i = 0; self->roots[i]; i++)
    {
      JsonObject *root = json_object_new ();
      g_autofree char *path = g_filename_from_uri (self->roots[i], NULL, NULL);
      g_autofree char *name = path ? g_path_get_basename (path) : NULL;
      g_autofree char *shown = name ? g_filename_display_name (name) : NULL;

      json_object_set_string_member (root, "uri", self->roots[i]);
      if (shown)
        json_object_set_string_member (root, "name", shown);
      json_array_add_object_element (roots, root);
    }
  json_object_set_array_member (result, "roots", roots);
  return gate_json_take_object (result);
}

/* A question that a person has been asked: they have a time for it, and the server may take it back. */
typedef struct {
  GCancellable *cancellable; /* of the question */
  GCancellable *outer;       /* (nullable): the server's */
  gulong        handler;
  guint         timer;
  gboolean      is_late;
} AskData;

GATE_DEFINE_DATA (AskData, ask_data)

static void
ask_data_clear (AskData *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->handler)
    g_signal_handler_disconnect (self->outer, self->handler);
  g_clear_object (&self->outer);
  g_clear_object (&self->cancellable);
}

static gboolean
on_ask_timer (gpointer user_data)
{
  AskData *data = user_data;

  data->timer = 0;
  data->is_late = TRUE;
  g_cancellable_cancel (data->cancellable);
  return G_SOURCE_REMOVE;
}

static AskData *
begin_ask (GateMcpHost *self,
           GTask       *task)
{
  AskData *data = ask_data_new ();
  GCancellable *outer = g_task_get_cancellable (task);

  self->n_open++;
  data->cancellable = g_cancellable_new ();
  data->outer = outer ? g_object_ref (outer) : NULL;
  /* Not g_cancellable_connect(), which must not be undone while the signal is given: a face may end the question right then. */
  if (g_cancellable_is_cancelled (outer))
    g_cancellable_cancel (data->cancellable);
  else if (outer)
    data->handler = g_signal_connect_swapped (outer, "cancelled", G_CALLBACK (g_cancellable_cancel), data->cancellable);
  data->timer = g_timeout_add_seconds (ANSWER_SECONDS, on_ask_timer, data);
  ask_data_attach (task, data);
  return data;
}

static void
did_ask (GateMcpHost *self,
         GTask       *task,
         JsonNode    *answer,
         GError      *error)
{
  self->n_open--;
  if (!answer && ask_data_of (task)->is_late)
    {
      g_clear_error (&error);
      error = gate_error_new (GATE_ERROR_TIMED_OUT, GATE_LAYER_NONE, _("Call it again when you have the time to answer."),
                              _("The server’s question was not answered in time."));
    }
  if (answer)
    g_task_return_pointer (task, answer, (GDestroyNotify) json_node_unref);
  else
    g_task_return_error (task, error);
  g_object_unref (task);
}

static void
did_elicit (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GError *error = NULL;
  JsonNode *answer = gate_mcp_elicit_finish (result, &error);

  did_ask (GATE_MCP_HOST (source), user_data, answer, error);
}

static void
did_sample (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GError *error = NULL;
  JsonNode *answer = gate_mcp_sample_finish (result, &error);

  did_ask (GATE_MCP_HOST (source), user_data, answer, error);
}

/* What is asked for, or %NULL where that was not declared. */
static GError *
check_declared (GateMcpHost *self,
                const char  *method,
                JsonObject  *params)
{
  JsonNode *mode = params ? gate_json_get (params, "mode") : NULL;
  const char *mode_text = mode ? gate_json_node_string (mode) : "form";
  gboolean is_url = g_strcmp0 (mode_text, "url") == 0;

  if (g_str_equal (method, "roots/list"))
    return self->roots ? NULL : gate_mcp_host_new_refusal (GATE_RPC_METHOD_NOT_FOUND, "Roots are not supported");
  if (g_str_equal (method, "sampling/createMessage"))
    return can (self, GATE_INTERACTION_SAMPLING) ? NULL : gate_mcp_host_new_refusal (GATE_RPC_METHOD_NOT_FOUND, "Sampling is not supported");
  if (!g_str_equal (method, "elicitation/create"))
    return gate_mcp_host_new_refusal (GATE_RPC_METHOD_NOT_FOUND, "Method not found");
  if (!can (self, GATE_INTERACTION_FORMS | GATE_INTERACTION_URLS))
    return gate_mcp_host_new_refusal (GATE_RPC_METHOD_NOT_FOUND, "Elicitation is not supported");
  if (!can (self, is_url ? GATE_INTERACTION_URLS : GATE_INTERACTION_FORMS) || (!is_url && g_strcmp0 (mode_text, "form") != 0))
    return gate_mcp_host_new_refusal (GATE_RPC_INVALID_PARAMS, "This mode of elicitation is not supported");
  return NULL;
}

/**
 * gate_mcp_host_answer_async:
 * @self: a host
 * @method: roots/list, sampling/createMessage or elicitation/create
 * @params: (nullable): its parameters
 * @visited: (nullable) (element-type utf8 utf8): the addresses that were visited for the same call before; added to
 * @cancellable: (nullable): the server does not want the answer any more
 * @callback: what to call when done
 * @user_data: its data
 *
 * Finds the answer to what a server asks, mostly by asking the person.
 */
void
gate_mcp_host_answer_async (GateMcpHost         *self,
                            const char          *method,
                            JsonObject          *params,
                            GHashTable          *visited,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_mcp_host_answer_async);
  GError *refusal = check_declared (self, method, params);

  if (refusal)
    g_task_return_error (task, refusal);
  else if (g_str_equal (method, "roots/list"))
    g_task_return_pointer (task, list_roots (self), (GDestroyNotify) json_node_unref);
  else if (self->n_open >= OPEN_LIMIT)
    g_task_return_error (task, gate_mcp_host_new_refusal (GATE_RPC_INTERNAL_ERROR, "Too many questions at once"));
  else
    {
      AskData *data = begin_ask (self, task);

      if (g_str_equal (method, "sampling/createMessage"))
        gate_mcp_sample_async (self, params, data->cancellable, did_sample, g_steal_pointer (&task));
      else
        gate_mcp_elicit_async (self, params, visited, data->cancellable, did_elicit, g_steal_pointer (&task));
    }
}

/**
 * gate_mcp_host_answer_finish:
 * @self: a host
 * @result: the result given to the callback
 * @error: return location for an error; its service code is what to answer the server with
 *
 * Returns: (transfer full): the result to answer with
 */
JsonNode *
gate_mcp_host_answer_finish (GateMcpHost   *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * gate_mcp_host_elicitation_ended:
 * @self: a host
 * @id: what notifications/elicitation/complete named
 */
void
gate_mcp_host_elicitation_ended (GateMcpHost *self,
                                 const char  *id)
{
  g_signal_emit (self, signals[SIGNAL_ELICITATION_COMPLETE], 0, id);
}
