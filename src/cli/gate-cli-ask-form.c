// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-ask.h"

#include "gate-cli-prompt.h"
#include "gate-json-number.h"
#include "gate-task.h"
#include "gate-text.h"

#include <glib/gi18n.h>

typedef struct {
  GateCli      *cli;
  GateQuestion *question;
  JsonObject   *values;
  guint         index;
} FormData;

GATE_DEFINE_DATA (FormData, form_data)

static void
form_data_clear (FormData *self)
{
  g_clear_object (&self->question);
  g_clear_pointer (&self->values, json_object_unref);
}

static void
answer (GTask      *task,
        const char *choice,
        JsonObject *values)
{
  g_task_return_pointer (task, gate_answer_new (choice, values), g_object_unref);
  g_object_unref (task);
}

/* The end of input is a cancelled form, not an error. */
static char *
take_line (GTask        *task,
           GAsyncResult *result)
{
  g_autoptr(GError) error = NULL;
  char *line = gate_cli_prompt_finish (result, &error);

  if (line)
    return line;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    answer (task, GATE_CHOICE_CANCEL, NULL);
  else
    {
      g_task_return_error (task, g_steal_pointer (&error));
      g_object_unref (task);
    }
  return NULL;
}

/* As a person would type it. */
static char *
value_as_text (JsonNode *node)
{
  char number[GATE_JSON_NUMBER_SIZE];

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

      for (guint i = 0; i < json_array_get_length (array); i++)
        g_ptr_array_add (texts, value_as_text (json_array_get_element (array, i)));
      g_ptr_array_add (texts, NULL);
      return g_strjoinv (", ", (char **) texts->pdata);
    }
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_dup_string (node);
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_DOUBLE)
    return g_strdup (gate_json_number_format (json_node_get_double (node), number));
  return json_to_string (node, FALSE);
}

static void
got_review (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  FormData *data = form_data_of (task);
  g_autofree char *line = take_line (task, result);

  if (!line)
    return;
  g_strstrip (line);
  if (g_ascii_strcasecmp (line, "n") == 0)
    answer (task, GATE_CHOICE_DECLINE, NULL);
  else if (g_ascii_strcasecmp (line, "c") == 0)
    answer (task, GATE_CHOICE_CANCEL, NULL);
  else
    answer (task, GATE_CHOICE_ACCEPT, data->values);
}

static void
finish_form (GTask *task)
{
  FormData *data = form_data_of (task);
  GateForm *form = gate_question_get_form (data->question);

  if (gate_question_get_kind (data->question) != GATE_QUESTION_ELICIT_FORM)
    {
      answer (task, GATE_CHOICE_ACCEPT, data->values);
      return;
    }
  g_printerr ("%s\n", _("This will be sent to the server:"));
  for (guint i = 0; i < gate_form_get_n_fields (form); i++)
    {
      GateFormField *field = gate_form_get_field (form, i);
      JsonNode *value = json_object_get_member (data->values, gate_form_field_get_name (field));

      if (!value)
        continue;
      g_autofree char *text = value_as_text (value);
      g_autofree char *name = gate_text_make_visible (gate_form_field_get_name (field), GATE_TEXT_LINE);
      g_autofree char *shown = gate_text_make_visible (text, GATE_TEXT_BLOCK);
      g_printerr ("  %s: %s\n", name, gate_form_field_get_field_type (field) == GATE_FORM_SECRET ? "••••" : shown);
    }
  gate_cli_prompt_async (_("Send it? Return sends, n declines, c cancels: "), FALSE, g_task_get_cancellable (task), got_review, task);
}

static void ask_field (GTask *task);

static void
got_field (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  FormData *data = form_data_of (task);
  GateFormField *field = gate_form_get_field (gate_question_get_form (data->question), data->index);
  g_autofree char *line = take_line (task, result);
  g_autoptr(GError) error = NULL;

  if (!line)
    return;
  if (!*line && gate_form_field_get_default (field))
    json_object_set_member (data->values, gate_form_field_get_name (field), json_node_copy (gate_form_field_get_default (field)));
  else if (*line || gate_form_field_get_required (field))
    {
      g_autoptr(JsonNode) value = *line ? gate_form_field_parse (field, line, &error) : NULL;

      if (!value || !gate_form_field_validate (field, value, &error))
        {
          g_printerr ("%s\n", error ? error->message : _("A value is needed here."));
          ask_field (task);
          return;
        }
      json_object_set_member (data->values, gate_form_field_get_name (field), g_steal_pointer (&value));
    }
  data->index++;
  ask_field (task);
}

static char *
prompt_for (GateFormField *field)
{
  const char *title = gate_form_field_get_title (field);
  g_autofree char *shown = gate_text_make_visible (title ? title : gate_form_field_get_name (field), GATE_TEXT_LINE);
  JsonNode *fallback = gate_form_field_get_default (field);
  g_autofree char *fallback_text = fallback ? value_as_text (fallback) : NULL;
  g_autofree char *shown_fallback = fallback_text ? gate_text_make_visible (fallback_text, GATE_TEXT_LINE) : NULL;

  if (shown_fallback)
    return g_strdup_printf ("%s [%s]: ", shown, shown_fallback);
  if (!gate_form_field_get_required (field))
    return g_strdup_printf (_("%s (may be empty): "), shown);
  return g_strdup_printf ("%s: ", shown);
}

static void
ask_field (GTask *task)
{
  FormData *data = form_data_of (task);
  GateForm *form = gate_question_get_form (data->question);

  if (data->index >= gate_form_get_n_fields (form))
    {
      finish_form (task);
      return;
    }

  GateFormField *field = gate_form_get_field (form, data->index);
  g_autofree char *prompt = prompt_for (field);
  if (gate_form_field_get_description (field))
    {
      g_autofree char *description = gate_text_make_visible (gate_form_field_get_description (field), GATE_TEXT_BLOCK);
      g_printerr ("  %s\n", description);
    }
  for (guint i = 0; i < gate_form_field_get_n_options (field); i++)
    {
      const GateFormOption *option = gate_form_field_get_option (field, i);
      g_autofree char *value = gate_text_make_visible (option->value, GATE_TEXT_LINE);
      g_autofree char *title = gate_text_make_visible (option->title, GATE_TEXT_LINE);
      g_printerr ("    %s — %s\n", value, title);
    }
  gate_cli_prompt_async (prompt, gate_form_field_get_field_type (field) == GATE_FORM_SECRET,
                         g_task_get_cancellable (task), got_field, task);
}

/**
 * gate_cli_ask_form_async:
 * @cli: the command line
 * @question: a question with a form
 * @cancellable: (nullable): ends it
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks for one field after the other, says at once what is wrong with a value, and shows everything before an elicitation is sent.
 */
void
gate_cli_ask_form_async (GateCli             *cli,
                         GateQuestion        *question,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task = gate_task_new (NULL, cancellable, callback, user_data, gate_cli_ask_form_async);
  FormData *data = form_data_new ();

  data->cli = cli;
  data->question = g_object_ref (question);
  data->values = json_object_new ();
  form_data_attach (task, data);
  gate_cli_show_question (cli, question);
  ask_field (task);
}

/**
 * gate_cli_ask_form_finish:
 * @result: the result
 * @error: set to %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the answer, with the values
 */
GateAnswer *
gate_cli_ask_form_finish (GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
