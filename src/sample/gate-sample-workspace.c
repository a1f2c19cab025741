// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-workspace.h"

#include "gate-sample-resource-data.h"

struct _GateSampleWorkspace {
  GObject            parent_instance;

  GateSampleContent *content;
  GateSampleTerms   *terms;
  GateSampleSeal    *seal;
  JsonNode          *definitions;
  guint              revision;
};

enum {
  SIGNAL_TOOLS_CHANGED,
  SIGNAL_CLOSING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GateSampleWorkspace, gate_sample_workspace, G_TYPE_OBJECT)

static void
gate_sample_workspace_dispose (GObject *object)
{
  GateSampleWorkspace *self = GATE_SAMPLE_WORKSPACE (object);

  g_clear_object (&self->content);
  g_clear_object (&self->terms);
  g_clear_pointer (&self->seal, gate_sample_seal_free);
  g_clear_pointer (&self->definitions, json_node_unref);
  G_OBJECT_CLASS (gate_sample_workspace_parent_class)->dispose (object);
}

static void
gate_sample_workspace_class_init (GateSampleWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gate_sample_workspace_dispose;

  signals[SIGNAL_TOOLS_CHANGED] = g_signal_new ("tools-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                G_TYPE_NONE, 0);
  signals[SIGNAL_CLOSING] = g_signal_new ("closing", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
gate_sample_workspace_init (GateSampleWorkspace *self)
{
  self->terms = gate_sample_terms_new ();
  self->seal = gate_sample_seal_new ();
  self->definitions = gate_sample_resource_load_json ("tools.json");
}

/**
 * gate_sample_workspace_new:
 * @folder: (type filename): where changes are kept
 * @error: set to %GATE_ERROR_INVALID when the kept changes are damaged
 *
 * Returns: (transfer full) (nullable): the workspace
 */
GateSampleWorkspace *
gate_sample_workspace_new (const char  *folder,
                           GError     **error)
{
  g_autoptr(GateSampleWorkspace) self = g_object_new (GATE_TYPE_SAMPLE_WORKSPACE, NULL);

  self->content = gate_sample_content_new (folder, error);
  return self->content ? g_steal_pointer (&self) : NULL;
}

/**
 * gate_sample_workspace_get_content:
 * @self: a workspace
 *
 * Returns: (transfer none): the notes and invoices
 */
GateSampleContent *
gate_sample_workspace_get_content (GateSampleWorkspace *self)
{
  return self->content;
}

/**
 * gate_sample_workspace_get_terms:
 * @self: a workspace
 *
 * Returns: (transfer none): the page with the terms
 */
GateSampleTerms *
gate_sample_workspace_get_terms (GateSampleWorkspace *self)
{
  return self->terms;
}

/**
 * gate_sample_workspace_get_seal:
 * @self: a workspace
 *
 * Returns: (transfer none): what seals the state that clients keep
 */
GateSampleSeal *
gate_sample_workspace_get_seal (GateSampleWorkspace *self)
{
  return self->seal;
}

/* The definition that is in force: the first one, or the one that it changes to. */
static JsonNode *
get_current (GateSampleWorkspace *self,
             JsonNode            *definition)
{
  JsonArray *changed = gate_json_get_array (json_node_get_object (self->definitions), "changed");
  const char *name = gate_json_get_string (json_node_get_object (definition), "name");

  for (guint i = 0; self->revision % 2 == 1 && i < json_array_get_length (changed); i++)
    {
      JsonNode *other = json_array_get_element (changed, i);

      if (g_strcmp0 (gate_json_get_string (json_node_get_object (other), "name"), name) == 0)
        return other;
    }
  return definition;
}

/**
 * gate_sample_workspace_list_tools:
 * @self: a workspace
 *
 * Returns: (transfer full) (element-type JsonObject): the definitions of all tools, in an order that never changes
 */
JsonArray *
gate_sample_workspace_list_tools (GateSampleWorkspace *self)
{
  JsonArray *kept = gate_json_get_array (json_node_get_object (self->definitions), "tools");
  JsonArray *tools = json_array_new ();

  for (guint i = 0; i < json_array_get_length (kept); i++)
    json_array_add_element (tools, json_node_copy (get_current (self, json_array_get_element (kept, i))));
  return tools;
}

/**
 * gate_sample_workspace_find_tool:
 * @self: a workspace
 * @name: (nullable): the name of a tool
 *
 * Returns: (transfer none) (nullable): its definition
 */
JsonObject *
gate_sample_workspace_find_tool (GateSampleWorkspace *self,
                                 const char          *name)
{
  JsonArray *kept = gate_json_get_array (json_node_get_object (self->definitions), "tools");

  for (guint i = 0; i < json_array_get_length (kept); i++)
    {
      JsonNode *definition = json_array_get_element (kept, i);

      if (g_strcmp0 (gate_json_get_string (json_node_get_object (definition), "name"), name) == 0)
        return json_node_get_object (get_current (self, definition));
    }
  return NULL;
}

/**
 * gate_sample_workspace_change_tool:
 * @self: a workspace
 *
 * Changes the definition of the tool `sticky_note`, back and forth.
 *
 * Returns: how often it was changed
 */
guint
gate_sample_workspace_change_tool (GateSampleWorkspace *self)
{
  self->revision++;
  g_signal_emit (self, signals[SIGNAL_TOOLS_CHANGED], 0);
  return self->revision;
}

/**
 * gate_sample_workspace_close:
 * @self: a workspace
 *
 * Tells whoever listens that there will be no more news.
 */
void
gate_sample_workspace_close (GateSampleWorkspace *self)
{
  g_signal_emit (self, signals[SIGNAL_CLOSING], 0);
}
