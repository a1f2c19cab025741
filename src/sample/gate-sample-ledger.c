// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sample-ledger.h"

#include "gate-error.h"
#include "gate-file.h"
#include "gate-sample-parse.h"

/* Registering is free for every program on this machine, so the lists have to end somewhere. */
#define MAX_APPS 200
#define MAX_GRANTS 400

struct _GateSampleLedger {
  GObject    parent_instance;

  char      *path;
  char      *issuer;
  GPtrArray *apps;
  GPtrArray *grants;
};

G_DEFINE_FINAL_TYPE (GateSampleLedger, gate_sample_ledger, G_TYPE_OBJECT)

static void
gate_sample_ledger_finalize (GObject *object)
{
  GateSampleLedger *self = GATE_SAMPLE_LEDGER (object);

  g_free (self->path);
  g_free (self->issuer);
  g_ptr_array_unref (self->apps);
  g_ptr_array_unref (self->grants);
  G_OBJECT_CLASS (gate_sample_ledger_parent_class)->finalize (object);
}

static void
gate_sample_ledger_class_init (GateSampleLedgerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_sample_ledger_finalize;
}

static void
gate_sample_ledger_init (GateSampleLedger *self)
{
  self->apps = g_ptr_array_new_with_free_func ((GDestroyNotify) gate_sample_app_free);
  self->grants = g_ptr_array_new_with_free_func ((GDestroyNotify) gate_sample_grant_free);
}

static gboolean
read_lists (GateSampleLedger  *self,
            JsonObject        *kept,
            GError           **error)
{
  JsonArray *apps = gate_json_get_array (kept, "apps");
  JsonArray *grants = gate_json_get_array (kept, "grants");

  for (guint i = 0; apps && i < json_array_get_length (apps); i++)
    {
      GateSampleApp *app = gate_sample_app_from_json (json_array_get_element (apps, i), error);

      if (!app)
        return FALSE;
      g_ptr_array_add (self->apps, app);
    }
  for (guint i = 0; grants && i < json_array_get_length (grants); i++)
    {
      GateSampleGrant *grant = gate_sample_grant_from_json (json_array_get_element (grants, i), error);

      if (!grant)
        return FALSE;
      g_ptr_array_add (self->grants, grant);
    }
  return TRUE;
}

static gboolean
load (GateSampleLedger  *self,
      GError           **error)
{
  g_autoptr(JsonNode) root = gate_sample_parse_file (self->path, GATE_JSON_DOCUMENT_LIMIT, error);

  if (!root)
    return FALSE;
  self->issuer = g_strdup (gate_json_get_string (json_node_get_object (root), "issuer"));
  return read_lists (self, json_node_get_object (root), error);
}

/**
 * gate_sample_ledger_new:
 * @folder: (type filename): where it is kept
 * @error: set to %GATE_ERROR_INVALID when what was kept is damaged
 *
 * Returns: (transfer full) (nullable): the ledger
 */
GateSampleLedger *
gate_sample_ledger_new (const char  *folder,
                        GError     **error)
{
  g_autoptr(GateSampleLedger) self = g_object_new (GATE_TYPE_SAMPLE_LEDGER, NULL);
  g_autoptr(GError) own_error = NULL;

  self->path = g_build_filename (folder, "sample-sign-ins.json", NULL);
  if (!load (self, &own_error) && !gate_error_matches (own_error, GATE_ERROR_NOT_FOUND))
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, "Remove the file; apps then sign in again.",
                      "The Sample Workspace cannot read its own file “%s”: %s", self->path, own_error->message);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * gate_sample_ledger_set_issuer:
 * @self: the ledger
 * @issuer: our origin
 *
 * Sign-ins belong to an issuer: at another address they are void.
 */
void
gate_sample_ledger_set_issuer (GateSampleLedger *self,
                               const char       *issuer)
{
  if (g_strcmp0 (self->issuer, issuer) == 0)
    return;
  g_free (self->issuer);
  self->issuer = g_strdup (issuer);
  if (self->apps->len == 0 && self->grants->len == 0)
    return;
  g_ptr_array_set_size (self->apps, 0);
  g_ptr_array_set_size (self->grants, 0);
  gate_sample_ledger_save (self);
}

static gboolean
is_spent (const GateSampleGrant *grant)
{
  return grant->tokens->len == 0 && !*grant->refresh;
}

static JsonNode *
to_json (GateSampleLedger *self)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  JsonObject *kept = json_object_new ();
  JsonArray *apps = json_array_new ();
  JsonArray *grants = json_array_new ();

  for (guint i = 0; i < self->apps->len; i++)
    json_array_add_element (apps, gate_sample_app_to_json (self->apps->pdata[i]));
  for (guint i = 0; i < self->grants->len; i++)
    {
      GateSampleGrant *grant = self->grants->pdata[i];

      gate_sample_grant_prune (grant, now);
      if (!is_spent (grant))
        json_array_add_element (grants, gate_sample_grant_to_json (grant));
    }
  json_object_set_string_member (kept, "issuer", self->issuer);
  json_object_set_array_member (kept, "apps", apps);
  json_object_set_array_member (kept, "grants", grants);
  return gate_json_take_object (kept);
}

