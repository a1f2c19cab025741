// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-elicitation.h"

#include "gate-address.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-rpc-message.h"
#include "gate-task.h"
#include "gate-text.h"

#include <string.h>

#define MESSAGE_CHARS 20000
#define URL_LIMIT 8192

typedef struct {
  GateForm *form; /* (nullable): mode form */
} ElicitData;

GATE_DEFINE_DATA (ElicitData, elicit_data)

static void
elicit_data_clear (ElicitData *self)
{
  g_clear_object (&self->form);
}

/* The action, and with a form that was accepted its values: those of its fields, with the defaults of the untouched ones. */
static JsonNode *
make_result (ElicitData *data,
             GateAnswer *answer,
             GError    **error)
{
  JsonObject *result = json_object_new ();
  g_autoptr(JsonNode) node = gate_json_take_object (result);
  gboolean accepted = gate_answer_is (answer, GATE_CHOICE_ACCEPT);
  gboolean declined = gate_answer_is (answer, GATE_CHOICE_DECLINE);

  json_object_set_string_member (result, "action", accepted ? "accept" : declined ? "decline" : "cancel");
  if (accepted && data->form)
    {
      g_autoptr(JsonObject) values = gate_form_fill_defaults (data->form, gate_answer_get_values (answer));
      JsonObject *content = json_object_new ();

      json_object_set_object_member (result, "content", content);
      if (!gate_form_validate (data->form, values, error))
        return NULL;
      for (guint i = 0; i < gate_form_get_n_fields (data->form); i++)
        {
          const char *name = gate_form_field_get_name (gate_form_get_field (data->form, i));
          JsonNode *value = gate_json_get (values, name);

          if (value)
            json_object_set_member (content, name, json_node_copy (value));
        }
    }
  return g_steal_pointer (&node);
}

static void
did_ask (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateAnswer) answer = gate_interaction_ask_finish (GATE_INTERACTION (source), result, &error);
  JsonNode *node = answer ? make_result (elicit_data_of (task), answer, &error) : NULL;

  if (node)
    g_task_return_pointer (task, node, (GDestroyNotify) json_node_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
ask (GTask        *task,
     GateQuestion *question,
     JsonObject   *params)
{
  GateMcpHost *host = g_task_get_source_object (task);
  const char *message = gate_json_get_string (params, "message");
  g_autofree char *body = gate_text_shorten (message ? message : "", MESSAGE_CHARS);

  gate_question_set_body (question, body);
  gate_interaction_ask_async (gate_mcp_host_get_interaction (host), question, g_task_get_cancellable (task), did_ask, task);
}

static void
ask_form (GTask      *task,
          JsonObject *params)
{
  ElicitData *data = elicit_data_of (task);
  JsonNode *schema = gate_json_get (params, "requestedSchema");
  g_autoptr(GError) error = NULL;

  data->form = schema ? gate_form_new_from_schema (schema, &error) : NULL;
  if (!data->form)
    {
      g_task_return_error (task, gate_mcp_host_new_refusal (GATE_RPC_INVALID_PARAMS, error ? error->message : "There is no requestedSchema"));
      g_object_unref (task);
      return;
    }

  g_autoptr(GateQuestion) question
    = gate_mcp_host_new_question (g_task_get_source_object (task), GATE_QUESTION_ELICIT_FORM, _("“%s” asks for information"));
  gate_question_set_form (question, data->form);
  ask (task, question, params);
}

/* An address that was visited for the same call already is not opened again: the person says when to go on. */
static void
ask_url (GTask      *task,
         JsonObject *params,
         GHashTable *visited)
{
  GateMcpHost *host = g_task_get_source_object (task);
  const char *url = gate_json_get_string (params, "url");
  g_autoptr(GError) error = NULL;
  g_autoptr(GUri) uri = url && strlen (url) <= URL_LIMIT ? gate_address_parse_secure (url, _("page to visit"), &error) : NULL;
  g_autoptr(GateQuestion) question = NULL;

  if (!uri)
    {
      g_task_return_error (task, gate_mcp_host_new_refusal (GATE_RPC_INVALID_PARAMS, error ? error->message : "There is no url"));
      g_object_unref (task);
      return;
    }
  if (visited && !g_hash_table_add (visited, g_strdup (url)))
    {
      question = gate_mcp_host_new_question (host, GATE_QUESTION_CONFIRM, _("“%s” still waits for what you do in the browser"));
      gate_question_add_choice (question, GATE_CHOICE_ACCEPT, _("Try again"));
      gate_question_add_choice (question, GATE_CHOICE_CANCEL, _("Cancel"));
      gate_question_add_detail (question, NULL, _("Address"), url);
    }
  else
    {
      question = gate_mcp_host_new_question (host, GATE_QUESTION_ELICIT_URL, _("“%s” asks you to visit a page"));
      gate_question_set_url (question, url);
    }
  ask (task, question, params);
}

/**
 * gate_mcp_elicit_async:
 * @host: whose connector asks
 * @params: (nullable): the parameters of elicitation/create
 * @visited: (nullable) (element-type utf8 utf8): the addresses that were visited for the same call before; added to
 * @cancellable: (nullable): to take the question back
 * @callback: what to call when done
 * @user_data: its data
 *
 * Asks the person for a form or for a visit to an address. Without a mode it is a form.
 */
void
gate_mcp_elicit_async (GateMcpHost         *host,
                       JsonObject          *params,
                       GHashTable          *visited,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  GTask *task = gate_task_new (host, cancellable, callback, user_data, gate_mcp_elicit_async);

  elicit_data_attach (task, elicit_data_new ());
  if (g_strcmp0 (gate_json_get_string (params, "mode"), "url") == 0)
    ask_url (task, params, visited);
  else
    ask_form (task, params);
}

/**
 * gate_mcp_elicit_finish:
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Returns: (transfer full): the ElicitResult
 */
JsonNode *
gate_mcp_elicit_finish (GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
