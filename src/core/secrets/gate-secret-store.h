// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

#include "gate-secret.h"

G_BEGIN_DECLS

/**
 * GateSecretKey:
 * @kind: what it is: "tokens", "client", "field", "headers", "dpop-key"
 * @issuer: (nullable): the authorization server's issuer, or %NULL
 * @resource: (nullable): the resource, or the connector's id for fields
 * @account: (nullable): the account's id; %NULL is the only account
 * @name: (nullable): the field's name
 *
 * The attributes under which a secret is kept. None of them is secret; %NULL is stored as "".
 */
typedef struct {
  const char *kind;
  const char *issuer;
  const char *resource;
  const char *account;
  const char *name;
} GateSecretKey;

/**
 * GateSecretState:
 * @GATE_SECRET_STATE_AVAILABLE: unlocked and working
 * @GATE_SECRET_STATE_LOCKED: there, but locked
 * @GATE_SECRET_STATE_ABSENT: no Secret Service answers
 * @GATE_SECRET_STATE_FILE: libsecret's encrypted file (Secret portal) stands in
 * @GATE_SECRET_STATE_MEMORY: this process only; nothing is kept
 */
typedef enum {
  GATE_SECRET_STATE_AVAILABLE,
  GATE_SECRET_STATE_LOCKED,
  GATE_SECRET_STATE_ABSENT,
  GATE_SECRET_STATE_FILE,
  GATE_SECRET_STATE_MEMORY,
} GateSecretState;

#define GATE_TYPE_SECRET_STORE (gate_secret_store_get_type ())

/**
 * GateSecretStore:
 *
 * The keyring, and the only thing in the program that talks to it. What it stores is read back and compared. Locked, absent and
 * dismissed are three different errors: %GATE_ERROR_KEYRING_LOCKED, %GATE_ERROR_KEYRING_ABSENT, %GATE_ERROR_KEYRING_DISMISSED.
 * A store in memory keeps everything in this process, wiped at its end. After a failure to reach the keyring nothing is ever
 * written elsewhere.
 */
G_DECLARE_FINAL_TYPE (GateSecretStore, gate_secret_store, GATE, SECRET_STORE, GObject)

GateSecretStore *gate_secret_store_new           (void) G_GNUC_WARN_UNUSED_RESULT;
GateSecretStore *gate_secret_store_new_in_memory (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean         gate_secret_store_is_in_memory  (GateSecretStore      *self);

/* Does ahead, beside other work, what the first lookup would have to. */
void             gate_secret_store_open_async    (GateSecretStore      *self,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean         gate_secret_store_open_finish   (GateSecretStore      *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);
/* Secret or NULL without error: nothing is kept under this key. fresh: read past every cache (another process may have written). */
void             gate_secret_store_lookup_async  (GateSecretStore      *self,
                                                  const GateSecretKey  *key,
                                                  gboolean              fresh,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
GateSecret      *gate_secret_store_lookup_finish (GateSecretStore      *self,
                                                  GAsyncResult         *result,
                                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same, but members that are NULL stand for anything. */
void             gate_secret_store_find_async    (GateSecretStore      *self,
                                                  const GateSecretKey  *key,
                                                  gboolean              fresh,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
GateSecret      *gate_secret_store_find_finish   (GateSecretStore      *self,
                                                  GAsyncResult         *result,
                                                  GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void             gate_secret_store_store_async   (GateSecretStore      *self,
                                                  const GateSecretKey  *key,
                                                  const char           *label,
                                                  GateSecret           *secret,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean         gate_secret_store_store_finish  (GateSecretStore      *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);
/* Removes whatever matches the members of key that are not NULL. */
void             gate_secret_store_clear_async   (GateSecretStore      *self,
                                                  const GateSecretKey  *key,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean         gate_secret_store_clear_finish  (GateSecretStore      *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);
void             gate_secret_store_state_async   (GateSecretStore      *self,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean         gate_secret_store_state_finish  (GateSecretStore      *self,
                                                  GAsyncResult         *result,
                                                  GateSecretState      *state,
                                                  GError              **error);
void             gate_secret_store_unlock_async  (GateSecretStore      *self,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean         gate_secret_store_unlock_finish (GateSecretStore      *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);

G_END_DECLS
