// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-lookout.h"

#include "gate-hub-private.h"

#include <string.h>

/* What was asked so long ago is asked again when a person comes back: servers of the older era cannot tell that they go. */
#define OLD_SECONDS (10 * 60)

struct _GateLookout {
  GObject         parent_instance;

  GateHub        *hub;
  GateHubProject *shown;    /* (nullable): the person looks at it */
  GHashTable     *notices;  /* (element-type GateHubProject GateNotices) */
  GHashTable     *followed; /* (element-type GateHubProject) */
  guint           idle;
};

enum { SIGNAL_ADDED, SIGNAL_REMOVED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GateLookout, gate_lookout, G_TYPE_OBJECT)

static void look_soon (GateLookout *self);

static GateNotices *
add_view (GateLookout    *self,
          GateHubProject *project,
          GHashTable     *scope)
{
  g_autoptr(GateProjectView) view = gate_project_view_new_for (self->hub, project, scope);
  GateNotices *notices = gate_notices_new (view);

  g_hash_table_insert (self->notices, g_object_ref (project), notices);
  g_signal_connect_object (view, "notify::busy", G_CALLBACK (look_soon), self, G_CONNECT_SWAPPED);
  g_signal_emit (self, signals[SIGNAL_ADDED], 0, notices);
  return notices;
}

static GHashTable *
new_keys (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* Takes what is on in a project and was not taken before. (transfer full) (element-type utf8) */
static GHashTable *
take_active (GateLookout    *self,
             GateHubProject *project,
             GHashTable     *taken)
{
  GHashTable *scope = new_keys ();
  g_auto(GStrv) entries = gate_hub_project_dup_active (project);

  for (guint i = 0; entries[i]; i++)
    {
      g_auto(GStrv) parts = g_strsplit (entries[i], "/", 2);
      g_autofree char *key = gate_hub_make_key (parts[0], parts[1] ? parts[1] : "");

      if (gate_hub_find_connector (self->hub, parts[0], NULL) && g_hash_table_add (taken, g_strdup (key)))
        g_hash_table_add (scope, g_steal_pointer (&key));
    }
  return scope;
}

static gboolean
is_same (GHashTable *one,
         GHashTable *other)
{
  GHashTableIter iter;
  gpointer key;

  if (g_hash_table_size (one) != g_hash_table_size (other))
    return FALSE;
  g_hash_table_iter_init (&iter, one);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (other, key))
      return FALSE;
  return TRUE;
}

static gboolean
any_busy (GateLookout *self)
{
  GHashTableIter iter;
  gpointer notices;

  g_hash_table_iter_init (&iter, self->notices);
  while (g_hash_table_iter_next (&iter, NULL, &notices))
    if (gate_project_view_get_busy (gate_notices_get_view (notices)))
      return TRUE;
  return FALSE;
}

/* All of it is seen there. */
static gboolean
is_whole (GateLookout    *self,
          GateHubProject *project)
{
  GateNotices *notices = g_hash_table_lookup (self->notices, project);

  return notices && !gate_project_view_get_scope (gate_notices_get_view (notices));
}

/* Returns: whether that is work which others wait for. */
static gboolean
cover (GateLookout    *self,
       GateHubProject *project,
       GHashTable     *taken)
{
  GateNotices *notices = g_hash_table_lookup (self->notices, project);
  GateProjectView *view = notices ? gate_notices_get_view (notices) : NULL;
  g_autoptr(GHashTable) scope = take_active (self, project, taken);

  if (view && !is_same (gate_project_view_get_scope (view), scope))
    {
      gate_project_view_set_scope (view, scope);
      return TRUE;
    }
  if (view || g_hash_table_size (scope) == 0)
    return FALSE;
  add_view (self, project, scope);
  return TRUE;
}

/* What the person looks at comes first, and then one project at a time. */
static gboolean
on_idle (gpointer user_data)
{
  GateLookout *self = user_data;
  GListModel *projects = gate_hub_get_projects (self->hub);
  g_autoptr(GHashTable) taken = new_keys ();
  gboolean working = any_busy (self);

  self->idle = 0;
  for (guint i = 0; !working && i < g_list_model_get_n_items (projects); i++)
    {
      g_autoptr(GateHubProject) project = g_list_model_get_item (projects, i);

      if (is_whole (self, project))
        g_hash_table_unref (take_active (self, project, taken));
    }
  for (guint i = 0; !working && self->shown && i < g_list_model_get_n_items (projects); i++)
    {
      g_autoptr(GateHubProject) project = g_list_model_get_item (projects, i);

      if (!is_whole (self, project))
        working = cover (self, project, taken);
    }
  return G_SOURCE_REMOVE;
}

static void
look_soon (GateLookout *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_LOW, on_idle, self, NULL);
}

