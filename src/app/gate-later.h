// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-session.h"

G_BEGIN_DECLS

/**
 * GateLaterFunc:
 * @hub: (nullable): the hub; %NULL when it could not be opened, or never will be
 * @user_data: what was given
 *
 * What is to be done with the hub.
 */
typedef void (*GateLaterFunc) (GateHub  *hub,
                               gpointer  user_data);

#define GATE_TYPE_LATER (gate_later_get_type ())

/**
 * GateLater:
 *
 * What comes from outside before the hub is open, in the order in which it came: links, results of a search, actions of the desktop.
 */
G_DECLARE_FINAL_TYPE (GateLater, gate_later, GATE, LATER, GObject)

GateLater *gate_later_new (GateSession   *session) G_GNUC_WARN_UNUSED_RESULT;
void       gate_later_add (GateLater     *self,
                           GateLaterFunc  func,
                           gpointer       user_data);

G_END_DECLS
