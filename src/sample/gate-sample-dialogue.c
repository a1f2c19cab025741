// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-dialogue.h"

#include "gate-sample-result.h"

#define MAX_ROUNDS 20

struct _GateSampleDialogue {
  GObject                 parent_instance;

  GateSampleWorkspace    *workspace;
  GateSampleCall         *call;
  JsonObject             *arguments;
  JsonObject             *answers;     /* key → what the client answered */
  gint64                  rounds;
  GateSampleDialogueFunc  function;
  char                   *asked;       /* the key of the question that is out */
};

G_DEFINE_FINAL_TYPE (GateSampleDialogue, gate_sample_dialogue, G_TYPE_OBJECT)

static void
gate_sample_dialogue_finalize (GObject *object)
{
  GateSampleDialogue *self = GATE_SAMPLE_DIALOGUE (object);

  g_object_unref (self->workspace);
  g_object_unref (self->call);
  json_object_unref (self->arguments);
  json_object_unref (self->answers);
  g_free (self->asked);
  G_OBJECT_CLASS (gate_sample_dialogue_parent_class)->finalize (object);
}

static void
gate_sample_dialogue_class_init (GateSampleDialogueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_sample_dialogue_finalize;
}

static void
gate_sample_dialogue_init (GateSampleDialogue *self)
{
  self->answers = json_object_new ();
}

/**
 * gate_sample_dialogue_get_workspace:
 * @self: a dialogue
 *
 * Returns: (transfer none): what is offered
 */
GateSampleWorkspace *
gate_sample_dialogue_get_workspace (GateSampleDialogue *self)
{
  return self->workspace;
}

/**
 * gate_sample_dialogue_get_call:
 * @self: a dialogue
 *
 * Returns: (transfer none): the request
 */
GateSampleCall *
gate_sample_dialogue_get_call (GateSampleDialogue *self)
{
  return self->call;
}

/**
 * gate_sample_dialogue_get_arguments:
 * @self: a dialogue
 *
 * Returns: (transfer none): the tool's arguments
 */
JsonObject *
gate_sample_dialogue_get_arguments (GateSampleDialogue *self)
{
  return self->arguments;
}

/**
 * gate_sample_dialogue_get_answer:
 * @self: a dialogue
 * @key: the key of a question
 *
 * Returns: (transfer none) (nullable): the answer, an ElicitResult; %NULL when there is none yet
 */
JsonObject *
gate_sample_dialogue_get_answer (GateSampleDialogue *self,
                                 const char         *key)
{
  return gate_json_get_object (self->answers, key);
}

/* State is good for the same tool, the same arguments and the same client only. */
static char *
name_purpose (GateSampleDialogue *self)
{
  g_autoptr(JsonNode) arguments = gate_json_from_object (self->arguments);
  g_autofree char *canonical = gate_json_to_canonical (arguments);

  return g_strjoin ("\n", gate_sample_call_get_principal (self->call), gate_sample_call_get_method (self->call),
                    gate_json_get_string (gate_sample_call_get_params (self->call), "name"), canonical, NULL);
}

static char *
seal_state (GateSampleDialogue *self)
{
  g_autofree char *purpose = name_purpose (self);
  JsonObject *state = json_object_new ();

  json_object_set_int_member (state, "rounds", self->rounds);
  json_object_set_string_member (state, "asked", self->asked);
  json_object_set_object_member (state, "answers", json_object_ref (self->answers));

  g_autoptr(JsonNode) node = gate_json_take_object (state);
  return gate_sample_seal_close (gate_sample_workspace_get_seal (self->workspace), purpose, node);
}

static void
keep_answer (GateSampleDialogue *self,
             JsonNode           *answer)
{
  if (self->asked && answer && gate_json_node_object (answer))
    json_object_set_member (self->answers, self->asked, json_node_copy (answer));
}

/* Takes up the thread where the client was asked; only the question that is out can be answered. */
static gboolean
resume (GateSampleDialogue  *self,
        const char          *sealed,
        GError             **error)
{
  g_autofree char *purpose = name_purpose (self);
  JsonObject *responses = gate_json_get_object (gate_sample_call_get_params (self->call), "inputResponses");
  g_autoptr(JsonNode) node = gate_sample_seal_open (gate_sample_workspace_get_seal (self->workspace), purpose, sealed, error);

  if (!node)
    return FALSE;

  JsonObject *state = json_node_get_object (node);
  json_object_unref (self->answers);
  self->answers = json_object_ref (gate_json_get_object (state, "answers"));
  self->rounds = gate_json_get_int (state, "rounds", 0);
  self->asked = g_strdup (gate_json_get_string (state, "asked"));
  if (responses)
    keep_answer (self, gate_json_get (responses, self->asked));
  return TRUE;
}

/**
 * gate_sample_dialogue_start:
 * @workspace: what is offered
 * @call: a `tools/call` request
 * @arguments: the tool's arguments
 * @function: asks, or answers the call
 *
 * Begins a dialogue, or takes one up again.
 */
