// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-server-memory.h"

#include "gate-catalogue.h"
#include "gate-era-verdict.h"
#include "gate-json.h"
#include "gate-list-stamp.h"
#include "gate-task.h"

#include <glib/gstdio.h>
#include <string.h>

/* A server that learns the newer era is noticed a day later at the latest; one that forgets it at once, since then it refuses. */
#define VERDICT_USECONDS (G_TIME_SPAN_DAY)
/* How long a list that was written counts as what the server lists now. */
#define FRESH_USECONDS (5 * G_TIME_SPAN_MINUTE)

struct _GateServerMemory {
  GObject     parent_instance;

  GateStore  *state;
  GateStore  *cache;
  guint       n_writing;
  GPtrArray  *waiting;   /* (element-type GTask) (owned) */
};

G_DEFINE_FINAL_TYPE (GateServerMemory, gate_server_memory, G_TYPE_OBJECT)

static const char *const era_names[] = {
  [GATE_MCP_ERA_LEGACY] = "legacy",
  [GATE_MCP_ERA_MODERN] = "modern",
};

static void
gate_server_memory_dispose (GObject *object)
{
  GateServerMemory *self = GATE_SERVER_MEMORY (object);

  g_clear_object (&self->state);
  g_clear_object (&self->cache);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  G_OBJECT_CLASS (gate_server_memory_parent_class)->dispose (object);
}

static void
gate_server_memory_class_init (GateServerMemoryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_server_memory_dispose;
}

static void
gate_server_memory_init (GateServerMemory *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * gate_server_memory_new:
 * @state: where verdicts are kept
 * @cache: where lists are kept
 *
 * Returns: (transfer full): the memory
 */
GateServerMemory *
gate_server_memory_new (GateStore *state,
                        GateStore *cache)
{
  GateServerMemory *self = g_object_new (GATE_TYPE_SERVER_MEMORY, NULL);

  self->state = g_object_ref (state);
  self->cache = g_object_ref (cache);
  return self;
}

static void
settle (GateServerMemory *self)
{
  if (self->n_writing > 0)
    return;

  g_autoptr(GPtrArray) waiting = g_steal_pointer (&self->waiting);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    g_task_return_boolean (waiting->pdata[i], TRUE);
}

static void
wrote_one (GateServerMemory *self,
           GError           *error)
{
  g_autoptr(GError) owned = error;

  if (owned)
    g_debug ("Not remembered: %s", owned->message);
  self->n_writing--;
  settle (self);
  g_object_unref (self);
}

static void
did_save_era (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GError *error = NULL;

  gate_era_verdict_save_finish (GATE_STORE (source), result, &error);
  wrote_one (user_data, error);
}

/**
 * gate_server_memory_note_era:
 * @self: the memory
 * @connector: a server entry
 * @era: the era that it speaks
 * @version: the version of the protocol
 *
 * Notes which era a server speaks.
 */
void
gate_server_memory_note_era (GateServerMemory *self,
                             GateConnector    *connector,
                             GateMcpEra        era,
                             const char       *version)
{
  if (era == GATE_MCP_ERA_UNKNOWN)
    return;

  g_autofree char *subject = gate_connector_dup_fingerprint (connector);
  const GateEraVerdict verdict = { .subject = subject, .era = (char *) era_names[era], .version = (char *) version };
  self->n_writing++;
  gate_era_verdict_save_async (self->state, &verdict, NULL, did_save_era, g_object_ref (self));
}

static void
did_look_up_era (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateEraVerdict) verdict = gate_era_verdict_lookup_finish (GATE_STORE (source), result, &error);
  GateMcpEra era = GATE_MCP_ERA_UNKNOWN;

  if (error)
    g_debug ("Not recalled: %s", error->message);
  for (GateMcpEra i = GATE_MCP_ERA_LEGACY; verdict && i <= GATE_MCP_ERA_MODERN; i++)
    if (strcmp (verdict->era, era_names[i]) == 0 && verdict->at + VERDICT_USECONDS > g_get_real_time ())
      era = i;
  g_task_return_int (task, era);
}

/**
 * gate_server_memory_recall_era_async:
 * @self: the memory
 * @connector: a server entry
 * @cancellable: (nullable): ends it
 * @callback: called with the era
 * @user_data: for @callback
 */
