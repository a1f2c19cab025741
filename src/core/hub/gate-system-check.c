// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-system-check.h"

#include "gate-finding.h"
#include "gate-hub-private.h"
#include "gate-i18n.h"
#include "gate-task.h"
#include "gate-text.h"

#include <string.h>

typedef struct {
  char      *connector; /* (nullable) */
  GPtrArray *findings;  /* (element-type GateFinding) */
  guint      n_pending;
} SystemCheck;

GATE_DEFINE_DATA (SystemCheck, system_check)

static void
system_check_clear (SystemCheck *self)
{
  g_free (self->connector);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
}

static void
add (SystemCheck      *self,
     GateLayer         layer,
     GateFindingState  state,
     const char       *message,
     const char       *remedy,
     const char       *command)
{
  g_ptr_array_add (self->findings, gate_finding_new (GATE_SYSTEM_SUBJECT, layer, state, message, remedy, command));
}

static void
add_error (SystemCheck  *self,
           GateLayer     layer,
           const GError *error)
{
  g_ptr_array_add (self->findings, gate_finding_new_for_error (GATE_SYSTEM_SUBJECT, layer, error, NULL));
}

static void
finish_one (GTask *task)
{
  SystemCheck *self = system_check_of (task);

  if (--self->n_pending == 0 && !g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_steal_pointer (&self->findings), (GDestroyNotify) g_ptr_array_unref);
}

static void
did_probe (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  SystemCheck *self = system_check_of (task);
  g_autoptr(GError) error = NULL;

  if (gate_sandbox_probe_finish (result, &error))
    add (self, GATE_LAYER_NONE, GATE_FINDING_OK, _("Local servers are confined with bubblewrap"), NULL, NULL);
  else
    add (self, GATE_LAYER_NONE, GATE_FINDING_WARNING, error->message, gate_error_get_remedy (error), NULL);
  finish_one (task);
}

static const struct {
  GateFindingState  state;
  const char       *message;
  const char       *remedy;
} keyring_findings[] = {
  [GATE_SECRET_STATE_AVAILABLE] = { GATE_FINDING_OK, N_("The system keyring is there and unlocked"), NULL },
  [GATE_SECRET_STATE_ABSENT] = { GATE_FINDING_FAILED, N_("No system keyring answers, so no sign-in can be kept"),
                                 N_("Install and start gnome-keyring, KeePassXC or another Secret Service.") },
  [GATE_SECRET_STATE_FILE] = { GATE_FINDING_OK, N_("Credentials are kept in the encrypted file of the Secret portal"), NULL },
  [GATE_SECRET_STATE_MEMORY] = { GATE_FINDING_WARNING, N_("Credentials end with this process"), NULL },
};

static void
got_keyring_state (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  SystemCheck *self = system_check_of (task);
  GateSecretState state = GATE_SECRET_STATE_ABSENT;
  g_autoptr(GError) error = NULL;

  if (!gate_secret_store_state_finish (GATE_SECRET_STORE (source), result, &state, &error))
    add_error (self, GATE_LAYER_SIGNED_IN, error);
  else if (state == GATE_SECRET_STATE_LOCKED)
    g_ptr_array_add (self->findings, gate_finding_new_keyring_locked (GATE_SYSTEM_SUBJECT));
  else
    add (self, GATE_LAYER_SIGNED_IN, keyring_findings[state].state, _(keyring_findings[state].message),
         keyring_findings[state].remedy ? _(keyring_findings[state].remedy) : NULL, NULL);
  finish_one (task);
}

/* What was written into mcp.json by hand: secrets that any program can read there, and what has no effect. */
static void
check_entries (GateHub     *hub,
               SystemCheck *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (hub->connector_items); i++)
    {
      g_autoptr(GateHubConnector) item = g_list_model_get_item (hub->connector_items, i);
      const char *id = gate_hub_connector_get_id (item);

      if (self->connector && strcmp (self->connector, id) != 0)
        continue;
      g_auto(GStrv) exposed = gate_hub_connector_dup_exposed (item);
      g_autofree char *places = g_strjoinv (", ", exposed);
      g_autofree char *command = g_strconcat ("gatehousectl connector secure ", id, NULL);
      g_autofree char *message = g_strdup_printf (_("A secret of %s stands in mcp.json, where any program can read it: %s"), id, places);
      if (*exposed)
        add (self, GATE_LAYER_SIGNED_IN, GATE_FINDING_WARNING, message, _("Move it to the keyring."), command);
      for (const char * const *warning = gate_hub_connector_get_warnings (item); warning && *warning; warning++)
        {
          g_autofree char *told = g_strdup_printf ("%s: %s", id, *warning);
          add (self, GATE_LAYER_INSTALLED, GATE_FINDING_WARNING, told, _("Correct the entry in mcp.json."), NULL);
        }
    }
}