static gboolean
is_there (GateLookout    *self,
          GateHubProject *project)
{
  GListModel *projects = gate_hub_get_projects (self->hub);

  for (guint i = 0; i < g_list_model_get_n_items (projects); i++)
    {
      g_autoptr(GateHubProject) each = g_list_model_get_item (projects, i);

      if (each == project)
        return TRUE;
    }
  return FALSE;
}

static gboolean
drop_if_gone (gpointer project,
              gpointer value,
              gpointer user_data)
{
  GateLookout *self = user_data;
  GateNotices *notices = g_hash_table_lookup (self->notices, project);

  if (is_there (self, project))
    return FALSE;
  g_signal_handlers_disconnect_by_data (project, self);
  if (self->shown == project)
    g_clear_object (&self->shown);
  if (notices)
    {
      g_signal_handlers_disconnect_by_data (gate_notices_get_view (notices), self);
      g_signal_emit (self, signals[SIGNAL_REMOVED], 0, notices);
      g_hash_table_remove (self->notices, project);
    }
  return TRUE;
}

static void
projects_changed (GateLookout *self)
{
  GListModel *projects = gate_hub_get_projects (self->hub);

  g_hash_table_foreach_remove (self->followed, drop_if_gone, self);
  for (guint i = 0; i < g_list_model_get_n_items (projects); i++)
    {
      GateHubProject *project = g_list_model_get_item (projects, i);

      if (g_hash_table_add (self->followed, project))
        g_signal_connect_object (project, "notify::active", G_CALLBACK (look_soon), self, G_CONNECT_SWAPPED);
    }
  look_soon (self);
}

static void
gate_lookout_dispose (GObject *object)
{
  GateLookout *self = GATE_LOOKOUT (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_pointer (&self->notices, g_hash_table_unref);
  g_clear_pointer (&self->followed, g_hash_table_unref);
  g_clear_object (&self->shown);
  g_clear_object (&self->hub);
  G_OBJECT_CLASS (gate_lookout_parent_class)->dispose (object);
}

static void
gate_lookout_class_init (GateLookoutClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_lookout_dispose;

  /**
   * GateLookout::added:
   * @self: a lookout
   * @notices: what is worth telling of one more project
   */
  signals[SIGNAL_ADDED] = g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                        GATE_TYPE_NOTICES);

  /**
   * GateLookout::removed:
   * @self: a lookout
   * @notices: what was worth telling of a project that is deleted
   */
  signals[SIGNAL_REMOVED] = g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                          GATE_TYPE_NOTICES);
}

static void
gate_lookout_init (GateLookout *self)
{
  self->notices = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);
  self->followed = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
}

/**
 * gate_lookout_new:
 * @hub: an open hub
 *
 * Returns: (transfer full): one who looks at nothing until a project is shown
 */
GateLookout *
gate_lookout_new (GateHub *hub)
{
  GateLookout *self = g_object_new (GATE_TYPE_LOOKOUT, NULL);

  self->hub = g_object_ref (hub);
  g_signal_connect_object (gate_hub_get_projects (hub), "items-changed", G_CALLBACK (projects_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gate_hub_get_connectors (hub), "items-changed", G_CALLBACK (look_soon), self, G_CONNECT_SWAPPED);
  projects_changed (self);
  return self;
}

/**
 * gate_lookout_show:
 * @self: a lookout
 * @project: a project that the person looks at now
 *
 * Returns: (transfer none): what is worth telling of it, with its whole view
 */
GateNotices *
gate_lookout_show (GateLookout    *self,
                   GateHubProject *project)
{
  g_return_val_if_fail (GATE_IS_LOOKOUT (self), NULL);
  GateNotices *notices = g_hash_table_lookup (self->notices, project);

  g_set_object (&self->shown, project);
  if (!notices)
    return add_view (self, project, NULL);
  gate_project_view_set_scope (gate_notices_get_view (notices), NULL);
  return notices;
}

/**
 * gate_lookout_wake:
 * @self: a lookout
 *
 * A person is back: asks again what offered something and was asked long ago, each once, whichever project sees it.
 */
void
gate_lookout_wake (GateLookout *self)
{
  g_return_if_fail (GATE_IS_LOOKOUT (self));
  g_autoptr(GHashTable) asked = new_keys ();
  GateNotices *first = self->shown ? g_hash_table_lookup (self->notices, self->shown) : NULL;
  GHashTableIter iter;
  gpointer notices;

  if (first)
    gate_project_view_ask_old (gate_notices_get_view (first), OLD_SECONDS, asked);
  g_hash_table_iter_init (&iter, self->notices);
  while (g_hash_table_iter_next (&iter, NULL, &notices))
    gate_project_view_ask_old (gate_notices_get_view (notices), OLD_SECONDS, asked);
}
