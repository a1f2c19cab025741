// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-directory.h"
#include "gate-hub-connector.h"
#include "gate-hub-item.h"
#include "gate-hub-project.h"
#include "gate-interaction.h"

G_BEGIN_DECLS

/**
 * GateHubFlags:
 * @GATE_HUB_SIGN_IN_HERE: a call or a listing may sign in, and keep the sign-in in this process where there is no keyring
 * @GATE_HUB_CALLS_SIGN_IN: a call that a person makes may sign in, or ask for more scopes; what is done by itself may not
 * @GATE_HUB_NO_BROWSER: sign-in questions ask to open the address by hand
 * @GATE_HUB_CONNECTS: services will be connected at once: the way to the keyring is opened while settings are read
 */
typedef enum {
  GATE_HUB_DEFAULT = 0,
  GATE_HUB_SIGN_IN_HERE = 1 << 0,
  GATE_HUB_NO_BROWSER = 1 << 1,
  GATE_HUB_CONNECTS = 1 << 2,
  GATE_HUB_CALLS_SIGN_IN = 1 << 3,
} GateHubFlags;

#define GATE_TYPE_HUB (gate_hub_get_type ())

/**
 * GateHub:
 *
 * Joins the rooms for the faces: list models that follow the state on disk, jobs, diagnosis. The one object that knows all rooms.
 */
G_DECLARE_FINAL_TYPE (GateHub, gate_hub, GATE, HUB, GObject)

GateHub          *gate_hub_new               (GateInteraction      *interaction,
                                              GateHubFlags          flags) G_GNUC_WARN_UNUSED_RESULT;
