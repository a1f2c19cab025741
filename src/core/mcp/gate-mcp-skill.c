// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-skill.h"

#include "gate-i18n.h"
#include "gate-mcp-frontmatter.h"
#include "gate-mcp-item-private.h"

#include <string.h>

/* SEP-2640 asks for at least 512 files; more than this is an attack. */
#define FILE_LIMIT 4096

#define SKILL_REMEDY _("Do not use this skill; report it to who runs the server.")

struct _GateMcpSkill {
  GObject      parent_instance;

  JsonNode    *source;
  JsonObject  *object;      /* (unowned): in source */
  JsonObject  *frontmatter; /* (unowned): in source */
  GPtrArray   *files;       /* (nullable): the URIs, NULL-terminated, unowned */
};

G_DEFINE_FINAL_TYPE (GateMcpSkill, gate_mcp_skill, G_TYPE_OBJECT)

static void
gate_mcp_skill_finalize (GObject *object)
{
  GateMcpSkill *self = GATE_MCP_SKILL (object);

  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->source, json_node_unref);
  G_OBJECT_CLASS (gate_mcp_skill_parent_class)->finalize (object);
}

static void
gate_mcp_skill_class_init (GateMcpSkillClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_mcp_skill_finalize;
}

static void
gate_mcp_skill_init (GateMcpSkill *self)
{
}

static gboolean
refuse (GError     **error,
        const char  *why)
{
  gate_error_set (error, GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                  _("A skill in the server’s list is malformed: %s."), why);
  return FALSE;
}

static gboolean
is_digest (const char *digest)
{
  if (!digest || !g_str_has_prefix (digest, "sha256:"))
    return FALSE;
  digest += strlen ("sha256:");
  return strlen (digest) == 64 && strspn (digest, "0123456789abcdefABCDEF") == 64;
}

static gboolean
read_files (GateMcpSkill  *self,
            JsonArray     *files,
            GError       **error)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_files = json_array_get_length (files);

  if (n_files > FILE_LIMIT)
    return refuse (error, _("it has too many files"));
  self->files = g_ptr_array_new ();
  for (guint i = 0; i < n_files; i++)
    {
      JsonObject *file = gate_json_node_object (json_array_get_element (files, i));
      const char *uri = file ? gate_json_get_string (file, "uri") : NULL;

      if (!uri || !is_digest (gate_json_get_string (file, "digest")) || gate_json_get_int (file, "size", -1) < 0)
        return refuse (error, _("one of its files has no address, digest or size"));
      if (!g_hash_table_add (seen, (gpointer) uri))
        return refuse (error, _("it lists a file twice"));
      g_ptr_array_add (self->files, (gpointer) uri);
    }
  g_ptr_array_add (self->files, NULL);
  return TRUE;
}

/**
 * gate_mcp_skill_new_from_json:
 * @node: an entry of skills/list
 * @error: return location for an error
 *
 * Reads a skill (SEP-2640): its address, its frontmatter, and its files with digest and size, or "dynamic".
 *
 * Sets %GATE_ERROR_PROTOCOL.
 *
 * Returns: (transfer full): a skill
 */
GateMcpSkill *
gate_mcp_skill_new_from_json (JsonNode  *node,
                              GError   **error)
{
  if (!gate_mcp_item_check (node, _("skill"), error, "uri", NULL))
    return NULL;

  g_autoptr(GateMcpSkill) self = g_object_new (GATE_TYPE_MCP_SKILL, NULL);
  self->source = json_node_copy (node);
  self->object = json_node_get_object (self->source);
  self->frontmatter = gate_json_get_object (self->object, "frontmatter");

  JsonArray *files = gate_json_get_array (self->object, "resources");
  if (!self->frontmatter || !gate_json_get_string (self->frontmatter, "name"))
    refuse (error, _("its frontmatter has no name"));
  else if (!files && g_strcmp0 (gate_json_get_string (self->object, "resources"), "dynamic") != 0)
    refuse (error, _("it does not say which files it has"));
  else if (!files || read_files (self, files, error))
    return g_steal_pointer (&self);
  return NULL;
}

/**
 * gate_mcp_skill_get_source:
 * @self: a skill
 *
 * Returns: (transfer none): the entry as the server sent it
 */
