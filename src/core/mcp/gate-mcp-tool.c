// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-tool.h"

#include "gate-i18n.h"
#include "gate-json-schema.h"
#include "gate-mcp-item-private.h"

#include <string.h>

#define NAME_LIMIT 128

/* What policy and counts need of every tool. */
typedef struct {
  GateMcpToolGroup  group;
  gboolean          any;
  gboolean          open_world;
  gboolean          idempotent;
  gboolean          for_model;
  const char       *task_support; /* static */
} GateMcpHints;

struct _GateMcpTool {
  GObject         parent_instance;

  char           *name;
  JsonNode       *source;        /* (nullable): NULL while packed */
  char           *packed;        /* (nullable): the source as text */
  GateMcpHints    hints;
  GateJsonSchema *input_schema;  /* (nullable): made when first needed */
  GateJsonSchema *output_schema; /* (nullable): made when first needed */
};

G_DEFINE_FINAL_TYPE (GateMcpTool, gate_mcp_tool, G_TYPE_OBJECT)

static void
gate_mcp_tool_finalize (GObject *object)
{
  GateMcpTool *self = GATE_MCP_TOOL (object);

  g_clear_object (&self->input_schema);
  g_clear_object (&self->output_schema);
  g_clear_pointer (&self->source, json_node_unref);
  g_free (self->packed);
  g_free (self->name);
  G_OBJECT_CLASS (gate_mcp_tool_parent_class)->finalize (object);
}

static void
gate_mcp_tool_class_init (GateMcpToolClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_mcp_tool_finalize;
}

static void
gate_mcp_tool_init (GateMcpTool *self)
{
}

static gboolean
says (JsonObject *annotations,
      const char *hint)
{
  JsonNode *value = annotations ? gate_json_get (annotations, hint) : NULL;

  return value && JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_BOOLEAN;
}

static gboolean
hint_is (JsonObject *annotations,
         const char *hint,
         gboolean    fallback)
{
  return says (annotations, hint) ? json_node_get_boolean (gate_json_get (annotations, hint)) : fallback;
}

static GateMcpToolGroup
group_of (JsonObject *annotations)
{
  if (hint_is (annotations, "readOnlyHint", FALSE))
    return GATE_MCP_TOOL_READ;
  if (!says (annotations, "readOnlyHint") && !says (annotations, "destructiveHint"))
    return GATE_MCP_TOOL_WRITE;
  return hint_is (annotations, "destructiveHint", TRUE) ? GATE_MCP_TOOL_DESTRUCTIVE : GATE_MCP_TOOL_WRITE;
}

static gboolean
is_for_model (JsonObject *object)
{
  JsonObject *meta = gate_json_get_object (object, "_meta");
  JsonObject *ui = meta ? gate_json_get_object (meta, "ui") : NULL;
  g_auto(GStrv) visibility = ui ? gate_json_get_strv (ui, "visibility") : NULL;

  return !visibility || g_strv_contains ((const char *const *) visibility, "model");
}

static const char *
task_support_of (JsonObject *object)
{
  JsonObject *execution = gate_json_get_object (object, "execution");
  const char *support = execution ? gate_json_get_string (execution, "taskSupport") : NULL;

  if (g_strcmp0 (support, "optional") == 0)
    return "optional";
  return g_strcmp0 (support, "required") == 0 ? "required" : "forbidden";
}

static void
read_hints (GateMcpHints *self,
            JsonObject   *object)
{
  JsonObject *annotations = gate_json_get_object (object, "annotations");

  self->group = group_of (annotations);
  self->any = says (annotations, "readOnlyHint") || says (annotations, "destructiveHint") || says (annotations, "idempotentHint")
              || says (annotations, "openWorldHint");
  self->open_world = hint_is (annotations, "openWorldHint", TRUE);
  self->idempotent = hint_is (annotations, "readOnlyHint", FALSE) || hint_is (annotations, "idempotentHint", FALSE);
  self->for_model = is_for_model (object);
  self->task_support = task_support_of (object);
}

/* The entry, unpacked when it is needed. What was written here can be read. */
static JsonObject *
object_of (GateMcpTool *self)
{
  if (!self->source)
    {
      self->source = gate_json_parse (self->packed, -1, G_MAXSIZE, NULL);
      g_clear_pointer (&self->packed, g_free);
    }
  return json_node_get_object (self->source);
}

static gboolean
check_name (const char  *name,
            GError     **error)
{
  long n_chars = g_utf8_strlen (name, -1);

  if (n_chars >= 1 && n_chars <= NAME_LIMIT && gate_text_is_plain (name) && !strpbrk (name, " \t\r\n"))
    return TRUE;

  g_autofree char *visible = gate_text_make_visible (name, GATE_TEXT_LINE);
  g_autofree char *shown = gate_text_shorten (visible, NAME_LIMIT);
  gate_error_set (error, GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                  _("The tool name “%s” is not 1 to %d visible characters without spaces."), shown, NAME_LIMIT);
  return FALSE;
}

