// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-hub-private.h"

#include "gate-dirs.h"
#include "gate-hub-account-private.h"
#include "gate-hub-item-private.h"
#include "gate-judge.h"
#include "gate-pin.h"
#include "gate-task.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define STAMP "pins.changed"
/* Milliseconds: who allows some tools one after the other is followed once. */
#define GATHER 100

/**
 * gate_hub_touch_pins:
 *
 * Tells all processes of ours that what a person allowed of tools is kept another way than before. What cannot be told is not worth an
 * error: the others see it when they list the next time.
 */
void
gate_hub_touch_pins (void)
{
  g_autofree char *path = gate_dirs_state (STAMP);
  int fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    return;
  futimens (fd, NULL);
  close (fd);
}

static gboolean
tell (gpointer user_data)
{
  GateHub *self = user_data;

  self->telling_pins = 0;
  gate_hub_forget_tools (self, NULL);
  g_signal_emit_by_name (self, "pins-changed");
  return G_SOURCE_REMOVE;
}

static void
tell_soon (GateHub *self)
{
  if (self->telling_pins == 0)
    self->telling_pins = g_timeout_add (GATHER, tell, self);
}

/**
 * gate_hub_watch_pins:
 * @self: an open hub
 *
 * From now on the signal `pins-changed` tells when any process changes what is kept of tools.
 */
void
gate_hub_watch_pins (GateHub *self)
{
  g_autofree char *path = gate_dirs_state (STAMP);
  g_autoptr(GFile) file = g_file_new_for_path (path);

  if (self->pin_monitor)
    return;
  self->pin_monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->pin_monitor)
    g_signal_connect_object (self->pin_monitor, "changed", G_CALLBACK (tell_soon), self, G_CONNECT_SWAPPED);
}

typedef struct {
  GateHub        *hub;
  GateHubProject *project;
  GateHubAccount *account;
} Look;

GATE_DEFINE_DATA (Look, look)

static void
look_clear (Look *self)
{
  g_clear_object (&self->hub);
  g_clear_object (&self->project);
  g_clear_object (&self->account);
}

/* (element-type utf8 GatePin): by the names of tools; the pins stay the list's. */
static GHashTable *
index_pins (GPtrArray *pins)
{
  GHashTable *index = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < pins->len; i++)
    g_hash_table_insert (index, ((GatePin *) pins->pdata[i])->tool, pins->pdata[i]);
  return index;
}

static void
got_pins (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(Look) look = user_data;
  g_autoptr(GPtrArray) pins = gate_pin_list_finish (GATE_STORE (source), result, NULL);
  g_autoptr(GHashTable) index = pins ? index_pins (pins) : NULL;
  GListModel *items = gate_hub_account_get_items (look->account);

  for (guint i = 0; index && i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(GateHubItem) item = g_list_model_get_item (items, i);

      if (gate_hub_item_get_kind (item) != GATE_HUB_ITEM_TOOL)
        continue;
      gate_judge_review (item, index);
      gate_judge_again (look->hub, look->project, item);
    }
  g_signal_emit_by_name (look->account, "changed");
}

/**
 * gate_hub_look_at_pins:
 * @self: an open hub
 * @project: a project
 * @account: an account, as the project sees it
 *
 * Judges its tools by what is kept of them now. Its server is asked nothing.
 */
void
gate_hub_look_at_pins (GateHub        *self,
                       GateHubProject *project,
                       GateHubAccount *account)
{
  Look *look;

  if (gate_hub_account_get_n_tools (account) == 0)
    return;
  look = look_new ();
  look->hub = g_object_ref (self);
  look->project = g_object_ref (project);
  look->account = g_object_ref (account);
  gate_pin_list_async (self->state, gate_hub_account_get_id (account), gate_hub_account_get_account (account), NULL, NULL, got_pins, look);
}