void
gate_server_memory_recall_era_async (GateServerMemory    *self,
                                     GateConnector       *connector,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_server_memory_recall_era_async);

  g_autofree char *subject = gate_connector_dup_fingerprint (connector);

  g_task_set_check_cancellable (task, FALSE);
  gate_era_verdict_lookup_async (self->state, subject, cancellable, did_look_up_era, task);
}

/**
 * gate_server_memory_recall_era_finish:
 * @self: the memory
 * @result: the result
 *
 * Returns: the era to expect; %GATE_MCP_ERA_UNKNOWN where none is remembered, or too long ago
 */
GateMcpEra
gate_server_memory_recall_era_finish (GateServerMemory *self,
                                      GAsyncResult     *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), GATE_MCP_ERA_UNKNOWN);
  return (GateMcpEra) g_task_propagate_int (G_TASK (result), NULL);
}

/* A list on its way into the cache. */
typedef struct {
  GateServerMemory *self;
  GateConnector    *connector;
  char             *account;
  char             *kind;
  char             *fingerprint;
  GPtrArray        *nodes;     /* (element-type JsonNode) */
} Noting;

GATE_DEFINE_DATA (Noting, noting)

static void
noting_clear (Noting *self)
{
  g_clear_object (&self->self);
  g_clear_object (&self->connector);
  g_free (self->account);
  g_free (self->kind);
  g_free (self->fingerprint);
  g_ptr_array_unref (self->nodes);
}

/* Which file the cache is now: one that was damaged, or cleared away, has another in its place, without the lists. 0: there is none. */
static gint64
cache_place (GateServerMemory *self)
{
  GStatBuf status;

  return g_stat (gate_store_get_path (self->cache), &status) == 0 ? (gint64) status.st_ino : 0;
}

static void
did_stamp (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GError *error = NULL;

  gate_list_stamp_save_finish (GATE_STORE (source), result, &error);
  wrote_one (user_data, error);
}

static void
did_save_list (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(Noting) noting = user_data;
  GateServerMemory *self = noting->self;
  GError *error = NULL;
  const GateListStamp stamp = { .connector = (char *) gate_connector_get_id (noting->connector), .account = noting->account,
                                .kind = noting->kind, .scope = noting->fingerprint, .place = cache_place (self),
                                .count = noting->nodes->len };

  if (gate_catalogue_save_finish (GATE_STORE (source), result, &error))
    gate_list_stamp_save_async (self->state, &stamp, NULL, did_stamp, g_object_ref (self));
  else
    wrote_one (g_object_ref (self), error);
}

static void
save (Noting *noting)
{
  g_autoptr(JsonNode) list = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (list, json_array_sized_new (noting->nodes->len));
  for (guint i = 0; i < noting->nodes->len; i++)
    json_array_add_element (json_node_get_array (list), json_node_ref (noting->nodes->pdata[i]));
  g_autofree char *text = gate_json_to_text (list);
  const GateCatalogue catalogue = { .connector = (char *) gate_connector_get_id (noting->connector), .account = noting->account,
                                    .kind = noting->kind, .text = text, .scope = noting->fingerprint };
  gate_catalogue_save_async (noting->self->cache, &catalogue, NULL, did_save_list, noting);
}

/* A long list takes longer to write than to fetch, and every command lists. The stamp says how many entries were written, and when. It
 * is not in the cache: opening that one, too, would take longer than all the rest after the answer. */
static gboolean
is_fresh (Noting              *noting,
          const GateListStamp *stamp)
{
  return stamp && stamp->at + FRESH_USECONDS > g_get_real_time () && strcmp (stamp->scope, noting->fingerprint) == 0
         && stamp->count == noting->nodes->len && stamp->place != 0 && stamp->place == cache_place (noting->self);
}

static void
got_stamp (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Noting) noting = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GateListStamp) stamp = gate_list_stamp_lookup_finish (GATE_STORE (source), result, &error);

  if (is_fresh (noting, stamp))
    wrote_one (g_object_ref (noting->self), NULL);
  else
    save (g_steal_pointer (&noting));
}

/**
 * gate_server_memory_note_list:
 * @self: the memory
 * @connector: a server entry
 * @account: the account's id, "" for the first
 * @kind: "tools", "resources", "templates", "prompts", "skills"
 * @nodes: (element-type JsonNode): the entries as the server sent them, immutable
 *
 * Notes what a server lists now. One that was written a few minutes ago, and is as long, is taken for the same.
 */