/**
 * gate_mcp_tool_new_from_json:
 * @node: an entry of tools/list
 * @error: return location for an error
 *
 * Reads a tool. Its name must be 1 to 128 visible characters, its input schema an object.
 *
 * Sets %GATE_ERROR_PROTOCOL.
 *
 * Returns: (transfer full): a tool
 */
GateMcpTool *
gate_mcp_tool_new_from_json (JsonNode  *node,
                             GError   **error)
{
  if (!gate_mcp_item_check (node, _("tool"), error, "name", NULL))
    return NULL;

  JsonObject *object = json_node_get_object (node);
  const char *name = gate_json_get_string (object, "name");
  if (!check_name (name, error))
    return NULL;
  if (!gate_json_get_object (object, "inputSchema"))
    {
      gate_error_set (error, GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                      _("The tool “%s” has no input schema."), name);
      return NULL;
    }

  GateMcpTool *self = g_object_new (GATE_TYPE_MCP_TOOL, NULL);
  self->source = json_node_copy (node);
  self->name = g_strdup (name);
  read_hints (&self->hints, object);
  return self;
}

/**
 * gate_mcp_tool_pack:
 * @self: a tool
 *
 * Keeps the entry as text until it is needed again, which takes a tenth of the room: for those that keep many tools and show few.
 * What getters gave before, but for the name, ends here.
 */
void
gate_mcp_tool_pack (GateMcpTool *self)
{
  if (self->packed)
    return;
  self->packed = gate_json_to_text (self->source);
  g_clear_object (&self->input_schema);
  g_clear_object (&self->output_schema);
  g_clear_pointer (&self->source, json_node_unref);
}

/**
 * gate_mcp_tool_get_source:
 * @self: a tool
 *
 * Returns: (transfer none): the entry as the server sent it
 */
JsonNode *
gate_mcp_tool_get_source (GateMcpTool *self)
{
  object_of (self);
  return self->source;
}

/**
 * gate_mcp_tool_get_name:
 * @self: a tool
 *
 * Returns: the name to call
 */
const char *
gate_mcp_tool_get_name (GateMcpTool *self)
{
  return self->name;
}

/**
 * gate_mcp_tool_get_display_name:
 * @self: a tool
 *
 * Returns: its title, else the title in its annotations, else its name; the server's words, not yet made visible
 */
const char *
gate_mcp_tool_get_display_name (GateMcpTool *self)
{
  JsonObject *object = object_of (self);
  JsonObject *annotations = gate_json_get_object (object, "annotations");
  const char *title = gate_json_get_string (object, "title");

  if ((!title || !*title) && annotations)
    title = gate_json_get_string (annotations, "title");
  return title && *title ? title : gate_mcp_tool_get_name (self);
}

/**
 * gate_mcp_tool_get_description:
 * @self: a tool
 *
 * Returns: (nullable): what it does, in the server's words
 */
const char *
gate_mcp_tool_get_description (GateMcpTool *self)
{
  return gate_json_get_string (object_of (self), "description");
}

/**
 * gate_mcp_tool_get_input_schema:
 * @self: a tool
 *
 * Returns: (transfer none): the schema of its arguments, verbatim
 */
JsonNode *
gate_mcp_tool_get_input_schema (GateMcpTool *self)
{
  return gate_json_get (object_of (self), "inputSchema");
}

/**
 * gate_mcp_tool_get_output_schema:
 * @self: a tool
 *
 * Returns: (transfer none) (nullable): the schema of its structured results, verbatim
 */
JsonNode *
gate_mcp_tool_get_output_schema (GateMcpTool *self)
{
  JsonNode *schema = gate_json_get (object_of (self), "outputSchema");

  return schema && !JSON_NODE_HOLDS_NULL (schema) ? schema : NULL;
}

/**
 * gate_mcp_tool_get_group:
 * @self: a tool
 *
 * Returns: which group it puts itself in
 */
GateMcpToolGroup
gate_mcp_tool_get_group (GateMcpTool *self)
{
  return self->hints.group;
}

/**
 * gate_mcp_tool_get_has_annotations:
 * @self: a tool
 *
 * Returns: %TRUE when it says anything of itself
 */
gboolean
gate_mcp_tool_get_has_annotations (GateMcpTool *self)
{
  return self->hints.any;
}

/**
 * gate_mcp_tool_get_open_world:
 * @self: a tool
 *
 * Returns: %FALSE when it says that it keeps to a closed domain
 */
gboolean
gate_mcp_tool_get_open_world (GateMcpTool *self)
{
  return self->hints.open_world;
}

/**
 * gate_mcp_tool_get_idempotent:
 * @self: a tool
 *
 * Returns: %TRUE when it says that calling it twice does no more than calling it once, or that it only reads
 */
gboolean
gate_mcp_tool_get_idempotent (GateMcpTool *self)
{
  return self->hints.idempotent;
}

/**
 * gate_mcp_tool_get_for_model:
 * @self: a tool
 *
 * Returns: %FALSE when `_meta.ui.visibility` keeps it for the server's own user interface (MCP Apps), so that no assistant may see it
 */
