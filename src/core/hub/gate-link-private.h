// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-link.h"

G_BEGIN_DECLS

struct _GateLink {
  GObject           parent_instance;

  GateConnector    *connector;
  char             *account;
  char             *folder; /* (nullable) */
  GateHttp         *http;
  GateInteraction  *interaction;
  GateApprovals    *approvals;
  GateServerMemory *memory; /* (nullable) */
  GateMcpEra        expected; /* what was remembered of the server when the client was made */
  GateSignIn       *sign_in;
  GateMcpClient    *client; /* (nullable) */
  GPtrArray        *waiting; /* (element-type GTask) (owned) */
  GCancellable     *starting; /* (nullable): the running attempt */
  gboolean          asks;     /* the face lets all that it does ask */
  guint             n_asking; /* how much runs that the person has just asked for, and that may ask back */
};

/* Begins an attempt to connect, which answers all that wait. */
void gate_link_start         (GateLink *self);
void gate_link_follow_client (GateLink *self);

G_END_DECLS
