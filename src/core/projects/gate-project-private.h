// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-project.h"
#include "gate-settings.h"

G_BEGIN_DECLS

/**
 * GateProjectChange:
 * @project: (nullable): the project's id, %NULL for the root
 * @key: (nullable): a key
 * @items: (nullable): entries, names
 * @text: (nullable): a text
 * @folder: (nullable): of a new project
 * @instructions: (nullable): of a new project
 * @on: whether to set or to take away
 * @position: in the list
 *
 * What a change in the worker needs; each uses what it needs.
 */
typedef struct {
  char      *project;
  char      *key;
  char     **items;
  char      *text;
  char      *folder;
  char      *instructions;
  gboolean   on;
  guint      position;
} GateProjectChange;

GateProjectChange *gate_project_change_new  (const char         *project,
                                             const char         *key) G_GNUC_WARN_UNUSED_RESULT;
void               gate_project_change_free (GateProjectChange  *self);

/* Changes that a project and the root have in common. */
gboolean  gate_project_change_tool_choices (GateSettingsEdit  *edit,
                                            gpointer           data,
                                            GError           **error);
gboolean  gate_project_keep_active         (GateSettingsEdit  *edit,
                                            const char        *project,
                                            GError           **error);
gboolean  gate_project_check_text          (const char        *key,
                                            const char        *text,
                                            GError           **error);
gboolean  gate_project_check_choice        (const char        *choice,
                                            GError           **error);
gboolean  gate_project_entry_is_locked     (const char * const *list,
                                            const char        *entry);
gboolean  gate_project_id_is_valid         (const char        *id);

GateProject  *gate_project_new          (GateSettings  *settings,
                                         const char    *id) G_GNUC_WARN_UNUSED_RESULT;
GateSettings *gate_project_get_settings (GateProject   *self);
void          gate_project_refresh      (GateProject   *self);

G_END_DECLS
