// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-client-private.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-task.h"

#include <string.h>

#define FILE_LIMIT (64u * 1024 * 1024)

typedef struct {
  GateMcpSkill *skill;
  char         *uri;
} LoadData;

GATE_DEFINE_DATA (LoadData, load_data)

static void
load_data_clear (LoadData *self)
{
  g_clear_object (&self->skill);
  g_free (self->uri);
}

/* The bytes of the one content that has this address. */
static GBytes *
read_content (JsonNode   *result,
              const char *uri)
{
  JsonArray *contents = gate_json_get_array (gate_json_node_object (result), "contents");

  for (guint i = 0; contents && i < json_array_get_length (contents); i++)
    {
      JsonObject *content = gate_json_node_object (json_array_get_element (contents, i));
      const char *text = gate_json_get_string (content, "text");
      const char *blob = gate_json_get_string (content, "blob");
      gsize size;

      if (g_strcmp0 (gate_json_get_string (content, "uri"), uri) != 0)
        continue;
      if (text)
        return g_bytes_new (text, strlen (text));
      if (blob && strlen (blob) < FILE_LIMIT)
        {
          guchar *data = g_base64_decode (blob, &size);

          return g_bytes_new_take (data, size);
        }
    }
  return NULL;
}

static void
did_read (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  LoadData *data = load_data_of (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateMcpOutcome) outcome = gate_mcp_operation_run_finish (GATE_MCP_KEEPER (source), result, &error);
  g_autoptr(GBytes) content = outcome ? read_content (outcome->result, data->uri) : NULL;

  if (!outcome)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (!content)
    g_task_return_error (task, gate_error_new (GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                                               _("The server’s answer does not hold the file of the skill.")));
  else if (!gate_mcp_skill_verify (data->skill, data->uri, content, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&content), (GDestroyNotify) g_bytes_unref);
}

static gboolean
lists (GateMcpSkill *skill,
       const char   *uri)
{
  const char *const *files = gate_mcp_skill_get_files (skill);

  return files && g_strv_contains (files, uri);
}

/**
 * gate_mcp_client_load_skill_async:
 * @self: a client
 * @skill: one of its skills
 * @uri: the address of one of the skill's files
 * @cancellable: (nullable): to give up
 * @callback: what to call when done
 * @user_data: its data
 *
 * Reads a file of a skill and verifies it (SEP-2640). A file that the skill does not list is not even asked for.
 */
void
gate_mcp_client_load_skill_async (GateMcpClient       *self,
                                  GateMcpSkill        *skill,
                                  const char          *uri,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (GATE_IS_MCP_CLIENT (self) && GATE_IS_MCP_SKILL (skill) && uri != NULL);

  g_autoptr(GTask) task = gate_task_new (self, cancellable, callback, user_data, gate_mcp_client_load_skill_async);
  LoadData *data = load_data_new ();
  g_autoptr(JsonObject) params = json_object_new ();
  const GateMcpOperation operation = { .method = "resources/read", .params = params, .is_safe = TRUE };

  data->skill = g_object_ref (skill);
  data->uri = g_strdup (uri);
  load_data_attach (task, data);
  if (!lists (skill, uri))
    {
      g_task_return_error (task, gate_error_new (GATE_ERROR_UNTRUSTED, GATE_LAYER_SERVICE, _("Do not use this skill; report it to who runs the server."),
                                                 _("The file is not one that the skill lists, so that it cannot be verified.")));
      return;
    }
  json_object_set_string_member (params, "uri", uri);
  gate_mcp_operation_run_async (self->keeper, &operation, cancellable, did_read, g_steal_pointer (&task));
}

/**
 * gate_mcp_client_load_skill_finish:
 * @self: a client
 * @result: the result given to the callback
 * @error: return location for an error
 *
 * Sets %GATE_ERROR_UNTRUSTED where size, digest or frontmatter differ from the list.
 *
 * Returns: (transfer full): the file
 */
GBytes *
gate_mcp_client_load_skill_finish (GateMcpClient  *self,
                                   GAsyncResult   *result,
                                   GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