/* What the store renamed aside, in this process or an earlier one; the name is the database's, then ".damaged-" and when. */
static void
check_damaged (SystemCheck *self,
               GateStore   *store)
{
  g_autofree char *folder = g_path_get_dirname (gate_store_get_path (store));
  g_autofree char *name = g_path_get_basename (gate_store_get_path (store));
  g_autofree char *prefix = g_strconcat (name, ".damaged-", NULL);
  g_autoptr(GDir) directory = g_dir_open (folder, 0, NULL);
  const char *entry;

  while (directory && (entry = g_dir_read_name (directory)) != NULL)
    if (g_str_has_prefix (entry, prefix) && !g_str_has_suffix (entry, "-wal") && !g_str_has_suffix (entry, "-shm"))
      {
        g_autofree char *path = g_build_filename (folder, entry, NULL);
        g_autofree char *visible = gate_text_make_visible (path, GATE_TEXT_LINE);
        g_autofree char *message = g_strdup_printf (_("A database was damaged and put aside as “%s”; a new one was begun"), visible);

        add (self, GATE_LAYER_NONE, GATE_FINDING_WARNING, message,
             _("What you had approved is asked again. Remove the file when you do not need it, and check the disk if it happens again."), NULL);
      }
}

/* Looking is enough for the store to open the file, and to put it aside where it is damaged. */
static gboolean
look_only (GateStoreHandle  *handle,
           gpointer          data,
           GCancellable     *cancellable,
           GError          **error)
{
  return TRUE;
}

static void
did_look (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  SystemCheck *self = system_check_of (task);
  GateStore *store = GATE_STORE (source);
  g_autoptr(GError) error = NULL;

  if (!gate_store_run_finish (store, result, NULL, &error) && !gate_store_get_damaged_path (store))
    add_error (self, GATE_LAYER_NONE, error);
  check_damaged (self, store);
  finish_one (task);
}

static void
check_problems (GateHub     *hub,
                SystemCheck *self)
{
  GPtrArray *problems = gate_connector_store_get_problems (hub->connectors);

  for (guint i = 0; problems && i < problems->len; i++)
    {
      const GateConnectorProblem *problem = problems->pdata[i];
      g_autofree char *message = g_strdup_printf (_("The entry “%s” cannot be used: %s"), problem->name, problem->message);

      add (self, GATE_LAYER_INSTALLED, GATE_FINDING_WARNING, message, _("Correct it in mcp.json, or remove it and add it anew."), NULL);
    }
}

/**
 * gate_system_check_async:
 * @hub: an open hub
 * @connector: (nullable): whose entry is looked at; %NULL: all
 * @local: whether a server of this machine is concerned, so that the sandbox matters
 * @cancellable: (nullable): ends it
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Looks at what all connectors stand on: their entries, the database, the keyring, the sandbox.
 */
void
gate_system_check_async (GateHub             *hub,
                         const char          *connector,
                         gboolean             local,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = gate_task_new (hub, cancellable, callback, user_data, gate_system_check_async);
  SystemCheck *self = system_check_new ();

  self->connector = g_strdup (connector);
  self->findings = g_ptr_array_new_with_free_func (g_object_unref);
  self->n_pending = local ? 3 : 2;
  system_check_attach (task, self);
  check_problems (hub, self);
  check_entries (hub, self);
  gate_store_run_async (hub->state, GATE_STORE_READ, look_only, NULL, NULL, cancellable, did_look, g_object_ref (task));
  gate_secret_store_state_async (hub->secrets, cancellable, got_keyring_state, g_object_ref (task));
  if (local)
    gate_sandbox_probe_async (cancellable, did_probe, g_object_ref (task));
}

/**
 * gate_system_check_finish:
 * @hub: the hub
 * @result: the result
 * @error: set when it was cancelled
 *
 * Returns: (transfer full) (nullable) (element-type GateFinding): what was found
 */
GPtrArray *
gate_system_check_finish (GateHub       *hub,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, hub), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
