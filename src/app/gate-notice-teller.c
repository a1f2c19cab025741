// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-notice-teller.h"

#include "gate-notice-words.h"

#include <string.h>

/* What comes back so soon is the same trouble. */
#define AGAIN_USECONDS (10 * G_TIME_SPAN_MINUTE)

struct _GateNoticeTeller {
  GObject      parent_instance;

  GtkWindow   *window;   /* (not owned) (nullable) */
  GPtrArray   *followed; /* (element-type GateNotices) */
  GateNotices *shown;    /* (not owned) (nullable): one of them */
  GHashTable  *told;     /* (element-type utf8 gint64): by notification, when it was over; 0 while it lasts */
  GHashTable  *sent;     /* (element-type utf8): the notifications that stand */
};

G_DEFINE_FINAL_TYPE (GateNoticeTeller, gate_notice_teller, G_TYPE_OBJECT)

/* The same in every project: whoever was told of it in one need not be told in another. */
static char *
make_id (GateNotice *notice)
{
  return g_strconcat ("notice-", gate_notice_get_key (notice), NULL);
}

static void
withdraw (GateNoticeTeller *self,
          const char       *id)
{
  GApplication *application = g_application_get_default ();

  if (application)
    g_application_withdraw_notification (application, id);
}

static void
withdraw_all (GateNoticeTeller *self)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->sent);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    withdraw (self, id);
  g_hash_table_remove_all (self->sent);
}

static void
send (GateNoticeTeller *self,
      GateNotices      *notices,
      GateNotice       *notice,
      const char       *id)
{
  GateHubProject *project = gate_project_view_get_project (gate_notices_get_view (notices));
  GateHubAccount *account = gate_notice_get_account (notice);
  g_autofree char *title = gate_notice_words_title (notice);
  g_autofree char *body = gate_notice_words_body (notice);
  g_autofree char *button = gate_notice_words_button (notice);
  g_autoptr(GNotification) notification = g_notification_new (title);

  if (body)
    g_notification_set_body (notification, body);
  g_notification_set_default_action_and_target (notification, "app.show-project", "s", gate_hub_project_get_id (project));
  g_notification_add_button_with_target (notification, button, "app.solve", "(ssss)", gate_hub_project_get_id (project),
                                         gate_notice_kind_to_string (gate_notice_get_kind (notice)), gate_hub_account_get_id (account),
                                         gate_hub_account_get_account (account));
  g_application_send_notification (g_application_get_default (), id, notification);
  g_hash_table_add (self->sent, g_strdup (id));
}

/* Who looks at the window sees it there. Being offline is told by the desktop itself. */
static gboolean
is_seen (GateNoticeTeller *self,
         GateNotice       *notice)
{
  gboolean seen = gate_notice_get_kind (notice) == GATE_NOTICE_OFFLINE;

  if (!self->window || !gtk_window_is_active (self->window) || !self->shown)
    return seen;
  for (guint i = 0; !seen && i < g_list_model_get_n_items (G_LIST_MODEL (self->shown)); i++)
    {
      g_autoptr(GateNotice) shown = g_list_model_get_item (G_LIST_MODEL (self->shown), i);

      seen = strcmp (gate_notice_get_key (shown), gate_notice_get_key (notice)) == 0;
    }
  return seen;
}

/* What lasts was told once and for all; what was over only a moment ago is the same trouble. */
static gboolean
was_told (GateNoticeTeller *self,
          const char       *id)
{
  const gint64 *over = g_hash_table_lookup (self->told, id);

  return over && (*over == 0 || *over + AGAIN_USECONDS > g_get_monotonic_time ());
}

static void
consider (GateNoticeTeller *self,
          GateNotices      *notices,
          GateNotice       *notice,
          GHashTable       *lasting,
          GHashTable       *unseen)
{
  g_autofree char *id = make_id (notice);

  if (!is_seen (self, notice))
    {
      if (!was_told (self, id) && !g_hash_table_contains (unseen, id))
        send (self, notices, notice, id);
      g_hash_table_add (unseen, g_strdup (id));
    }
  g_hash_table_replace (self->told, g_strdup (id), g_new0 (gint64, 1));
  g_hash_table_add (lasting, g_steal_pointer (&id));
}

