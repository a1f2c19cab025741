// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-error.h"
#include "gate-hub-connector.h"

G_BEGIN_DECLS

/**
 * GateAccountPhase:
 * @GATE_ACCOUNT_PHASE_UNKNOWN: what it offers was not asked yet
 * @GATE_ACCOUNT_PHASE_LISTING: it is being asked
 * @GATE_ACCOUNT_PHASE_LISTED: the numbers are true
 * @GATE_ACCOUNT_PHASE_FAILED: asking failed; `error-message` says why
 *
 * How far we are with what an account offers.
 */
typedef enum {
  GATE_ACCOUNT_PHASE_UNKNOWN,
  GATE_ACCOUNT_PHASE_LISTING,
  GATE_ACCOUNT_PHASE_LISTED,
  GATE_ACCOUNT_PHASE_FAILED,
} GateAccountPhase;

/**
 * GateAccountRemedy:
 * @GATE_ACCOUNT_REMEDY_NONE: all three layers hold
 * @GATE_ACCOUNT_REMEDY_WAIT: not known yet
 * @GATE_ACCOUNT_REMEDY_ASK_ADMINISTRATOR: the administrator keeps it off
 * @GATE_ACCOUNT_REMEDY_TURN_ON: layer 2 is off
 * @GATE_ACCOUNT_REMEDY_CONNECT: layer 2 is off, and whether layer 3 needs a sign-in was never asked: connecting tells, and turns it on
 * @GATE_ACCOUNT_REMEDY_SIGN_IN: layer 3: never signed in, or signed out
 * @GATE_ACCOUNT_REMEDY_SIGN_IN_AGAIN: layer 3: expired and no refresh can help, or too narrow
 * @GATE_ACCOUNT_REMEDY_UNLOCK: layer 3: the keyring is locked
 * @GATE_ACCOUNT_REMEDY_GET_KEYRING: layer 3: there is no keyring
 * @GATE_ACCOUNT_REMEDY_START: all three layers hold, and the program on this computer was not started yet
 * @GATE_ACCOUNT_REMEDY_REVIEW: a definition or a command has to be looked at
 * @GATE_ACCOUNT_REMEDY_RETRY: the service or the network failed
 *
 * What a person does about the first layer that is off.
 */
typedef enum {
  GATE_ACCOUNT_REMEDY_NONE,
  GATE_ACCOUNT_REMEDY_WAIT,
  GATE_ACCOUNT_REMEDY_ASK_ADMINISTRATOR,
  GATE_ACCOUNT_REMEDY_TURN_ON,
  GATE_ACCOUNT_REMEDY_CONNECT,
  GATE_ACCOUNT_REMEDY_SIGN_IN,
  GATE_ACCOUNT_REMEDY_SIGN_IN_AGAIN,
  GATE_ACCOUNT_REMEDY_UNLOCK,
  GATE_ACCOUNT_REMEDY_GET_KEYRING,
  GATE_ACCOUNT_REMEDY_START,
  GATE_ACCOUNT_REMEDY_REVIEW,
  GATE_ACCOUNT_REMEDY_RETRY,
} GateAccountRemedy;

/**
 * GateHubScopes:
 * @GATE_HUB_SCOPES_READ: names that say that they read
 * @GATE_HUB_SCOPES_CHANGE: names that say that they change something
 * @GATE_HUB_SCOPES_IDENTIFY: who the person is, or staying signed in
 * @GATE_HUB_SCOPES_OTHER: names that do not tell
 *
 * What granted scopes are for, as far as their names tell.
 */
typedef enum {
  GATE_HUB_SCOPES_READ,
  GATE_HUB_SCOPES_CHANGE,
  GATE_HUB_SCOPES_IDENTIFY,
  GATE_HUB_SCOPES_OTHER,
} GateHubScopes;

#define GATE_TYPE_HUB_ACCOUNT (gate_hub_account_get_type ())

/**
 * GateHubAccount:
 *
 * One account of one connector, seen from one project, with its three layers and what it offers. Of that `connector`, `account` and
 * `label` are properties; whatever else changes, the signal `changed` is emitted, once for each change.
 */
G_DECLARE_FINAL_TYPE (GateHubAccount, gate_hub_account, GATE, HUB_ACCOUNT, GObject)

GateHubConnector  *gate_hub_account_get_connector     (GateHubAccount *self);
/* The connector's id. */
const char        *gate_hub_account_get_id            (GateHubAccount *self);
/* "" for the first. */
const char        *gate_hub_account_get_account       (GateHubAccount *self);
/* The connector's label, with the account's where there are several. */
const char        *gate_hub_account_get_label         (GateHubAccount *self);
gboolean           gate_hub_account_get_active        (GateHubAccount *self);
/* The administrator decides layer 2. */
gboolean           gate_hub_account_get_locked        (GateHubAccount *self);
/* NULL until known; else as in GateLayers. */
const char        *gate_hub_account_get_sign_in       (GateHubAccount *self);
const char        *gate_hub_account_get_issuer        (GateHubAccount *self);
const char        *gate_hub_account_get_scopes        (GateHubAccount *self);
/* (nullable): those of a kind, separated by spaces. */
char              *gate_hub_account_dup_scopes_that   (GateHubAccount *self,
                                                       GateHubScopes   kind) G_GNUC_WARN_UNUSED_RESULT;
gint64             gate_hub_account_get_expires       (GateHubAccount *self);
gboolean           gate_hub_account_get_can_refresh   (GateHubAccount *self);
gint64             gate_hub_account_get_signed_in_at  (GateHubAccount *self);
gint64             gate_hub_account_get_last_used     (GateHubAccount *self);
/* Signed in, and not used for so long that it is best given back. */
gboolean           gate_hub_account_is_unused         (GateHubAccount *self);
GateAccountPhase   gate_hub_account_get_phase         (GateHubAccount *self);
guint              gate_hub_account_get_n_tools       (GateHubAccount *self);
guint              gate_hub_account_get_n_read        (GateHubAccount *self);
guint              gate_hub_account_get_n_resources   (GateHubAccount *self);
guint              gate_hub_account_get_n_prompts     (GateHubAccount *self);
/* Seconds since the epoch, 0: never. */
gint64             gate_hub_account_get_listed_at     (GateHubAccount *self);
const GError      *gate_hub_account_get_error         (GateHubAccount *self);
/* GateHubItem, as last listed. */
GListModel        *gate_hub_account_get_items         (GateHubAccount *self);
GateAccountRemedy  gate_hub_account_get_remedy        (GateHubAccount *self);
gboolean           gate_hub_account_is_signed_in      (GateHubAccount *self);
/* FALSE where it is known that a sign-in is missing. */
gboolean           gate_hub_account_can_be_asked      (GateHubAccount *self);

G_END_DECLS
