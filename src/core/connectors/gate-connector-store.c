// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-connector-store.h"

#include "gate-connector-store-private.h"
#include "gate-dirs.h"
#include "gate-file.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-mcp-file.h"
#include "gate-property.h"
#include "gate-task.h"

#include <stdlib.h>

#define RELOAD_DELAY_MS 50
#define WATCH_DELAY_MS 300

struct _GateConnectorStore {
  GObject       parent;

  char         *path;
  GPtrArray    *connectors;  /* (element-type GateConnector) (owned) */
  GPtrArray    *problems;    /* (element-type GateConnectorProblem) (owned) */
  JsonNode     *root;        /* (nullable) (owned): what the list was made from */
  GError       *error;       /* (nullable) (owned) */
  GFileMonitor *monitor;
  guint         watch_timer;
  guint         reload_timer;
  gboolean      reloading;
  gboolean      reload_again;
};

enum {
  PROP_0,
  PROP_PATH,
  N_PROPS
};

enum {
  CHANGED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
problem_free (GateConnectorProblem *self)
{
  g_free (self->name);
  g_free (self->message);
  g_free (self);
}

static GType
get_item_type (GListModel *model)
{
  return GATE_TYPE_CONNECTOR;
}

static guint
get_n_items (GListModel *model)
{
  return GATE_CONNECTOR_STORE (model)->connectors->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  GateConnectorStore *self = GATE_CONNECTOR_STORE (model);
  return position < self->connectors->len ? g_object_ref (self->connectors->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (GateConnectorStore, gate_connector_store, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static GateConnector *
find_in (GPtrArray  *connectors,
         const char *id)
{
  for (guint i = 0; i < connectors->len; i++)
    if (g_str_equal (gate_connector_get_id (connectors->pdata[i]), id))
      return connectors->pdata[i];
  return NULL;
}

static void
add_problem (GPtrArray  *problems,
             const char *name,
             const char *message)
{
  GateConnectorProblem *problem = g_new0 (GateConnectorProblem, 1);

  problem->name = g_strdup (name);
  problem->message = g_strdup (message);
  g_ptr_array_add (problems, problem);
}

/* The connector that the list has already where its entry is the same, so that whoever holds it need not look again. */
static GateConnector *
make_connector (GateConnectorStore  *self,
                const char          *name,
                JsonNode            *entry,
                GError             **error)
{
  g_autofree char *id = gate_connector_id_from_name (name);
  GateConnector *existing = find_in (self->connectors, id);

  if (existing && g_str_equal (gate_connector_get_name (existing), name) && gate_json_equal (gate_connector_get_source (existing), entry))
    return g_object_ref (existing);
  return gate_connector_new_from_json (name, entry, GATE_CONNECTOR_ORIGIN_USER, error);
}

static void
read_entries (GateConnectorStore *self,
              JsonNode           *root,
              GPtrArray          *connectors,
              GPtrArray          *problems)
{
  JsonObject *servers = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *entry;

  if (!gate_mcp_json_find_servers (root, &servers, NULL) || !servers)
    return;
  json_object_iter_init_ordered (&iter, servers);
  while (json_object_iter_next_ordered (&iter, &name, &entry))
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GateConnector) connector = make_connector (self, name, entry, &error);

      if (!connector)
        add_problem (problems, name, error->message);
      else if (find_in (connectors, gate_connector_get_id (connector)))
        add_problem (problems, name, _("Another entry has the same id, so this one is left out; give it another name"));
      else
        g_ptr_array_add (connectors, g_steal_pointer (&connector));
    }
}

/* Takes over a new list with one items-changed for the part in the middle that differs. */
static void
set_connectors (GateConnectorStore *self,
                GPtrArray          *connectors)
{
  g_autoptr(GPtrArray) old = self->connectors;
  guint start = 0, end = 0;

  while (start < old->len && start < connectors->len && old->pdata[start] == connectors->pdata[start])
    start++;
  while (end < old->len - start && end < connectors->len - start &&
         old->pdata[old->len - 1 - end] == connectors->pdata[connectors->len - 1 - end])
    end++;
  self->connectors = g_ptr_array_ref (connectors);
  if (old->len - start - end > 0 || connectors->len - start - end > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), start, old->len - start - end, connectors->len - start - end);
}

/**
 * gate_connector_store_take_root:
 * @self: a store
 * @root: what the file says now
 *
 * Makes the list anew where it differs. A reload that is under way may have read older content, and is done again.
 */
void
gate_connector_store_take_root (GateConnectorStore *self,
                                JsonNode           *root)
{
  g_autoptr(GPtrArray) connectors = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func ((GDestroyNotify) problem_free);
  gboolean had_error = self->error != NULL;

  self->reload_again |= self->reloading;
  g_clear_error (&self->error);
  if (self->root && gate_json_equal (self->root, root) && !had_error)
    return;

  read_entries (self, root, connectors, problems);
  g_clear_pointer (&self->root, json_node_unref);
  self->root = json_node_ref (root);
  g_ptr_array_unref (self->problems);
  self->problems = g_steal_pointer (&problems);
  set_connectors (self, connectors);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
take_error (GateConnectorStore *self,
            const GError       *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_error (&self->error);
  self->error = g_error_copy (error);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void schedule_reload (GateConnectorStore *self);

static void
did_reload (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GateConnectorStore) self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) root = gate_mcp_file_run_finish (result, NULL, &error);

  self->reloading = FALSE;
  if (root)
    gate_connector_store_take_root (self, root);
  else
    take_error (self, error);
  if (self->reload_again)
    schedule_reload (self);
}

static gboolean
reload (gpointer user_data)
{
  GateConnectorStore *self = user_data;

  self->reload_timer = 0;
  self->reloading = TRUE;
  self->reload_again = FALSE;
  gate_mcp_file_run_async (self->path, NULL, NULL, did_reload, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/* One reload at a time, so that an older content never comes after a newer one. */
static void
schedule_reload (GateConnectorStore *self)
{
  if (self->reloading)
    self->reload_again = TRUE;
  else if (self->reload_timer == 0)
    self->reload_timer = g_timeout_add (RELOAD_DELAY_MS, reload, self);
}

static void
on_file_changed (GFileMonitor       *monitor,
                 GFile              *file,
                 GFile              *other,
                 GFileMonitorEvent   event,
                 GateConnectorStore *self)
{
  schedule_reload (self);
}

/* What a symbolic link points to is what changes. What changed before the watch is read anew. */
static gboolean
watch (gpointer user_data)
{
  GateConnectorStore *self = user_data;

  /* Without its directory a file that appears is only noticed some seconds later. */
  gate_file_make_parents (self->path, NULL);
  char *resolved = realpath (self->path, NULL);
  g_autoptr(GFile) file = g_file_new_for_path (resolved ? resolved : self->path);
  g_autoptr(GError) error = NULL;

  free (resolved);
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, &error);
  if (self->monitor)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (on_file_changed), self, 0);
  else
    g_debug ("Changes of %s by other programs will not be seen: %s", self->path, error->message);
  self->watch_timer = 0;
  schedule_reload (self);
  return G_SOURCE_REMOVE;
}

/* Not at once: a program that ends while it watches waits some 10 ms for the kernel, and most commands end sooner than this. */
static void
schedule_watch (GateConnectorStore *self)
{
  if (!self->monitor && self->watch_timer == 0)
    self->watch_timer = g_timeout_add (WATCH_DELAY_MS, watch, self);
}

static void
did_load (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GateConnectorStore *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) root = gate_mcp_file_run_finish (result, NULL, &error);