/* Reads projects and connectors. A broken mcp.json or missing settings are errors with their remedy. */
void              gate_hub_open_async        (GateHub              *self,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean          gate_hub_open_finish       (GateHub              *self,
                                              GAsyncResult         *result,
                                              GError              **error);
/* Ends every connection and local server in good order. */
void              gate_hub_close_async       (GateHub              *self,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean          gate_hub_close_finish      (GateHub              *self,
                                              GAsyncResult         *result,
                                              GError              **error);

/* Of GateHubProject and GateHubConnector. */
GListModel       *gate_hub_get_projects      (GateHub              *self);
GListModel       *gate_hub_get_connectors    (GateHub              *self);
/* By id, or by name where it is the only one of that name. NULL or "": the project `default`. */
GateHubProject   *gate_hub_find_project      (GateHub              *self,
                                              const char           *id_or_name,
                                              GError              **error);
GateHubConnector *gate_hub_find_connector    (GateHub              *self,
                                              const char           *id,
                                              GError              **error);

/* Projects. */
void              gate_hub_create_project_async    (GateHub              *self,
                                                    const char           *name,
                                                    const char           *folder,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
GateHubProject   *gate_hub_create_project_finish   (GateHub              *self,
                                                    GAsyncResult         *result,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* What is NULL stays as it is. */
void              gate_hub_update_project_async    (GateHub              *self,
                                                    GateHubProject       *project,
                                                    const char           *name,
                                                    const char           *folder,
                                                    const char           *instructions,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
gboolean          gate_hub_update_project_finish   (GateHub              *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);
void              gate_hub_delete_project_async    (GateHub              *self,
                                                    GateHubProject       *project,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
gboolean          gate_hub_delete_project_finish   (GateHub              *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);
/* The project that was last shown; `default` where that is gone. */
GateHubProject   *gate_hub_get_current_project     (GateHub              *self);
void              gate_hub_set_current_project_async (GateHub            *self,
                                                    GateHubProject       *project,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
/* position: where it is to stand, from 0. */
void              gate_hub_move_project_async      (GateHub              *self,
                                                    GateHubProject       *project,
                                                    guint                 position,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
/* Of both. */
gboolean          gate_hub_order_projects_finish   (GateHub              *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);
void              gate_hub_set_active_async        (GateHub              *self,
                                                    GateHubProject       *project,
                                                    const char           *connector,
                                                    const char           *account,
                                                    gboolean              active,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
gboolean          gate_hub_set_active_finish       (GateHub              *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);
/* choice: "allow", "ask", "block", or NULL to go back to the default. */
void              gate_hub_set_tool_choice_async   (GateHub              *self,
                                                    GateHubProject       *project,
                                                    const char           *full_name,
                                                    const char           *choice,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
gboolean          gate_hub_set_tool_choice_finish  (GateHub              *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

/* Tools as they were listed; each is judged anew when it is kept. items: (element-type GateHubItem). */
void              gate_hub_allow_tools_async       (GateHub              *self,
                                                    GateHubProject       *project,
                                                    GPtrArray            *items,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
void              gate_hub_choose_tool_async       (GateHub              *self,
                                                    GateHubProject       *project,
                                                    GateHubItem          *item,
                                                    const char           *choice,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
/* A definition that changed was looked at and is accepted. */
void              gate_hub_accept_tool_async       (GateHub              *self,
                                                    GateHubProject       *project,
                                                    GateHubItem          *item,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
/* Of the three. */
gboolean          gate_hub_change_tools_finish     (GateHub              *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);
/* Looks again what policy says, for what was chosen elsewhere. */
void              gate_hub_judge_tool              (GateHub              *self,
                                                    GateHubProject       *project,
                                                    GateHubItem          *item);

/* Tools that write are blocked, and signing in asks for reading only. locked: (out) (optional): the administrator decides. */
gboolean          gate_hub_get_read_only           (GateHub              *self,
                                                    const char           *connector,
                                                    gboolean             *locked);
void              gate_hub_set_read_only_async     (GateHub              *self,
                                                    const char           *connector,
                                                    gboolean              read_only,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
gboolean          gate_hub_set_read_only_finish    (GateHub              *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);
/* The last lines of a local server's standard error; NULL where it did not run here, and of a remote one. */
char             *gate_hub_dup_log                 (GateHub              *self,
                                                    const char           *connector,
                                                    const char           *account) G_GNUC_WARN_UNUSED_RESULT;
/* NULL where programs on this computer can be started; else, in a sandbox, the command with which the person allows it. */
const char       *gate_hub_get_program_override    (GateHub              *self);
/* Out of this process's lists, for the time in which a removal can be taken back. account: (nullable): one beyond the first; NULL is the
 * whole connector. */
void              gate_hub_set_hidden              (GateHub              *self,
                                                    const char           *connector,
                                                    const char           *account,
                                                    gboolean              hidden);
/* Ends that time: what is hidden is removed, unless it is another one by now. */
void              gate_hub_remove_hidden_async     (GateHub              *self,
                                                    const char           *connector,
                                                    const char           *account,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
gboolean          gate_hub_remove_hidden_finish    (GateHub              *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);

/* Connectors. Secrets found in the entry go to the keyring; moved (transfer full) names where each was found, for people. */
void              gate_hub_add_connector_async     (GateHub              *self,
                                                    const char           *id,
                                                    JsonNode             *entry,
                                                    gboolean              replace,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
GateHubConnector *gate_hub_add_connector_finish    (GateHub              *self,
                                                    GAsyncResult         *result,
                                                    char               ***moved,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Removes the entry; its credentials are forgotten too. Gives the entry back, for undo. */
void              gate_hub_remove_connector_async  (GateHub              *self,
                                                    const char           *id,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
JsonNode         *gate_hub_remove_connector_finish (GateHub              *self,
                                                    GAsyncResult         *result,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Secrets that were written into the entry by hand go to the keyring. Where they were (transfer full); empty where there were none. */
void              gate_hub_secure_connector_async  (GateHub              *self,
                                                    const char           *id,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
char            **gate_hub_secure_connector_finish (GateHub              *self,
                                                    GAsyncResult         *result,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* Asks the person to unlock the keyring, by the keyring's own prompt. */
void              gate_hub_unlock_keyring_async    (GateHub              *self,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
gboolean          gate_hub_unlock_keyring_finish   (GateHub              *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);
/* A new account of a connector: its id, made from the label. */
void              gate_hub_add_account_async       (GateHub              *self,
                                                    const char           *connector,
                                                    const char           *label,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
char             *gate_hub_add_account_finish      (GateHub              *self,
                                                    GAsyncResult         *result,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* account: "" is the first. Its id, and the names of its tools, stay. */
void              gate_hub_rename_account_async    (GateHub              *self,
                                                    const char           *connector,
                                                    const char           *account,
                                                    const char           *label,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
gboolean          gate_hub_rename_account_finish   (GateHub              *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);
/* One beyond the first: signed out, and forgotten with what was chosen for it. The others stay. */
void              gate_hub_remove_account_async    (GateHub              *self,
                                                    const char           *connector,
                                                    const char           *account,
                                                    GCancellable         *cancellable,
                                                    GAsyncReadyCallback   callback,
                                                    gpointer              user_data);
gboolean          gate_hub_remove_account_finish   (GateHub              *self,
                                                    GAsyncResult         *result,
                                                    GError              **error);
/* The list of known remote connectors to choose from; not opened yet. What is chosen is added by gate_hub_add_connector_async(). */
GateDirectory    *gate_hub_get_directory           (GateHub              *self);
/* The entries as an .mcp.json document, secrets as ${keyring:…}. ids NULL: all of the user's. */
JsonNode         *gate_hub_export                  (GateHub              *self,
                                                    const char * const   *ids,
                                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
