// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-hub-account.h"

G_BEGIN_DECLS

/**
 * GateNoticeKind:
 * @GATE_NOTICE_OFFLINE: there is no network; it is about no account, and stands for all that need one
 * @GATE_NOTICE_REFUSED: the sign-in has ended, or the service does not take it any more
 * @GATE_NOTICE_CHANGED: tools are not what they were when they were allowed
 * @GATE_NOTICE_DOWN: the service cannot be reached, or fails
 * @GATE_NOTICE_EXPIRING: the sign-in ends soon, and nothing can renew it
 *
 * What is worth telling a person who does not look; the first is the most urgent.
 */
typedef enum {
  GATE_NOTICE_OFFLINE,
  GATE_NOTICE_REFUSED,
  GATE_NOTICE_CHANGED,
  GATE_NOTICE_DOWN,
  GATE_NOTICE_EXPIRING,
} GateNoticeKind;

#define GATE_TYPE_NOTICE (gate_notice_get_type ())

/**
 * GateNotice:
 *
 * Something about an account that is on in a project, or about all of them, that a person has to do something about or wants to know. It does not
 * change: what is told otherwise is another notice.
 */
G_DECLARE_FINAL_TYPE (GateNotice, gate_notice, GATE, NOTICE, GObject)

GateNotice     *gate_notice_new         (GateNoticeKind  kind,
                                         GateHubAccount *account,
                                         guint           n_tools,
                                         const char     *detail) G_GNUC_WARN_UNUSED_RESULT;
GateNoticeKind  gate_notice_get_kind    (GateNotice     *self);
/* (nullable): GATE_NOTICE_OFFLINE is about none. */
GateHubAccount *gate_notice_get_account (GateNotice     *self);
/* Of a changed definition: how many tools. */
guint           gate_notice_get_n_tools (GateNotice     *self);
/* The same for the same thing, as long as that lasts: what was told once is not told again. */
const char     *gate_notice_get_key     (GateNotice     *self);
/* "offline", "refused", "changed", "down", "expiring" */
const char     *gate_notice_kind_to_string (GateNoticeKind  kind);

G_END_DECLS
