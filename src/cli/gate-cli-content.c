// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-cli-content.h"

#include "gate-cli-style.h"
#include "gate-file.h"
#include "gate-text.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *
string_member (JsonObject *object,
               const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static JsonObject *
object_member (JsonObject *object,
               const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonArray *
array_member (JsonNode   *node,
              const char *name)
{
  JsonNode *member = JSON_NODE_HOLDS_OBJECT (node) ? json_object_get_member (json_node_get_object (node), name) : NULL;
  return member && JSON_NODE_HOLDS_ARRAY (member) ? json_node_get_array (member) : NULL;
}

/* A terminal gets visible text; a pipe gets the bytes that the service sent. */
static void
print_text (GateCli    *cli,
            const char *text)
{
  g_autofree char *visible = cli->stdout_is_terminal ? gate_text_make_visible (text, GATE_TEXT_BLOCK) : g_strdup (text);

  g_print ("%s%s", visible, g_str_has_suffix (visible, "\n") ? "" : "\n");
}

static gboolean
handle_bytes (GateCli     *cli,
              const char  *what,
              const char  *mime_type,
              const char  *base64,
              const char  *output,
              GError     **error)
{
  gsize size = 0;
  g_autofree guchar *data = g_base64_decode (base64, &size);
  g_autofree char *type = gate_text_make_visible (mime_type ? mime_type : _("unknown type"), GATE_TEXT_LINE);
  g_autofree char *amount = g_format_size (size);

  if (output)
    {
      if (!gate_file_write (output, (const char *) data, (gssize) size, error))
        return FALSE;
      gate_cli_note (cli, _("Saved %s (%s, %s) as %s."), what, type, amount, output);
    }
  else
    g_print (_("[%s: %s, %s; --output FILE saves it]\n"), what, type, amount);
  return TRUE;
}

static gboolean
show_contents (GateCli     *cli,
               JsonObject  *contents,
               const char  *output,
               GError     **error)
{
  const char *text = string_member (contents, "text");
  const char *blob = string_member (contents, "blob");

  if (text && output)
    return gate_file_write (output, text, -1, error);
  if (text)
    print_text (cli, text);
  else if (blob)
    return handle_bytes (cli, _("resource"), string_member (contents, "mimeType"), blob, output, error);
  return TRUE;
}

static gboolean
show_block (GateCli     *cli,
            JsonObject  *block,
            const char  *output,
            GError     **error)
{
  const char *type = string_member (block, "type");

  if (g_strcmp0 (type, "text") == 0 && string_member (block, "text"))
    print_text (cli, string_member (block, "text"));
  else if ((g_strcmp0 (type, "image") == 0 || g_strcmp0 (type, "audio") == 0) && string_member (block, "data"))
    return handle_bytes (cli, strcmp (type, "image") == 0 ? _("image") : _("sound"), string_member (block, "mimeType"),
                         string_member (block, "data"), output, error);
  else if (g_strcmp0 (type, "resource") == 0 && object_member (block, "resource"))
    return show_contents (cli, object_member (block, "resource"), output, error);
  else if (g_strcmp0 (type, "resource_link") == 0 && string_member (block, "uri"))
    {
      g_autofree char *uri = gate_text_make_visible (string_member (block, "uri"), GATE_TEXT_LINE);
      g_autofree char *name = gate_text_make_visible (string_member (block, "name"), GATE_TEXT_LINE);
      g_print (_("[resource %s: %s]\n"), name, uri);
    }
  else
    {
      g_autofree char *shown = gate_text_make_visible (type, GATE_TEXT_LINE);
      g_print (_("[content of a kind that is not known here: %s; --json shows it]\n"), shown);
    }
  return TRUE;
}

/**
 * gate_cli_show_result:
 * @cli: the command line
 * @result: a CallToolResult
 * @output: (nullable) (type filename): where to save what is no text
 * @error: set to %GATE_ERROR_FAILED
 *
 * Shows the blocks of a tool's result; structured content where there are no blocks.
 *
 * Returns: %TRUE unless a file could not be written
 */
gboolean
gate_cli_show_result (GateCli     *cli,
                      JsonNode    *result,
                      const char  *output,
                      GError     **error)
{
  JsonArray *content = array_member (result, "content");
  JsonNode *structured = JSON_NODE_HOLDS_OBJECT (result) ? json_object_get_member (json_node_get_object (result), "structuredContent") : NULL;

  for (guint i = 0; content && i < json_array_get_length (content); i++)
    {
      JsonNode *block = json_array_get_element (content, i);

      if (JSON_NODE_HOLDS_OBJECT (block) && !show_block (cli, json_node_get_object (block), output, error))
        return FALSE;
    }
  if (structured && (!content || json_array_get_length (content) == 0))
    {
      g_autofree char *text = json_to_string (structured, TRUE);
      print_text (cli, text);
    }
  return TRUE;
}

/**
 * gate_cli_show_resource:
 * @cli: the command line
 * @result: a ReadResourceResult
 * @output: (nullable) (type filename): where to save it
 * @error: set to %GATE_ERROR_FAILED
 *
 * Returns: %TRUE unless a file could not be written
 */
gboolean
gate_cli_show_resource (GateCli     *cli,
                        JsonNode    *result,
                        const char  *output,
                        GError     **error)
{
  JsonArray *contents = array_member (result, "contents");

  for (guint i = 0; contents && i < json_array_get_length (contents); i++)
    {
      JsonNode *item = json_array_get_element (contents, i);

      if (JSON_NODE_HOLDS_OBJECT (item) && !show_contents (cli, json_node_get_object (item), output, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * gate_cli_show_prompt:
 * @cli: the command line
 * @result: a GetPromptResult
 *
 * Shows the messages of a prompt, each under its role.
 */
void
gate_cli_show_prompt (GateCli  *cli,
                      JsonNode *result)
{
  JsonArray *messages = array_member (result, "messages");
  gboolean color = gate_cli_use_color (cli, cli->stdout_is_terminal);

  for (guint i = 0; messages && i < json_array_get_length (messages); i++)
    {
      JsonNode *message = json_array_get_element (messages, i);

      if (!JSON_NODE_HOLDS_OBJECT (message))
        continue;
      g_autofree char *role = gate_text_make_visible (string_member (json_node_get_object (message), "role"), GATE_TEXT_LINE);
      g_autofree char *styled = gate_cli_styled (color, GATE_CLI_STRONG, role);
      g_print ("%s:\n", styled);
      if (object_member (json_node_get_object (message), "content"))
        show_block (cli, object_member (json_node_get_object (message), "content"), NULL, NULL);
    }
}
