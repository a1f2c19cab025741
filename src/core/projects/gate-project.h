// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The project that is always there. Its name is "Default" until it gets another; faces translate that. */
#define GATE_PROJECT_DEFAULT_ID "default"
#define GATE_PROJECT_DEFAULT_NAME "Default"

#define GATE_PROJECT_NAME_LIMIT 200
#define GATE_PROJECT_TEXT_LIMIT 65536

#define GATE_TYPE_PROJECT (gate_project_get_type ())

/**
 * GateProject:
 *
 * A named piece of work and what is on for it. Its properties (`id`, `name`, `folder`, `instructions`, `active-connectors`,
 * `active-plugins`, `tool-choices`) follow every change, also those that other processes make. What an administrator has locked
 * off is off here, whatever the project says.
 */
G_DECLARE_FINAL_TYPE (GateProject, gate_project, GATE, PROJECT, GObject)

const char         *gate_project_get_id                 (GateProject          *self);
const char         *gate_project_get_name               (GateProject          *self);
/* An absolute path, or "". */
const char         *gate_project_get_folder             (GateProject          *self);
const char         *gate_project_get_instructions       (GateProject          *self);

/* Entries: "connector" for its first or only account, "connector/account" for another. */
char               *gate_project_make_entry             (const char           *connector,
                                                         const char           *account) G_GNUC_WARN_UNUSED_RESULT;
const char * const *gate_project_get_active_connectors  (GateProject          *self);
gboolean            gate_project_is_active              (GateProject          *self,
                                                         const char           *connector,
                                                         const char           *account);
const char * const *gate_project_get_active_plugins     (GateProject          *self);
gboolean            gate_project_is_plugin_active       (GateProject          *self,
                                                         const char           *plugin);
/* "allow", "ask", "block", or NULL when nothing was chosen; the project's own choice, else the one for all projects. */
const char         *gate_project_get_tool_choice        (GateProject          *self,
                                                         const char           *full_name);
/* a{ss}: the project's own choices. */
GVariant           *gate_project_get_tool_choices       (GateProject          *self);
/* FALSE: the administrator locked this key: "name", "folder", "instructions", "active-connectors" … The signal `locks-changed`
 * tells when that changes. */
gboolean            gate_project_is_writable            (GateProject          *self,
                                                         const char           *key);

void                gate_project_set_active_async       (GateProject          *self,
                                                         const char           *connector,
                                                         const char           *account,
                                                         gboolean              active,
                                                         GCancellable         *cancellable,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
gboolean            gate_project_set_active_finish      (GateProject          *self,
                                                         GAsyncResult         *result,
                                                         GError              **error);
void                gate_project_set_plugin_active_async  (GateProject        *self,
                                                         const char           *plugin,
                                                         gboolean              active,
                                                         GCancellable         *cancellable,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
gboolean            gate_project_set_plugin_active_finish (GateProject        *self,
                                                         GAsyncResult         *result,
                                                         GError              **error);
/* All of them at once. choice NULL: forget it. */
void                gate_project_set_tool_choices_async (GateProject          *self,
                                                         const char * const   *full_names,
                                                         const char           *choice,
                                                         GCancellable         *cancellable,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
gboolean            gate_project_set_tool_choices_finish (GateProject         *self,
                                                         GAsyncResult         *result,
                                                         GError              **error);
/* key: "name", "folder" or "instructions". */
void                gate_project_set_text_async         (GateProject          *self,
                                                         const char           *key,
                                                         const char           *text,
                                                         GCancellable         *cancellable,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
gboolean            gate_project_set_text_finish        (GateProject          *self,
                                                         GAsyncResult         *result,
                                                         GError              **error);

G_END_DECLS