  if (root)
    gate_connector_store_take_root (self, root);
  else
    take_error (self, error);
  if (error)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * gate_connector_store_load_async:
 * @self: a store
 * @cancellable: (nullable): ends it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Reads the file in a worker thread, and follows it from then on: within half a second at first, then at once.
 */
void
gate_connector_store_load_async (GateConnectorStore  *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  GTask *task = gate_task_new (self, cancellable, callback, user_data, gate_connector_store_load_async);

  schedule_watch (self);
  gate_mcp_file_run_async (self->path, NULL, cancellable, did_load, task);
}

/**
 * gate_connector_store_load_finish:
 * @self: a store
 * @result: the result
 * @error: set to %GATE_ERROR_INVALID, with line and column, to %GATE_ERROR_TOO_LARGE or %GATE_ERROR_FAILED
 *
 * Returns: %TRUE when the list is what the file says; what is wrong with single entries is in
 *   [method@Gate.ConnectorStore.get_problems]
 */
gboolean
gate_connector_store_load_finish (GateConnectorStore  *self,
                                  GAsyncResult        *result,
                                  GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * gate_connector_store_find:
 * @self: a store
 * @id: a connector's id
 *
 * Returns: (transfer none) (nullable): the connector
 */
GateConnector *
gate_connector_store_find (GateConnectorStore *self,
                           const char         *id)
{
  return find_in (self->connectors, id);
}

/**
 * gate_connector_store_get_path:
 * @self: a store
 *
 * Returns: (type filename): the file
 */
const char *
gate_connector_store_get_path (GateConnectorStore *self)
{
  return self->path;
}

/**
 * gate_connector_store_get_problems:
 * @self: a store
 *
 * Returns: (transfer none) (element-type GateConnectorProblem): the entries that cannot be used, and why
 */
GPtrArray *
gate_connector_store_get_problems (GateConnectorStore *self)
{
  return self->problems;
}

/**
 * gate_connector_store_get_error:
 * @self: a store
 *
 * Returns: (nullable): why the file could not be read the last time
 */
const GError *
gate_connector_store_get_error (GateConnectorStore *self)
{
  return self->error;
}

static void
gate_connector_store_get_property (GObject    *object,
                                   guint       property_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  GateConnectorStore *self = GATE_CONNECTOR_STORE (object);

  switch (property_id)
    {
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;
    GATE_INVALID_PROPERTY (object, property_id, pspec);
    }
}

static void
gate_connector_store_set_property (GObject      *object,
                                   guint         property_id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  GateConnectorStore *self = GATE_CONNECTOR_STORE (object);

  switch (property_id)
    {
    case PROP_PATH:
      self->path = g_value_dup_string (value);
      break;
    GATE_INVALID_PROPERTY (object, property_id, pspec);
    }
}

static void
gate_connector_store_constructed (GObject *object)
{
  GateConnectorStore *self = GATE_CONNECTOR_STORE (object);

  G_OBJECT_CLASS (gate_connector_store_parent_class)->constructed (object);
  if (!self->path)
    self->path = gate_dirs_config ("mcp.json");
}

static void
gate_connector_store_dispose (GObject *object)
{
  GateConnectorStore *self = GATE_CONNECTOR_STORE (object);

  g_clear_handle_id (&self->watch_timer, g_source_remove);
  g_clear_handle_id (&self->reload_timer, g_source_remove);
  if (self->monitor)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
  g_ptr_array_set_size (self->connectors, 0);
  G_OBJECT_CLASS (gate_connector_store_parent_class)->dispose (object);
}

static void
gate_connector_store_finalize (GObject *object)
{
  GateConnectorStore *self = GATE_CONNECTOR_STORE (object);

  g_free (self->path);
  g_ptr_array_unref (self->connectors);
  g_ptr_array_unref (self->problems);
  g_clear_pointer (&self->root, json_node_unref);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (gate_connector_store_parent_class)->finalize (object);
}

static void
gate_connector_store_class_init (GateConnectorStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gate_connector_store_get_property;
  object_class->set_property = gate_connector_store_set_property;
  object_class->constructed = gate_connector_store_constructed;
  object_class->dispose = gate_connector_store_dispose;
  object_class->finalize = gate_connector_store_finalize;

  props[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, GATE_PARAM_CONSTRUCT_ONLY);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gate_connector_store_init (GateConnectorStore *self)
{
  self->connectors = g_ptr_array_new_with_free_func (g_object_unref);
  self->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) problem_free);
}

/**
 * gate_connector_store_new:
 * @path: (nullable) (type filename): the file; %NULL for the user's own
 *
 * Returns: (transfer full): a store, empty until it is loaded
 */
GateConnectorStore *
gate_connector_store_new (const char *path)
{
  return g_object_new (GATE_TYPE_CONNECTOR_STORE, "path", path, NULL);
}