/**
 * gate_sample_ledger_save:
 * @self: the ledger
 *
 * Writes the file. A full disk costs sign-ins at the next start, nothing now, so it is only logged.
 */
void
gate_sample_ledger_save (GateSampleLedger *self)
{
  g_autoptr(JsonNode) root = to_json (self);
  g_autofree char *text = gate_json_to_pretty_text (root);
  g_autoptr(GError) error = NULL;

  if (!gate_file_write (self->path, text, -1, &error))
    g_warning ("Sign-ins are not kept: %s", error->message);
}

static gboolean
has_grant (GateSampleLedger    *self,
           const GateSampleApp *app)
{
  for (guint i = 0; i < self->grants->len; i++)
    if (g_str_equal (((GateSampleGrant *) self->grants->pdata[i])->app_id, app->id))
      return TRUE;
  return FALSE;
}

static void
make_room_for_app (GateSampleLedger *self)
{
  for (guint i = 0; self->apps->len >= MAX_APPS && i < self->apps->len; i++)
    if (!has_grant (self, self->apps->pdata[i]))
      g_ptr_array_remove_index (self->apps, i--);
  if (self->apps->len >= MAX_APPS)
    g_ptr_array_remove_index (self->apps, 0);
}

/**
 * gate_sample_ledger_add_app:
 * @self: the ledger
 * @name: what the app calls itself
 * @redirect_uris: where answers may go, already checked
 *
 * Registers an app. When there are too many, those that were never allowed anything make room.
 *
 * Returns: (transfer none): the app
 */
GateSampleApp *
gate_sample_ledger_add_app (GateSampleLedger  *self,
                            const char        *name,
                            char             **redirect_uris)
{
  GateSampleApp *app = gate_sample_app_new (name, redirect_uris);

  make_room_for_app (self);
  g_ptr_array_add (self->apps, app);
  gate_sample_ledger_save (self);
  return app;
}

/**
 * gate_sample_ledger_find_app:
 * @self: the ledger
 * @id: (nullable): a client id
 *
 * Returns: (transfer none) (nullable): the app
 */
GateSampleApp *
gate_sample_ledger_find_app (GateSampleLedger *self,
                             const char       *id)
{
  for (guint i = 0; i < self->apps->len; i++)
    if (g_strcmp0 (((GateSampleApp *) self->apps->pdata[i])->id, id) == 0)
      return self->apps->pdata[i];
  return NULL;
}

/**
 * gate_sample_ledger_add_grant:
 * @self: the ledger
 * @app_id: to which app
 * @scopes: what is granted
 *
 * Returns: (transfer none): a grant without tokens; saved when they are issued
 */
GateSampleGrant *
gate_sample_ledger_add_grant (GateSampleLedger *self,
                              const char       *app_id,
                              guint             scopes)
{
  GateSampleGrant *grant = gate_sample_grant_new (app_id, scopes);

  if (self->grants->len >= MAX_GRANTS)
    g_ptr_array_remove_index (self->grants, 0);
  g_ptr_array_add (self->grants, grant);
  return grant;
}

/**
 * gate_sample_ledger_find_grant:
 * @self: the ledger
 * @id: (nullable): a grant's id
 *
 * Returns: (transfer none) (nullable): the grant
 */
GateSampleGrant *
gate_sample_ledger_find_grant (GateSampleLedger *self,
                               const char       *id)
{
  for (guint i = 0; i < self->grants->len; i++)
    if (g_strcmp0 (((GateSampleGrant *) self->grants->pdata[i])->id, id) == 0)
      return self->grants->pdata[i];
  return NULL;
}

/**
 * gate_sample_ledger_find_access:
 * @self: the ledger
 * @token: what an app sent as an access token
 * @found: (out) (transfer none): what is known of it
 *
 * Returns: (transfer none) (nullable): the grant to which it belongs; the token may have ended
 */
GateSampleGrant *
gate_sample_ledger_find_access (GateSampleLedger  *self,
                                const char        *token,
                                GateSampleToken  **found)
{
  for (guint i = 0; i < self->grants->len; i++)
    {
      *found = gate_sample_grant_find_access (self->grants->pdata[i], token);
      if (*found)
        return self->grants->pdata[i];
    }
  return NULL;
}

/**
 * gate_sample_ledger_revoke:
 * @self: the ledger
 * @grant: a grant; gone after
 *
 * Takes back a grant and every token that came of it.
 */
void
gate_sample_ledger_revoke (GateSampleLedger *self,
                           GateSampleGrant  *grant)
{
  g_ptr_array_remove (self->grants, grant);
  gate_sample_ledger_save (self);
}

/**
 * gate_sample_ledger_expire_all:
 * @self: the ledger
 *
 * Ends every access token now, as if its time had come.
 */
void
gate_sample_ledger_expire_all (GateSampleLedger *self)
{
  for (guint i = 0; i < self->grants->len; i++)
    gate_sample_grant_prune (self->grants->pdata[i], G_MAXINT64);
  gate_sample_ledger_save (self);
}
