// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-keyring.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-lock.h"
#include "gate-secret-schema.h"
#include "gate-text.h"

#define LOCK_NAME "secrets"
#define LOCK_TIMEOUT_MS 60000
#define SECRET_LIMIT (4u * 1024 * 1024)
#define CAUSE_LIMIT 200

G_DEFINE_INTERFACE (GateKeyring, gate_keyring, G_TYPE_OBJECT)

static void
gate_keyring_default_init (GateKeyringInterface *iface)
{
}

/**
 * gate_keyring_set_locked:
 * @error: (out) (optional): where to put it
 *
 * Tells that the keyring is locked.
 */
void
gate_keyring_set_locked (GError **error)
{
  gate_error_set (error, GATE_ERROR_KEYRING_LOCKED, GATE_LAYER_SIGNED_IN,
                  _("Unlock the keyring, then try again."), _("The keyring is locked"));
}

/**
 * gate_keyring_set_dismissed:
 * @error: (out) (optional): where to put it
 *
 * Tells that the person closed the keyring's prompt, or that no prompt could be shown.
 */
void
gate_keyring_set_dismissed (GError **error)
{
  gate_error_set (error, GATE_ERROR_KEYRING_DISMISSED, GATE_LAYER_SIGNED_IN,
                  _("Try again and answer the keyring’s prompt; where none appears, unlock the keyring in its own program."),
                  _("The keyring stayed locked because its prompt was not answered"));
}

/**
 * gate_keyring_set_absent:
 * @error: (out) (optional): where to put it
 * @why: what is missing, "there is no session bus"
 *
 * Tells that no keyring answers.
 */
void
gate_keyring_set_absent (GError     **error,
                         const char  *why)
{
  gate_error_set (error, GATE_ERROR_KEYRING_ABSENT, GATE_LAYER_SIGNED_IN,
                  _("Start or install a Secret Service (GNOME Keyring, KWallet, KeePassXC), or keep secrets for this session only."),
                  _("No keyring answers: %s"), why);
}

/**
 * gate_keyring_set_failed:
 * @error: (out) (optional): where to put it
 * @cause: what libsecret, D-Bus or GIO said; it holds no secret
 *
 * Tells an error of the keyring in our terms. Cancellation and errors of our own domain are only copied.
 */
void
gate_keyring_set_failed (GError       **error,
                         const GError  *cause)
{
  if (cause->domain == GATE_ERROR || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_error_copy (cause));
      return;
    }
  if (g_error_matches (cause, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    {
      gate_keyring_set_locked (error);
      return;
    }

  g_autofree char *visible = gate_text_make_visible (cause->message, GATE_TEXT_LINE);
  g_autofree char *message = gate_text_shorten (visible, CAUSE_LIMIT);
  gboolean late = g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)
                  || g_error_matches (cause, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY)
                  || g_error_matches (cause, G_DBUS_ERROR, G_DBUS_ERROR_TIMED_OUT)
                  || g_error_matches (cause, G_DBUS_ERROR, G_DBUS_ERROR_TIMEOUT);
  gate_error_set (error, late ? GATE_ERROR_TIMED_OUT : GATE_ERROR_FAILED, GATE_LAYER_SIGNED_IN,
                  _("Check that the keyring’s own program (Passwords and Keys, KeePassXC) can open it, then try again."),
                  _("The keyring failed: %s"), message);
}

/**
 * gate_keyring_lookup:
 * @self: a keyring
 * @key: which secret
 * @exact: whether members that are %NULL stand for "" (one secret), rather than for anything
 * @fresh: whether another process' last change must be seen
 * @cancellable: (nullable): ends the wait
 * @error: set to %GATE_ERROR_KEYRING_LOCKED, %GATE_ERROR_KEYRING_ABSENT, %GATE_ERROR_INVALID, %GATE_ERROR_TIMED_OUT,
 *   %GATE_ERROR_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the secret, or %NULL without an error when none is kept
 */