gboolean
gate_mcp_tool_get_for_model (GateMcpTool *self)
{
  return self->hints.for_model;
}

/**
 * gate_mcp_tool_get_task_support:
 * @self: a tool
 *
 * Returns: "forbidden", "optional" or "required" (execution.taskSupport, 2025-11-25)
 */
const char *
gate_mcp_tool_get_task_support (GateMcpTool *self)
{
  return self->hints.task_support;
}

static GateJsonSchema *
ensure_schema (GateMcpTool     *self,
               GateJsonSchema **schema,
               JsonNode        *source,
               const char      *what,
               GError         **error)
{
  g_autoptr(GError) local_error = NULL;

  if (!*schema)
    *schema = gate_json_schema_new (source, &local_error);
  if (!*schema)
    gate_error_set (error, GATE_ERROR_UNSUPPORTED, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                    _("A schema of “%s” cannot be checked (%s): %s"), gate_mcp_tool_get_name (self), what, local_error->message);
  return *schema;
}

static gboolean
is_required (GateMcpTool *self,
             const char  *name)
{
  JsonArray *required = gate_json_get_array (gate_json_node_object (gate_mcp_tool_get_input_schema (self)), "required");

  for (guint i = 0; required && i < json_array_get_length (required); i++)
    if (g_strcmp0 (gate_json_node_string (json_array_get_element (required, i)), name) == 0)
      return TRUE;
  return FALSE;
}

/* Clients write null for an optional argument that is not given; it is sent as it is, and checked as if it were absent. */
static JsonNode *
without_nulls (GateMcpTool *self,
               JsonNode    *arguments)
{
  JsonNode *copy = gate_json_copy (arguments);
  JsonObject *object = gate_json_node_object (copy);
  g_autoptr(GList) names = json_object_get_members (object);

  for (GList *name = names; name; name = name->next)
    if (JSON_NODE_HOLDS_NULL (json_object_get_member (object, name->data)) && !is_required (self, name->data))
      json_object_remove_member (object, name->data);
  return copy;
}

/**
 * gate_mcp_tool_check_arguments:
 * @self: a tool
 * @arguments: (nullable): what it is to be called with
 * @error: return location for an error
 *
 * Checks arguments before anything is sent.
 *
 * Sets %GATE_ERROR_INVALID naming the field, %GATE_ERROR_UNSUPPORTED where the schema cannot be checked (an unknown dialect, an
 * external reference).
 *
 * Returns: %TRUE when they match the input schema
 */
gboolean
gate_mcp_tool_check_arguments (GateMcpTool  *self,
                               JsonObject   *arguments,
                               GError      **error)
{
  GateJsonSchema *schema = ensure_schema (self, &self->input_schema, gate_mcp_tool_get_input_schema (self), "input", error);
  g_autoptr(JsonNode) node = arguments ? gate_json_from_object (arguments) : gate_json_take_object (json_object_new ());
  g_autoptr(GError) local_error = NULL;

  if (!schema)
    return FALSE;
  g_autoptr(JsonNode) given = without_nulls (self, node);
  if (gate_json_schema_validate (schema, given, &local_error))
    return TRUE;
  gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, _("Correct the arguments and call again; nothing was sent."),
                  _("The arguments of “%s” are not what it takes: %s"), gate_mcp_tool_get_name (self), local_error->message);
  return FALSE;
}

/**
 * gate_mcp_tool_check_result:
 * @self: a tool
 * @result: a CallToolResult
 * @error: return location for an error
 *
 * Checks a result: `content` and `structuredContent` have the right shape, and the latter matches the output schema where the tool
 * has one and the call did not fail (`isError`).
 *
 * Sets %GATE_ERROR_PROTOCOL, %GATE_ERROR_UNSUPPORTED where the schema cannot be checked.
 *
 * Returns: %TRUE when the result may be used
 */
gboolean
gate_mcp_tool_check_result (GateMcpTool  *self,
                            JsonNode     *result,
                            GError      **error)
{
  JsonObject *object = gate_json_node_object (result);
  JsonNode *structured = object ? gate_json_get (object, "structuredContent") : NULL;
  JsonNode *content = object ? gate_json_get (object, "content") : NULL;
  JsonNode *output = gate_mcp_tool_get_output_schema (self);
  g_autoptr(GError) local_error = NULL;

  if (!object || (content && !JSON_NODE_HOLDS_ARRAY (content)))
    gate_error_set (&local_error, GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, NULL, _("it has no list of contents"));
  else if (!output || gate_json_get_boolean (object, "isError", FALSE))
    return TRUE;
  else if (!ensure_schema (self, &self->output_schema, output, "output", error))
    return FALSE;
  else if (!structured)
    gate_error_set (&local_error, GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, NULL, _("it has no structured content, which the tool promises"));
  else if (gate_json_schema_validate (self->output_schema, structured, &local_error))
    return TRUE;
  gate_error_set (error, GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                  _("The result of “%s” is not what it promises: %s"), gate_mcp_tool_get_name (self), local_error->message);
  return FALSE;
}
