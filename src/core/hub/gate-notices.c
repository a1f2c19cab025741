// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-notices.h"

#include "gate-hub-connector-private.h"
#include "gate-hub-item-private.h"
#include "gate-hub-private.h"

#include <string.h>

#define HOUR (60 * 60)
#define DAY (24 * HOUR)
#define WEEK (7 * DAY)
/* The least notice that is of use, and how often the clock is looked at at least: it may be set, and a laptop sleeps. */
#define MINUTES_AHEAD (5 * 60)
#define LOOK_SECONDS HOUR
/* So long after the network came back what needs it may still be without: names are not known at once. */
#define GRACE_SECONDS 15

struct _GateNotices {
  GObject          parent_instance;

  GateProjectView *view;
  GListStore      *store;     /* (element-type GateNotice) */
  GHashTable      *followed;  /* (element-type GateHubAccount): whose changes are followed */
  guint            idle;
  guint            timer;     /* until something expires, or comes near it */
  guint            grace;     /* a source, as long as the network has only just come back */
  gboolean         was_online; /* once, so that what tells of the network knows it */
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GateNotices, gate_notices, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static GType
gate_notices_get_item_type (GListModel *model)
{
  return GATE_TYPE_NOTICE;
}

static guint
gate_notices_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (GATE_NOTICES (model)->store));
}

static gpointer
gate_notices_get_item (GListModel *model,
                       guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (GATE_NOTICES (model)->store), position);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = gate_notices_get_item_type;
  iface->get_n_items = gate_notices_get_n_items;
  iface->get_item = gate_notices_get_item;
}

/**
 * gate_notices_get_ahead:
 * @signed_in_at: when the person signed in, seconds since the epoch; 0 where that is not known
 * @expires: when that ends
 *
 * A tenth of its time, at least five minutes and at most a week; a day where its time is not known.
 *
 * Returns: seconds before the end
 */
gint64
gate_notices_get_ahead (gint64 signed_in_at,
                        gint64 expires)
{
  if (signed_in_at == 0 || signed_in_at >= expires)
    return DAY;
  return CLAMP ((expires - signed_in_at) / 10, MINUTES_AHEAD, WEEK);
}

/**
 * gate_notices_dup_changed:
 * @account: an account
 *
 * Returns: (transfer full) (element-type GateHubItem): its tools that are not what they were when they were allowed, without those that
 *   the person blocked
 */
GPtrArray *
gate_notices_dup_changed (GateHubAccount *account)
{
  GPtrArray *changed = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *items = gate_hub_account_get_items (account);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(GateHubItem) item = g_list_model_get_item (items, i);

      if (g_strcmp0 (gate_hub_item_get_decision (item), "review") == 0)
        g_ptr_array_add (changed, g_steal_pointer (&item));
    }
  return changed;
}

static GateNotice *
make_changed (GateHubAccount *account)
{
  g_autoptr(GPtrArray) changed = gate_notices_dup_changed (account);
  g_autoptr(GChecksum) digest = g_checksum_new (G_CHECKSUM_SHA256);

  if (changed->len == 0)
    return NULL;
  /* Another definition is another thing to tell. */
  for (guint i = 0; i < changed->len; i++)
    {
      g_checksum_update (digest, (const guchar *) gate_hub_item_get_name (changed->pdata[i]), -1);
      g_checksum_update (digest, (const guchar *) gate_hub_item_get_digest (changed->pdata[i]), -1);
    }
  return gate_notice_new (GATE_NOTICE_CHANGED, account, changed->len, g_checksum_get_string (digest));
}

static gboolean
needs_network (GateHubAccount *account)
{
  return gate_hub_connector_needs_network (gate_hub_account_get_connector (account));
}

static gboolean
is_offline (GateNotices *self)
{
  return gate_hub_is_offline (gate_project_view_get_hub (self->view));
}

static GateNotice *
make_for_error (GateNotices    *self,
                GateHubAccount *account)
{
  const GError *error = gate_hub_account_get_error (account);
  GateLayer layer = gate_error_get_layer (error);

  if (!error)
    return NULL;
  /* One notice tells of them all. */
  if ((layer == GATE_LAYER_SERVICE || layer == GATE_LAYER_NETWORK) && needs_network (account) && (is_offline (self) || self->grace != 0))
    return NULL;
  if (layer == GATE_LAYER_SERVICE || layer == GATE_LAYER_NETWORK)
    return gate_notice_new (GATE_NOTICE_DOWN, account, 0, NULL);
  /* Who never signed in knows that. */
  if (layer == GATE_LAYER_SIGNED_IN && g_strcmp0 (gate_hub_account_get_sign_in (account), "signed-in") == 0)
    return gate_notice_new (GATE_NOTICE_REFUSED, account, 0, NULL);
  return NULL;
}

static gint64
now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static gboolean
ends_by_itself (GateHubAccount *account)
{
  return g_strcmp0 (gate_hub_account_get_sign_in (account), "signed-in") == 0 && gate_hub_account_get_expires (account) > 0 &&
         !gate_hub_account_get_can_refresh (account);
}

