// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-secret-store.h"

G_BEGIN_DECLS

#define GATE_TYPE_KEYRING (gate_keyring_get_type ())

/**
 * GateKeyring:
 *
 * A place that keeps secrets, seen from a worker thread: all of it blocks, and all of it may be called from several threads.
 */
G_DECLARE_INTERFACE (GateKeyring, gate_keyring, GATE, KEYRING, GObject)

/**
 * GateKeyringInterface:
 * @lookup: the secret; %NULL without error when there is none. Members that are %NULL stand for "" when exact, else for
 *   anything. Never prompts: locked is an error
 * @store: puts a secret in the place of what @lookup (fresh) just found. Never prompts
 * @clear: removes what matches the members that are not %NULL. Never prompts: locked is an error
 * @get_state: what kind of place it is now; locked and absent are no errors
 * @unlock: may prompt, and waits for the person
 * @is_shared: whether other processes see it, so that a change needs the lock
 * @open: (nullable): does ahead what the first lookup would have to; never prompts
 */
struct _GateKeyringInterface {
  GTypeInterface parent_iface;

  GateSecret *(*lookup)    (GateKeyring          *self,
                            const GateSecretKey  *key,
                            gboolean              exact,
                            gboolean              fresh,
                            GCancellable         *cancellable,
                            GError              **error);
  gboolean    (*store)     (GateKeyring          *self,
                            const GateSecretKey  *key,
                            const char           *label,
                            GateSecret           *secret,
                            GCancellable         *cancellable,
                            GError              **error);
  gboolean    (*clear)     (GateKeyring          *self,
                            const GateSecretKey  *key,
                            GCancellable         *cancellable,
                            GError              **error);
  gboolean    (*get_state) (GateKeyring          *self,
                            GateSecretState      *state,
                            GCancellable         *cancellable,
                            GError              **error);
  gboolean    (*unlock)    (GateKeyring          *self,
                            GCancellable         *cancellable,
                            GError              **error);
  gboolean    (*is_shared) (GateKeyring          *self);
  gboolean    (*open)      (GateKeyring          *self,
                            GCancellable         *cancellable,
                            GError              **error);
};

GateSecret *gate_keyring_lookup    (GateKeyring          *self,
                                    const GateSecretKey  *key,
                                    gboolean              exact,
                                    gboolean              fresh,
                                    GCancellable         *cancellable,
                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    gate_keyring_store     (GateKeyring          *self,
                                    const GateSecretKey  *key,
                                    const char           *label,
                                    GateSecret           *secret,
                                    GCancellable         *cancellable,
                                    GError              **error);
gboolean    gate_keyring_clear     (GateKeyring          *self,
                                    const GateSecretKey  *key,
                                    GCancellable         *cancellable,
                                    GError              **error);
gboolean    gate_keyring_get_state (GateKeyring          *self,
                                    GateSecretState      *state,
                                    GCancellable         *cancellable,
                                    GError              **error);
gboolean    gate_keyring_unlock    (GateKeyring          *self,
                                    GCancellable         *cancellable,
                                    GError              **error);
gboolean    gate_keyring_open      (GateKeyring          *self,
                                    GCancellable         *cancellable,
                                    GError              **error);

GateSecretStore *gate_secret_store_new_for_keyring (GateKeyring *keyring) G_GNUC_WARN_UNUSED_RESULT;

/* How the keyrings tell their errors. */
void        gate_keyring_set_locked    (GError          **error);
void        gate_keyring_set_dismissed (GError          **error);
void        gate_keyring_set_absent    (GError          **error,
                                        const char       *why);
void        gate_keyring_set_failed    (GError          **error,
                                        const GError     *cause);

G_END_DECLS