GateSecret *
gate_keyring_lookup (GateKeyring          *self,
                     const GateSecretKey  *key,
                     gboolean              exact,
                     gboolean              fresh,
                     GCancellable         *cancellable,
                     GError              **error)
{
  if (!gate_secret_key_check (key, error))
    return NULL;
  return GATE_KEYRING_GET_IFACE (self)->lookup (self, key, exact, fresh, cancellable, error);
}

/* The members that are NULL as "", so that clearing removes the one item and not all that match. */
static GateSecretKey
exact_key (const GateSecretKey *key)
{
  const char *members[GATE_SECRET_KEY_N_MEMBERS];

  gate_secret_key_get_members (key, members);
  for (guint i = 0; i < GATE_SECRET_KEY_N_MEMBERS; i++)
    if (!members[i])
      members[i] = "";
  return gate_secret_key_from_members (members);
}

static gboolean
put_back (GateKeyring          *self,
          const GateSecretKey  *key,
          const char           *label,
          GateSecret           *old)
{
  GateKeyringInterface *iface = GATE_KEYRING_GET_IFACE (self);
  g_autoptr(GError) error = NULL;

  if (old && iface->store (self, key, label, old, NULL, &error))
    {
      g_autoptr(GateSecret) kept = iface->lookup (self, key, TRUE, TRUE, NULL, NULL);
      return gate_secret_equal (kept, old);
    }
  if (!old)
    {
      GateSecretKey exact = exact_key (key);
      return iface->clear (self, &exact, NULL, &error);
    }
  g_debug ("The old secret could not be put back: %s", error->message);
  return FALSE;
}

/* Not every keyring keeps what it took: some cut long secrets short without a word. From here on nothing cancels. */
static gboolean
read_back (GateKeyring          *self,
           const GateSecretKey  *key,
           const char           *label,
           GateSecret           *secret,
           GateSecret           *old,
           GError              **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GateSecret) kept = GATE_KEYRING_GET_IFACE (self)->lookup (self, key, TRUE, TRUE, NULL, &local_error);

  if (kept && gate_secret_equal (kept, secret))
    return TRUE;

  gboolean cut = gate_secret_get_size (kept) < gate_secret_get_size (secret);
  gboolean restored = put_back (self, key, label, old);
  if (local_error)
    gate_keyring_set_failed (error, local_error);
  else
    {
      g_autofree char *there = g_strdup_printf ("%" G_GSIZE_FORMAT, gate_secret_get_size (kept));
      g_autofree char *all = g_strdup_printf ("%" G_GSIZE_FORMAT, gate_secret_get_size (secret));

      gate_error_set (error, cut ? GATE_ERROR_TOO_LARGE : GATE_ERROR_FAILED, GATE_LAYER_SIGNED_IN,
                      _("Use another Secret Service: this one does not keep secrets of this size."),
                      !restored ? _("The keyring kept %s of the secret’s %s bytes, or changed them; what was kept before could not be restored")
                      : old     ? _("The keyring kept %s of the secret’s %s bytes, or changed them; the old secret is in place again")
                                : _("The keyring kept %s of the secret’s %s bytes, or changed them; nothing is kept"), there, all);
    }
  return FALSE;
}

static gboolean
take_lock (GateKeyring   *self,
           GateLock     **lock,
           GCancellable  *cancellable,
           GError       **error)
{
  if (!GATE_KEYRING_GET_IFACE (self)->is_shared (self))
    return TRUE;
  *lock = gate_lock_take_sync (LOCK_NAME, LOCK_TIMEOUT_MS, cancellable, error);
  return *lock != NULL;
}