static void
update (GateNoticeTeller *self)
{
  g_autoptr(GHashTable) lasting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) unseen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer id, over;

  for (guint i = 0; i < self->followed->len; i++)
    for (guint j = 0; j < g_list_model_get_n_items (self->followed->pdata[i]); j++)
      {
        g_autoptr(GateNotice) notice = g_list_model_get_item (self->followed->pdata[i], j);

        consider (self, self->followed->pdata[i], notice, lasting, unseen);
      }
  g_hash_table_iter_init (&iter, self->told);
  while (g_hash_table_iter_next (&iter, &id, &over))
    if (*(gint64 *) over == 0 && !g_hash_table_contains (lasting, id))
      *(gint64 *) over = g_get_monotonic_time ();
  g_hash_table_iter_init (&iter, self->sent);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (unseen, id))
      {
        withdraw (self, id);
        g_hash_table_iter_remove (&iter);
      }
}

static void
gate_notice_teller_dispose (GObject *object)
{
  GateNoticeTeller *self = GATE_NOTICE_TELLER (object);

  withdraw_all (self);
  while (self->followed->len > 0)
    gate_notice_teller_unfollow (self, self->followed->pdata[0]);
  g_clear_weak_pointer (&self->window);
  G_OBJECT_CLASS (gate_notice_teller_parent_class)->dispose (object);
}

static void
gate_notice_teller_finalize (GObject *object)
{
  GateNoticeTeller *self = GATE_NOTICE_TELLER (object);

  g_ptr_array_unref (self->followed);
  g_hash_table_unref (self->told);
  g_hash_table_unref (self->sent);
  G_OBJECT_CLASS (gate_notice_teller_parent_class)->finalize (object);
}

static void
gate_notice_teller_class_init (GateNoticeTellerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gate_notice_teller_dispose;
  G_OBJECT_CLASS (klass)->finalize = gate_notice_teller_finalize;
}

static void
gate_notice_teller_init (GateNoticeTeller *self)
{
  self->followed = g_ptr_array_new_with_free_func (g_object_unref);
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->sent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * gate_notice_teller_new:
 * @window: the window that shows notices; it is not kept alive
 *
 * Returns: (transfer full): one who tells what the window does not
 */
GateNoticeTeller *
gate_notice_teller_new (GtkWindow *window)
{
  GateNoticeTeller *self = g_object_new (GATE_TYPE_NOTICE_TELLER, NULL);

  g_set_weak_pointer (&self->window, window);
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * gate_notice_teller_follow:
 * @self: a teller
 * @notices: what is worth telling of a project
 *
 * Tells also of these from now on.
 */
void
gate_notice_teller_follow (GateNoticeTeller *self,
                           GateNotices      *notices)
{
  g_return_if_fail (GATE_IS_NOTICE_TELLER (self));
  g_ptr_array_add (self->followed, g_object_ref (notices));
  g_signal_connect_object (notices, "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * gate_notice_teller_unfollow:
 * @self: a teller
 * @notices: what it tells of
 *
 * Tells of these no more, and takes back what it told.
 */
void
gate_notice_teller_unfollow (GateNoticeTeller *self,
                             GateNotices      *notices)
{
  g_return_if_fail (GATE_IS_NOTICE_TELLER (self));
  g_signal_handlers_disconnect_by_data (notices, self);
  if (self->shown == notices)
    self->shown = NULL;
  g_ptr_array_remove (self->followed, notices);
  update (self);
}

/**
 * gate_notice_teller_set_shown:
 * @self: a teller
 * @notices: (nullable): one of those that it follows
 *
 * Says what the window shows now.
 */
void
gate_notice_teller_set_shown (GateNoticeTeller *self,
                              GateNotices      *notices)
{
  g_return_if_fail (GATE_IS_NOTICE_TELLER (self));
  self->shown = notices;
  update (self);
}
