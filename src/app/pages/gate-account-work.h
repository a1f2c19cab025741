// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-project-view.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GATE_TYPE_ACCOUNT_WORK (gate_account_work_get_type ())

/**
 * GateAccountWork:
 *
 * What a person asked for one account, from the button to the end: connect it, unlock the keyring for it, turn it on, disconnect it.
 * How it ended is told over the widget that asked, which may be closed meanwhile. The property `doing` says what is waited for.
 */
G_DECLARE_FINAL_TYPE (GateAccountWork, gate_account_work, GATE, ACCOUNT_WORK, GObject)

GateAccountWork *gate_account_work_new              (GtkWidget            *asker,
                                                     GateProjectView      *view,
                                                     const char           *connector,
                                                     const char           *account) G_GNUC_WARN_UNUSED_RESULT;
GtkWidget       *gate_account_work_get_asker        (GateAccountWork      *self);
GateProjectView *gate_account_work_get_view         (GateAccountWork      *self);
GateHub         *gate_account_work_get_hub          (GateAccountWork      *self);
const char      *gate_account_work_get_connector    (GateAccountWork      *self);
const char      *gate_account_work_get_account      (GateAccountWork      *self);
/* (nullable): what is waited for, for people. */
const char      *gate_account_work_get_doing        (GateAccountWork      *self);
/* (transfer none) (nullable): the account, where it is still there. */
GateHubAccount  *gate_account_work_find             (GateAccountWork      *self);
gboolean         gate_account_work_is_for           (GateAccountWork      *self,
                                                     GateHubAccount       *account);
/* Says it in passing, in the window that asked. */
void             gate_account_work_tell             (GateAccountWork      *self,
                                                     const char           *text);

/* project (nullable): where it is to be on afterwards. again: also one that is signed in. */
void             gate_account_work_connect_async    (GateAccountWork      *self,
                                                     GateHubProject       *project,
                                                     gboolean              again,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
void             gate_account_work_unlock_async     (GateAccountWork      *self,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
void             gate_account_work_set_active_async (GateAccountWork      *self,
                                                     GateHubProject       *project,
                                                     gboolean              active,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
/* projects: (element-type GateHubProject): one after the other. */
void             gate_account_work_turn_on_async    (GateAccountWork      *self,
                                                     GPtrArray            *projects,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
void             gate_account_work_disconnect_async (GateAccountWork      *self,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
/* Of all. FALSE: it failed, which has been told. */
gboolean         gate_account_work_finish           (GateAccountWork      *self,
                                                     GAsyncResult         *result);

G_END_DECLS