/**
 * gate_keyring_store:
 * @self: a keyring
 * @key: under what; members that are %NULL stand for ""
 * @label: what people read in Passwords and Keys
 * @secret: what to keep
 * @cancellable: (nullable): ends the wait, until the secret is being written
 * @error: as for gate_keyring_lookup(), or %GATE_ERROR_TOO_LARGE
 *
 * Keeps a secret in the place of what was kept under @key, and reads it back. When it did not survive, what was there before is
 * put back. One process at a time: libsecret's file loses changes that are made at once.
 *
 * Returns: %TRUE when the keyring has it
 */
gboolean
gate_keyring_store (GateKeyring          *self,
                    const GateSecretKey  *key,
                    const char           *label,
                    GateSecret           *secret,
                    GCancellable         *cancellable,
                    GError              **error)
{
  GateKeyringInterface *iface = GATE_KEYRING_GET_IFACE (self);
  g_autoptr(GateLock) lock = NULL;
  g_autoptr(GError) local_error = NULL;

  if (!gate_secret_key_check (key, error))
    return FALSE;
  if (gate_secret_get_size (secret) > SECRET_LIMIT)
    {
      gate_error_set (error, GATE_ERROR_TOO_LARGE, GATE_LAYER_SIGNED_IN, NULL, _("A secret of more than 4 MiB is not kept"));
      return FALSE;
    }
  if (!take_lock (self, &lock, cancellable, error))
    return FALSE;

  g_autoptr(GateSecret) old = iface->lookup (self, key, TRUE, TRUE, cancellable, &local_error);
  if (local_error)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return iface->store (self, key, label, secret, cancellable, error) && read_back (self, key, label, secret, old, error);
}

/**
 * gate_keyring_clear:
 * @self: a keyring
 * @key: what to remove: all that match its members that are not %NULL
 * @cancellable: (nullable): ends the wait
 * @error: as for gate_keyring_lookup()
 *
 * Returns: %TRUE when nothing that matches is left
 */
gboolean
gate_keyring_clear (GateKeyring          *self,
                    const GateSecretKey  *key,
                    GCancellable         *cancellable,
                    GError              **error)
{
  g_autoptr(GateLock) lock = NULL;

  return gate_secret_key_check (key, error)
         && take_lock (self, &lock, cancellable, error)
         && GATE_KEYRING_GET_IFACE (self)->clear (self, key, cancellable, error);
}

/**
 * gate_keyring_get_state:
 * @self: a keyring
 * @state: (out): where to put its state
 * @cancellable: (nullable): ends the wait
 * @error: set to %GATE_ERROR_TIMED_OUT, %GATE_ERROR_FAILED or %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when the state is known; locked and absent are states
 */
gboolean
gate_keyring_get_state (GateKeyring      *self,
                        GateSecretState  *state,
                        GCancellable     *cancellable,
                        GError          **error)
{
  return GATE_KEYRING_GET_IFACE (self)->get_state (self, state, cancellable, error);
}

/**
 * gate_keyring_unlock:
 * @self: a keyring
 * @cancellable: (nullable): ends the wait; a prompt that is open is left to the person
 * @error: set to %GATE_ERROR_KEYRING_DISMISSED, or as for gate_keyring_lookup()
 *
 * Asks the person to unlock the keyring, or to make one where there is none yet.
 *
 * Returns: %TRUE when it is unlocked
 */
gboolean
gate_keyring_unlock (GateKeyring   *self,
                     GCancellable  *cancellable,
                     GError       **error)
{
  return GATE_KEYRING_GET_IFACE (self)->unlock (self, cancellable, error);
}

/**
 * gate_keyring_open:
 * @self: a keyring
 * @cancellable: (nullable): ends the wait
 * @error: as for gate_keyring_lookup()
 *
 * Does ahead what the first lookup would have to, where that takes its time. Never prompts.
 *
 * Returns: %TRUE when the keyring can be reached
 */
gboolean
gate_keyring_open (GateKeyring   *self,
                   GCancellable  *cancellable,
                   GError       **error)
{
  GateKeyringInterface *iface = GATE_KEYRING_GET_IFACE (self);

  return !iface->open || iface->open (self, cancellable, error);
}