void
gate_sample_dialogue_start (GateSampleWorkspace    *workspace,
                            GateSampleCall         *call,
                            JsonObject             *arguments,
                            GateSampleDialogueFunc  function)
{
  g_autoptr(GateSampleDialogue) self = g_object_new (GATE_TYPE_SAMPLE_DIALOGUE, NULL);
  g_autoptr(GError) error = NULL;
  const char *sealed = gate_json_get_string (gate_sample_call_get_params (call), "requestState");

  self->workspace = g_object_ref (workspace);
  self->call = g_object_ref (call);
  self->arguments = json_object_ref (arguments);
  self->function = function;
  if (gate_sample_call_is_modern (call) && sealed && !resume (self, sealed, &error))
    gate_sample_call_return_error (call, GATE_SAMPLE_CODE_PARAMS, "%s", error->message);
  else
    function (self);
}

static void
refuse_for_lack_of (GateSampleDialogue *self,
                    const char         *mode)
{
  JsonObject *data = NULL, *required = NULL, *elicitation = NULL;

  if (!gate_sample_call_is_modern (self->call))
    {
      gate_sample_result_fail (self->call, "This tool has to ask the person, and the client cannot do that.");
      return;
    }
  data = json_object_new ();
  required = json_object_new ();
  elicitation = json_object_new ();
  json_object_set_object_member (elicitation, mode, json_object_new ());
  json_object_set_object_member (required, "elicitation", elicitation);
  json_object_set_object_member (data, "requiredCapabilities", required);
  g_autoptr(JsonNode) message = gate_sample_message_error (gate_sample_call_get_id (self->call), GATE_SAMPLE_CODE_CAPABILITY,
                                                           gate_json_take_object (data),
                                                           "This tool has to ask the person, and the client did not say that it can");
  gate_sample_call_return_message (self->call, message, 400);
}

static void
ask_by_result (GateSampleDialogue *self,
               JsonObject         *params)
{
  g_autofree char *sealed = seal_state (self);
  JsonObject *result = json_object_new ();
  JsonObject *requests = json_object_new ();
  JsonObject *request = json_object_new ();

  json_object_set_string_member (request, "method", "elicitation/create");
  json_object_set_object_member (request, "params", params);
  json_object_set_object_member (requests, self->asked, request);
  json_object_set_string_member (result, "resultType", "input_required");
  json_object_set_object_member (result, "inputRequests", requests);
  json_object_set_string_member (result, "requestState", sealed);
  gate_sample_call_return_result (self->call, result);
}

static void
got_answer (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GateSampleDialogue) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) answer = gate_sample_session_ask_finish (GATE_SAMPLE_SESSION (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gate_sample_call_drop (self->call);
  else if (error)
    gate_sample_result_fail (self->call, "The client could not ask the person.");
  else
    {
      keep_answer (self, answer);
      self->function (self);
    }
}

static void
ask (GateSampleDialogue *self,
     const char         *key,
     const char         *mode,
     JsonObject         *params)
{
  g_autoptr(JsonObject) owned = params;

  if (!gate_sample_call_can_elicit (self->call, mode))
    {
      refuse_for_lack_of (self, mode);
      return;
    }
  if (++self->rounds > MAX_ROUNDS)
    {
      gate_sample_result_fail (self->call, "The person was asked too often without a usable answer.");
      return;
    }
  g_free (self->asked);
  self->asked = g_strdup (key);
  if (g_strcmp0 (gate_sample_call_get_version (self->call), "2025-11-25") >= 0)
    json_object_set_string_member (params, "mode", mode);
  if (gate_sample_call_is_modern (self->call))
    ask_by_result (self, g_steal_pointer (&owned));
  else
    gate_sample_session_ask_async (gate_sample_call_get_session (self->call), gate_sample_call_get_channel (self->call),
                                   "elicitation/create", g_steal_pointer (&owned), gate_sample_call_get_cancellable (self->call),
                                   got_answer, g_object_ref (self));
}

/**
 * gate_sample_dialogue_ask_form:
 * @self: a dialogue
 * @key: what to call the question
 * @text: what to say
 * @schema: the form, a flat object
 *
 * Asks the person to fill in a form.
 */
void
gate_sample_dialogue_ask_form (GateSampleDialogue *self,
                               const char         *key,
                               const char         *text,
                               JsonNode           *schema)
{
  JsonObject *params = json_object_new ();

  json_object_set_string_member (params, "message", text);
  json_object_set_member (params, "requestedSchema", json_node_copy (schema));
  ask (self, key, "form", params);
}

/**
 * gate_sample_dialogue_ask_page:
 * @self: a dialogue
 * @key: what to call the question
 * @text: what to say
 * @id: the elicitation's id
 * @uri: the address of the page
 *
 * Asks the person to visit a page.
 */
void
gate_sample_dialogue_ask_page (GateSampleDialogue *self,
                               const char         *key,
                               const char         *text,
                               const char         *id,
                               const char         *uri)
{
  JsonObject *params = json_object_new ();

  json_object_set_string_member (params, "message", text);
  json_object_set_string_member (params, "url", uri);
  json_object_set_string_member (params, "elicitationId", id);
  ask (self, key, "url", params);
}