static gint64
told_from (GateHubAccount *account)
{
  gint64 expires = gate_hub_account_get_expires (account);

  return expires - gate_notices_get_ahead (gate_hub_account_get_signed_in_at (account), expires);
}

/* The most urgent one. */
static GateNotice *
make_notice (GateNotices    *self,
             GateHubAccount *account)
{
  GateNotice *notice;

  if (!gate_hub_account_get_active (account) || gate_hub_account_get_locked (account))
    return NULL;
  if (g_strcmp0 (gate_hub_account_get_sign_in (account), "expired") == 0)
    return gate_notice_new (GATE_NOTICE_REFUSED, account, 0, NULL);
  notice = make_for_error (self, account);
  if (!notice)
    notice = make_changed (account);
  if (!notice && ends_by_itself (account) && told_from (account) <= now ())
    {
      g_autofree char *when = g_strdup_printf ("%" G_GINT64_FORMAT, gate_hub_account_get_expires (account));
      notice = gate_notice_new (GATE_NOTICE_EXPIRING, account, 0, when);
    }
  return notice;
}

static int
by_urgency (gconstpointer a,
            gconstpointer b,
            gpointer      user_data)
{
  GateNotice *one = (gpointer) a, *other = (gpointer) b;
  int order = (int) gate_notice_get_kind (one) - (int) gate_notice_get_kind (other);

  return order != 0 ? order : strcmp (gate_notice_get_key (one), gate_notice_get_key (other));
}

static GateNotice *
find (GateNotices    *self,
      GateHubAccount *account,
      guint          *position)
{
  for (guint i = 0; i < gate_notices_get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr(GateNotice) notice = gate_notices_get_item (G_LIST_MODEL (self), i);

      *position = i;
      if (gate_notice_get_account (notice) == account)
        return notice; /* the store keeps it */
    }
  return NULL;
}

/* What is told already stays as it is, so that nobody is told twice. */
static void
consider (GateNotices    *self,
          GateHubAccount *account)
{
  g_autoptr(GateNotice) notice = make_notice (self, account);
  guint position = 0;
  GateNotice *old = find (self, account, &position);

  if (old && notice && strcmp (gate_notice_get_key (old), gate_notice_get_key (notice)) == 0)
    return;
  if (old)
    g_list_store_remove (self->store, position);
  if (notice)
    g_list_store_insert_sorted (self->store, notice, by_urgency, NULL);
}

/* Who tells of the network may be wrong where it never spoke of one; then something has to have failed. */
static gboolean
suffers (GateNotices    *self,
         GateHubAccount *account)
{
  GateLayer layer = gate_error_get_layer (gate_hub_account_get_error (account));

  return gate_hub_account_get_active (account) && !gate_hub_account_get_locked (account) && needs_network (account) &&
         (self->was_online || layer == GATE_LAYER_SERVICE || layer == GATE_LAYER_NETWORK);
}

static void
consider_network (GateNotices *self)
{
  g_autoptr(GateNotice) first = gate_notices_get_item (G_LIST_MODEL (self), 0);
  gboolean told = first && gate_notice_get_kind (first) == GATE_NOTICE_OFFLINE;
  gboolean suffering = FALSE;

  for (guint i = 0; is_offline (self) && !suffering && i < g_list_model_get_n_items (G_LIST_MODEL (self->view)); i++)
    {
      g_autoptr(GateHubAccount) account = g_list_model_get_item (G_LIST_MODEL (self->view), i);

      suffering = suffers (self, account);
    }
  if (told && !suffering)
    g_list_store_remove (self->store, 0);
  if (!told && suffering)
    {
      g_autoptr(GateNotice) notice = gate_notice_new (GATE_NOTICE_OFFLINE, NULL, 0, NULL);

      g_list_store_insert (self->store, 0, notice);
    }
}

static void plan_timer (GateNotices *self);

static void
consider_all (GateNotices *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->view)); i++)
    {
      g_autoptr(GateHubAccount) account = g_list_model_get_item (G_LIST_MODEL (self->view), i);

      consider (self, account);
    }
  consider_network (self);
  plan_timer (self);
}

static gboolean
on_timer (gpointer user_data)
{
  GateNotices *self = user_data;

  self->timer = 0;
  gate_project_view_look (self->view);
  consider_all (self);
  return G_SOURCE_REMOVE;
}

/* Until the next sign-in comes near its end, or ends. */
static void
plan_timer (GateNotices *self)
{
  gint64 next = LOOK_SECONDS;
  gboolean needed = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->view)); i++)
    {
      g_autoptr(GateHubAccount) account = g_list_model_get_item (G_LIST_MODEL (self->view), i);
      gint64 moments[] = { told_from (account), gate_hub_account_get_expires (account) };

      if (!ends_by_itself (account))
        continue;
      needed = TRUE;
      for (guint j = 0; j < G_N_ELEMENTS (moments); j++)
        if (moments[j] > now ())
          next = MIN (next, moments[j] - now () + 1);
    }
  g_clear_handle_id (&self->timer, g_source_remove);
  if (needed)
    self->timer = g_timeout_add_seconds ((guint) next, on_timer, self);
}