void
gate_server_memory_note_list (GateServerMemory *self,
                              GateConnector    *connector,
                              const char       *account,
                              const char       *kind,
                              GPtrArray        *nodes)
{
  Noting *noting = noting_new ();

  noting->self = g_object_ref (self);
  noting->connector = g_object_ref (connector);
  noting->account = g_strdup (account);
  noting->kind = g_strdup (kind);
  noting->fingerprint = gate_connector_dup_fingerprint (connector);
  noting->nodes = g_ptr_array_ref (nodes);
  self->n_writing++;
  gate_list_stamp_lookup_async (self->state, gate_connector_get_id (connector), account, kind, NULL, got_stamp, noting);
}

static void
did_look_up_list (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  const char *fingerprint = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GateCatalogue) catalogue = gate_catalogue_lookup_finish (GATE_STORE (source), result, &error);

  if (error)
    g_debug ("Not recalled: %s", error->message);
  if (catalogue && strcmp (catalogue->scope, fingerprint) != 0)
    g_clear_pointer (&catalogue, gate_catalogue_free);
  g_task_return_pointer (task, g_steal_pointer (&catalogue), (GDestroyNotify) gate_catalogue_free);
}

/**
 * gate_server_memory_recall_list_async:
 * @self: the memory
 * @connector: a server entry
 * @account: the account's id, "" for the first
 * @kind: which list
 * @cancellable: (nullable): ends it
 * @callback: called with the list
 * @user_data: for @callback
 */
void
gate_server_memory_recall_list_async (GateServerMemory    *self,
                                      GateConnector       *connector,
                                      const char          *account,
                                      const char          *kind,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_server_memory_recall_list_async);

  g_task_set_task_data (task, gate_connector_dup_fingerprint (connector), g_free);
  gate_catalogue_lookup_async (self->cache, gate_connector_get_id (connector), account, kind, cancellable, did_look_up_list, task);
}

/**
 * gate_server_memory_recall_list_finish:
 * @self: the memory
 * @result: the result
 * @as_of: (out): when the server gave it, seconds since the epoch
 *
 * Returns: (transfer full) (nullable): the list, an array; %NULL where none is remembered
 */
JsonNode *
gate_server_memory_recall_list_finish (GateServerMemory *self,
                                       GAsyncResult     *result,
                                       gint64           *as_of)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_autoptr(GateCatalogue) catalogue = g_task_propagate_pointer (G_TASK (result), NULL);

  if (!catalogue)
    return NULL;
  *as_of = catalogue->as_of / G_USEC_PER_SEC;
  return gate_json_parse (catalogue->text, -1, GATE_CATALOGUE_LIMIT, NULL);
}

static void
did_forget (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GError *error = NULL;

  gate_catalogue_forget_finish (GATE_STORE (source), result, &error);
  wrote_one (user_data, error);
}

static void
did_forget_stamps (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  GError *error = NULL;

  gate_list_stamp_forget_finish (GATE_STORE (source), result, &error);
  wrote_one (user_data, error);
}

/**
 * gate_server_memory_forget_lists:
 * @self: the memory
 * @connector: the connector's id
 * @account: (nullable): the account's id; %NULL: of all
 *
 * Forgets what a server listed: who signs out leaves nothing of it behind.
 */
void
gate_server_memory_forget_lists (GateServerMemory *self,
                                 const char       *connector,
                                 const char       *account)
{
  self->n_writing += 2;
  gate_list_stamp_forget_async (self->state, connector, account, NULL, did_forget_stamps, g_object_ref (self));
  gate_catalogue_forget_async (self->cache, connector, account, NULL, NULL, did_forget, g_object_ref (self));
}

/**
 * gate_server_memory_flush_async:
 * @self: the memory
 * @callback: called when all that was noted is written
 * @user_data: for @callback
 */
void
gate_server_memory_flush_async (GateServerMemory    *self,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_ptr_array_add (self->waiting, gate_task_new (self, NULL, callback, user_data, gate_server_memory_flush_async));
  settle (self);
}

/**
 * gate_server_memory_flush_finish:
 * @self: the memory
 * @result: the result
 * @error: not set so far
 *
 * Returns: %TRUE
 */
gboolean
gate_server_memory_flush_finish (GateServerMemory  *self,
                                 GAsyncResult      *result,
                                 GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
