// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-secret-store.h"

G_BEGIN_DECLS

/**
 * GateVaultFlags:
 * @GATE_VAULT_EXACT: members of the key that are %NULL stand for "", rather than for anything
 * @GATE_VAULT_FRESH: see what another process has just written
 * @GATE_VAULT_UNLOCK: ask the person to unlock a locked keyring, once
 *
 * How to look for a secret.
 */
typedef enum {
  GATE_VAULT_EXACT = 1 << 0,
  GATE_VAULT_FRESH = 1 << 1,
  GATE_VAULT_UNLOCK = 1 << 2,
} GateVaultFlags;

#define GATE_TYPE_VAULT (gate_vault_get_type ())

/**
 * GateVault:
 *
 * Where one sign-in keeps its secrets: the keyring, and where that does not take them the memory of this process, wiped at its end.
 * Nothing is ever written in clear.
 */
G_DECLARE_FINAL_TYPE (GateVault, gate_vault, GATE, VAULT, GObject)

GateVault    *gate_vault_new           (GateSecretStore      *secrets) G_GNUC_WARN_UNUSED_RESULT;
/* Whether all that was given to it is in the keyring; else why not. */
gboolean      gate_vault_has_kept_all  (GateVault            *self);
const GError *gate_vault_get_error     (GateVault            *self);
void          gate_vault_look_async    (GateVault            *self,
                                        const GateSecretKey  *key,
                                        GateVaultFlags        flags,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
GateSecret   *gate_vault_look_finish   (GateVault            *self,
                                        GAsyncResult         *result,
                                        GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          gate_vault_keep_async    (GateVault            *self,
                                        const GateSecretKey  *key,
                                        const char           *label,
                                        GateSecret           *secret,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
gboolean      gate_vault_keep_finish   (GateVault            *self,
                                        GAsyncResult         *result);
void          gate_vault_forget_async  (GateVault            *self,
                                        const GateSecretKey  *key,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
gboolean      gate_vault_forget_finish (GateVault            *self,
                                        GAsyncResult         *result,
                                        GError              **error);
gboolean      gate_vault_error_is_keyring (const GError         *error);

G_END_DECLS