JsonNode *
gate_mcp_skill_get_source (GateMcpSkill *self)
{
  return self->source;
}

/**
 * gate_mcp_skill_get_uri:
 * @self: a skill
 *
 * Returns: the address of its SKILL.md
 */
const char *
gate_mcp_skill_get_uri (GateMcpSkill *self)
{
  return gate_json_get_string (self->object, "uri");
}

/**
 * gate_mcp_skill_get_name:
 * @self: a skill
 *
 * Returns: its name; two skills may have the same one, so that it is not a key
 */
const char *
gate_mcp_skill_get_name (GateMcpSkill *self)
{
  return gate_json_get_string (self->frontmatter, "name");
}

/**
 * gate_mcp_skill_get_description:
 * @self: a skill
 *
 * Returns: (nullable): what it is good for, in the server's words
 */
const char *
gate_mcp_skill_get_description (GateMcpSkill *self)
{
  return gate_json_get_string (self->frontmatter, "description");
}

/**
 * gate_mcp_skill_get_frontmatter:
 * @self: a skill
 *
 * Returns: (transfer none): the frontmatter that its SKILL.md must have
 */
JsonObject *
gate_mcp_skill_get_frontmatter (GateMcpSkill *self)
{
  return self->frontmatter;
}

/**
 * gate_mcp_skill_get_files:
 * @self: a skill
 *
 * Returns: (nullable): the addresses of its files; %NULL where they are dynamic, so that none can be verified
 */
const char *const *
gate_mcp_skill_get_files (GateMcpSkill *self)
{
  return self->files ? (const char *const *) self->files->pdata : NULL;
}

static JsonObject *
find_file (GateMcpSkill *self,
           const char   *uri)
{
  JsonArray *files = gate_json_get_array (self->object, "resources");

  for (guint i = 0; files && i < json_array_get_length (files); i++)
    {
      JsonObject *file = json_array_get_object_element (files, i);

      if (g_strcmp0 (gate_json_get_string (file, "uri"), uri) == 0)
        return file;
    }
  return NULL;
}

static gboolean
distrust (GateMcpSkill  *self,
          GError       **error,
          const char    *why)
{
  g_autofree char *name = gate_text_make_visible (gate_mcp_skill_get_name (self), GATE_TEXT_LINE);

  gate_error_set (error, GATE_ERROR_UNTRUSTED, GATE_LAYER_SERVICE, SKILL_REMEDY, _("The skill “%s” was refused: %s."), name, why);
  return FALSE;
}

static gboolean
has_frontmatter (GateMcpSkill  *self,
                 GBytes        *content,
                 GError       **error)
{
  g_autoptr(JsonNode) found = gate_mcp_frontmatter_parse (content, error);
  JsonNode *promised = gate_json_get (self->object, "frontmatter");

  if (!found)
    return FALSE;
  if (!gate_json_equal (found, promised))
    return distrust (self, error, _("the frontmatter of its file is not the one in the list"));
  return TRUE;
}

/**
 * gate_mcp_skill_verify:
 * @self: a skill
 * @uri: the address of one of its files
 * @content: what was read there
 * @error: return location for an error
 *
 * Checks a file before it may be used (SEP-2640, verification on read): it is listed, its size and SHA-256 are those of the list,
 * and the frontmatter of SKILL.md is field by field that of the list.
 *
 * Sets %GATE_ERROR_UNTRUSTED.
 *
 * Returns: %TRUE when the file may be used
 */
gboolean
gate_mcp_skill_verify (GateMcpSkill  *self,
                       const char    *uri,
                       GBytes        *content,
                       GError       **error)
{
  JsonObject *file = find_file (self, uri);

  if (!self->files)
    return distrust (self, error, _("its files are dynamic, so that they cannot be verified"));
  if (!file)
    return distrust (self, error, _("the file is not in its list"));
  if (gate_json_get_int (file, "size", -1) != (gint64) g_bytes_get_size (content))
    return distrust (self, error, _("the size of the file is not the one in the list"));

  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);
  if (g_ascii_strcasecmp (digest, gate_json_get_string (file, "digest") + strlen ("sha256:")) != 0)
    return distrust (self, error, _("the digest of the file is not the one in the list"));
  if (g_str_equal (uri, gate_mcp_skill_get_uri (self)))
    return has_frontmatter (self, content, error);
  return TRUE;
}
