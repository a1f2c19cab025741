// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-project.h"
#include "gate-settings.h"

G_BEGIN_DECLS

#define GATE_TYPE_PROJECTS (gate_projects_get_type ())

/**
 * GateProjects:
 *
 * The list of projects (a GListModel of GateProject), and what is set for all of them. Follows what other processes change; the
 * signal `changed` tells of everything but the list itself.
 */
G_DECLARE_FINAL_TYPE (GateProjects, gate_projects, GATE, PROJECTS, GObject)

GateProjects       *gate_projects_new                     (GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GateSettings       *gate_projects_get_settings            (GateProjects         *self);
GateProject        *gate_projects_lookup                  (GateProjects         *self,
                                                           const char           *id);
/* By id, else by name (case does not matter). */
GateProject        *gate_projects_find                    (GateProjects         *self,
                                                           const char           *text,
                                                           GError              **error);
/* The project that was last shown; the default one where that is gone. */
GateProject        *gate_projects_get_current             (GateProjects         *self);
/* key: "projects", "default-active", "read-only-connectors" … FALSE: locked by the administrator. */
gboolean            gate_projects_is_writable             (GateProjects         *self,
                                                           const char           *key);
gboolean            gate_projects_is_locked_off           (GateProjects         *self,
                                                           const char           *connector,
                                                           const char           *account);
gboolean            gate_projects_is_default_active       (GateProjects         *self,
                                                           const char           *connector,
                                                           const char           *account);
gboolean            gate_projects_is_read_only            (GateProjects         *self,
                                                           const char           *connector);

/* folder, instructions: (nullable). The new project has everything off except what "default-active" names. */
void                gate_projects_create_async            (GateProjects         *self,
                                                           const char           *name,
                                                           const char           *folder,
                                                           const char           *instructions,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
GateProject        *gate_projects_create_finish           (GateProjects         *self,
                                                           GAsyncResult         *result,
                                                           GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void                gate_projects_delete_async            (GateProjects         *self,
                                                           const char           *id,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
void                gate_projects_move_async              (GateProjects         *self,
                                                           const char           *id,
                                                           guint                 position,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
void                gate_projects_set_current_async       (GateProjects         *self,
                                                           const char           *id,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
void                gate_projects_set_default_active_async (GateProjects        *self,
                                                           const char           *connector,
                                                           const char           *account,
                                                           gboolean              active,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
void                gate_projects_set_read_only_async     (GateProjects         *self,
                                                           const char           *connector,
                                                           gboolean              read_only,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
/* For all projects. choice NULL: forget it. */
void                gate_projects_set_tool_choices_async  (GateProjects         *self,
                                                           const char * const   *full_names,
                                                           const char           *choice,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
/* A connector was removed: a new one of the same id must not find itself on, or its tools allowed, anywhere. accounts: beyond the
 * first, (nullable). */
void                gate_projects_forget_connector_async  (GateProjects         *self,
                                                           const char           *connector,
                                                           const char * const   *accounts,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
/* The same for one account beyond the first; the others stay. */
void                gate_projects_forget_account_async    (GateProjects         *self,
                                                           const char           *connector,
                                                           const char           *account,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
/* Of all of these that return nothing but success. */
gboolean            gate_projects_change_finish           (GateProjects         *self,
                                                           GAsyncResult         *result,
                                                           GError              **error);

G_END_DECLS