static gboolean
on_idle (gpointer user_data)
{
  GateNotices *self = user_data;

  self->idle = 0;
  consider_all (self);
  return G_SOURCE_REMOVE;
}

/* Many accounts change together when a project is opened. */
static void
consider_soon (GateNotices *self)
{
  if (self->idle == 0)
    self->idle = g_idle_add (on_idle, self);
}

static gboolean
on_grace (gpointer user_data)
{
  GateNotices *self = user_data;

  self->grace = 0;
  consider_all (self);
  return G_SOURCE_REMOVE;
}

static void
network_changed (GateNotices *self,
                 gboolean     available)
{
  self->was_online = TRUE;
  g_clear_handle_id (&self->grace, g_source_remove);
  if (available)
    self->grace = g_timeout_add_seconds (GRACE_SECONDS, on_grace, self);
  consider_all (self);
}

static void
unfollow (gpointer account,
          gpointer value,
          gpointer user_data)
{
  g_signal_handlers_disconnect_by_data (account, user_data);
}

static gboolean
is_gone (gpointer account,
         gpointer value,
         gpointer user_data)
{
  GateNotices *self = user_data;
  guint position;

  if (gate_project_view_find (self->view, gate_hub_account_get_id (account), gate_hub_account_get_account (account)) == account)
    return FALSE;
  g_signal_handlers_disconnect_by_data (account, self);
  if (find (self, account, &position))
    g_list_store_remove (self->store, position);
  return TRUE;
}

static void
accounts_changed (GateNotices *self)
{
  g_hash_table_foreach_remove (self->followed, is_gone, self);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->view)); i++)
    {
      g_autoptr(GateHubAccount) account = g_list_model_get_item (G_LIST_MODEL (self->view), i);

      if (g_hash_table_contains (self->followed, account))
        continue;
      g_signal_connect_swapped (account, "changed", G_CALLBACK (consider_soon), self);
      g_hash_table_add (self->followed, g_object_ref (account));
    }
  consider_soon (self);
}

/* What is chosen for a tool may have been the answer to its change. */
static void
choices_changed (GateNotices *self)
{
  GateHub *hub = gate_project_view_get_hub (self->view);
  GateHubProject *project = gate_project_view_get_project (self->view);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->view)); i++)
    {
      g_autoptr(GateHubAccount) account = g_list_model_get_item (G_LIST_MODEL (self->view), i);
      GListModel *items = gate_hub_account_get_items (account);

      for (guint j = 0; j < g_list_model_get_n_items (items); j++)
        {
          g_autoptr(GateHubItem) item = g_list_model_get_item (items, j);

          if (gate_hub_item_get_kind (item) == GATE_HUB_ITEM_TOOL && gate_hub_item_get_review (item) == GATE_REVIEW_CHANGED)
            gate_hub_judge_tool (hub, project, item);
        }
    }
  consider_soon (self);
}

static void
pass_on (GateNotices *self,
         guint        position,
         guint        removed,
         guint        added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
gate_notices_dispose (GObject *object)
{
  GateNotices *self = GATE_NOTICES (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->grace, g_source_remove);
  if (self->followed)
    g_hash_table_foreach (self->followed, unfollow, self);
  g_clear_pointer (&self->followed, g_hash_table_unref);
  g_clear_object (&self->store);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (gate_notices_parent_class)->dispose (object);
}

static void
gate_notices_class_init (GateNoticesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_notices_dispose;
}

static void
gate_notices_init (GateNotices *self)
{
  self->store = g_list_store_new (GATE_TYPE_NOTICE);
  self->followed = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  g_signal_connect_swapped (self->store, "items-changed", G_CALLBACK (pass_on), self);
}

/**
 * gate_notices_new:
 * @view: a project's view
 *
 * Returns: (transfer full): what is worth telling of it
 */
GateNotices *
gate_notices_new (GateProjectView *view)
{
  GateNotices *self = g_object_new (GATE_TYPE_NOTICES, NULL);

  self->view = g_object_ref (view);
  self->was_online = !is_offline (self);
  g_signal_connect_object (gate_project_view_get_hub (view), "network-changed", G_CALLBACK (network_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "items-changed", G_CALLBACK (accounts_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gate_project_view_get_project (view), "notify::tool-choices", G_CALLBACK (choices_changed), self,
                           G_CONNECT_SWAPPED);
  accounts_changed (self);
  return self;
}

/**
 * gate_notices_get_view:
 * @self: notices
 *
 * Returns: (transfer none): what they are about
 */
GateProjectView *
gate_notices_get_view (GateNotices *self)
{
  g_return_val_if_fail (GATE_IS_NOTICES (self), NULL);
  return self->view;
}
