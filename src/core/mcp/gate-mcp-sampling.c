// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-sampling.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-rpc-message.h"
#include "gate-task.h"
#include "gate-text.h"

#define BODY_CHARS 50000
#define DETAIL_CHARS 5000
/* A token is about four characters of English; a person's text is measured with that. */
#define CHARS_PER_TOKEN 4

/* One content as the person is shown it: text as it is, anything else by its type. FALSE for what only a tool-using model gives. */
static gboolean
append_content (GString    *text,
                JsonObject *content)
{
  const char *type = gate_json_get_string (content, "type");
  const char *words = gate_json_get_string (content, "text");

  if (g_strcmp0 (type, "tool_use") == 0 || g_strcmp0 (type, "tool_result") == 0)
    return FALSE;
  if (g_strcmp0 (type, "text") == 0 && words)
    g_string_append (text, words);
  else
    g_string_append_printf (text, "[%s]", type ? type : _("unknown content"));
  g_string_append_c (text, '\n');
  return TRUE;
}

static gboolean
append_message (GString    *text,
                JsonObject *message)
{
  JsonNode *content = gate_json_get (message, "content");
  const char *role = gate_json_get_string (message, "role");

  if (!content)
    return FALSE;
  g_string_append_printf (text, "%s: ", g_strcmp0 (role, "assistant") == 0 ? _("Assistant") : _("User"));
  if (!JSON_NODE_HOLDS_ARRAY (content))
    return append_content (text, gate_json_node_object (content));

  JsonArray *contents = json_node_get_array (content);
  for (guint i = 0; i < json_array_get_length (contents); i++)
    if (!append_content (text, gate_json_node_object (json_array_get_element (contents, i))))
      return FALSE;
  return TRUE;
}

/* The whole prompt, which the person must be able to read before anything goes out; NULL when there is none, or one that is not for us. */
static char *
read_prompt (JsonObject *params)
{
  JsonArray *messages = gate_json_get_array (params, "messages");
  g_autoptr(GString) text = g_string_new (NULL);

  if (!messages || gate_json_get (params, "tools") || gate_json_get (params, "toolChoice"))
    return NULL;
  for (guint i = 0; i < json_array_get_length (messages); i++)
    if (!append_message (text, gate_json_node_object (json_array_get_element (messages, i))))
      return NULL;

  g_autofree char *valid = g_utf8_make_valid (text->str, (gssize) text->len);
  return gate_text_shorten (valid, BODY_CHARS);
}

static JsonNode *
make_result (const char *text,
             gint64      max_tokens)
{
  JsonObject *result = json_object_new ();
  JsonObject *content = json_object_new ();
  gint64 max_chars = max_tokens > 0 && max_tokens < G_MAXINT / CHARS_PER_TOKEN ? max_tokens * CHARS_PER_TOKEN : G_MAXINT;
  gboolean is_cut = g_utf8_strlen (text, -1) > max_chars;
  g_autofree char *cut = is_cut ? g_utf8_substring (text, 0, (long) max_chars) : g_strdup (text);

  json_object_set_string_member (content, "type", "text");
  json_object_set_string_member (content, "text", cut);
  json_object_set_string_member (result, "role", "assistant");
  json_object_set_object_member (result, "content", content);
  json_object_set_string_member (result, "model", "human");
  json_object_set_string_member (result, "stopReason", is_cut ? "maxTokens" : "endTurn");
  return gate_json_take_object (result);
}

static void
did_ask (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateAnswer) answer = gate_interaction_ask_finish (GATE_INTERACTION (source), result, &error);
  const char *text = answer ? gate_answer_get_string (answer, "text") : NULL;
  JsonObject *params = g_task_get_task_data (task);

  if (!answer)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (!gate_answer_is (answer, GATE_CHOICE_ACCEPT) || !text)
    g_task_return_error (task, gate_mcp_host_new_refusal (-1, "The user rejected the sampling request"));
  else
    g_task_return_pointer (task, make_result (text, gate_json_get_int (params, "maxTokens", 0)), (GDestroyNotify) json_node_unref);
}

static void
add_detail (GateQuestion *question,
            const char   *label,
            const char   *text)
{
  g_autofree char *value = text ? gate_text_shorten (text, DETAIL_CHARS) : NULL;

  if (value)
    gate_question_add_detail (question, NULL, label, value);
}

/**
 * gate_mcp_sample_async:
 * @host: whose connector asks
 * @params: (nullable): the parameters of sampling/createMessage
 * @cancellable: (nullable): to take the question back
 * @callback: what to call when done
 * @user_data: its data
 *
 * Shows the prompt to the person, who writes or pastes the answer, or declines (error -1). Prompts for tool use, which is not
 * declared, are refused with -32602.
 */
void
gate_mcp_sample_async (GateMcpHost         *host,
                       JsonObject          *params,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (host, cancellable, callback, user_data, gate_mcp_sample_async);
  g_autofree char *prompt = params ? read_prompt (params) : NULL;
  gint64 max_tokens = gate_json_get_int (params, "maxTokens", 0);
  g_autoptr(GateQuestion) question = NULL;

  if (!prompt)
    {
      g_task_return_error (task, gate_mcp_host_new_refusal (GATE_RPC_INVALID_PARAMS, "There are no messages, or they are for a model that uses tools"));
      return;
    }
  g_task_set_task_data (task, json_object_ref (params), (GDestroyNotify) json_object_unref);
  question = gate_mcp_host_new_question (host, GATE_QUESTION_SAMPLE, _("“%s” asks for a text"));
  gate_question_set_body (question, prompt);
  add_detail (question, _("Instructions"), gate_json_get_string (params, "systemPrompt"));
  if (max_tokens > 0)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, max_tokens);
      g_autofree char *limit = g_strdup_printf (_("%s tokens"), number);

      gate_question_add_detail (question, NULL, _("At most"), limit);
    }
  gate_interaction_ask_async (gate_mcp_host_get_interaction (host), question, cancellable, did_ask, g_steal_pointer (&task));
}

/**
 * gate_mcp_sample_finish:
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Returns: (transfer full): the CreateMessageResult
 */
JsonNode *
gate_mcp_sample_finish (GAsyncResult  *result,
                        GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
