// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-secret.h"

#include "gate-random.h"

#include <string.h>
#include <sys/resource.h>

struct _GateSecret {
  gatomicrefcount  ref_count;
  char            *text;
  gsize            size;
};

G_DEFINE_BOXED_TYPE (GateSecret, gate_secret, gate_secret_ref, gate_secret_unref)

/**
 * gate_secret_new:
 * @text: the secret, copied
 *
 * Returns: (transfer full): a secret
 */
GateSecret *
gate_secret_new (const char *text)
{
  return gate_secret_new_take (g_strdup (text));
}

/**
 * gate_secret_new_take:
 * @text: (transfer full): the secret, taken over and wiped in the end
 *
 * Returns: (transfer full): a secret
 */
GateSecret *
gate_secret_new_take (char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  GateSecret *self = g_new0 (GateSecret, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->text = text;
  self->size = strlen (text);
  return self;
}

/**
 * gate_secret_ref:
 * @self: a secret
 *
 * Returns: (transfer full): the same, counted once more
 */
GateSecret *
gate_secret_ref (GateSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * gate_secret_unref:
 * @self: (transfer full) (nullable): a secret
 *
 * Drops a reference; the last one wipes the text.
 */
void
gate_secret_unref (GateSecret *self)
{
  if (!self || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  gate_secret_wipe (self->text);
  g_free (self->text);
  g_free (self);
}

/**
 * gate_secret_peek:
 * @self: (nullable): a secret
 *
 * The one way to the text. What is peeked goes into a header, a form body or the keyring, never into a log or a message.
 *
 * Returns: (transfer none) (nullable): the text
 */
const char *
gate_secret_peek (const GateSecret *self)
{
  return self ? self->text : NULL;
}

/**
 * gate_secret_get_size:
 * @self: (nullable): a secret
 *
 * Returns: its length in bytes, 0 for %NULL
 */
gsize
gate_secret_get_size (const GateSecret *self)
{
  return self ? self->size : 0;
}

/**
 * gate_secret_equal:
 * @a: (nullable): a secret
 * @b: (nullable): a secret
 *
 * Returns: %TRUE when both hold the same text, compared in constant time
 */
gboolean
gate_secret_equal (const GateSecret *a,
                   const GateSecret *b)
{
  return gate_constant_time_equal (gate_secret_peek (a), gate_secret_peek (b));
}

/**
 * gate_secret_to_string:
 * @self: (nullable): a secret
 *
 * Returns: "[redacted]", or "[none]" for %NULL
 */
const char *
gate_secret_to_string (const GateSecret *self)
{
  return self ? "[redacted]" : "[none]";
}

/**
 * gate_secret_wipe:
 * @text: (nullable): a text that held a secret
 *
 * Overwrites a text with zeros in a way that the compiler keeps.
 */
void
gate_secret_wipe (char *text)
{
  if (text)
    explicit_bzero (text, strlen (text));
}

/**
 * gate_secret_forbid_core_dumps:
 *
 * Called first in every main(): no core dump (RLIMIT_CORE 0). The process stays "dumpable", since portals identify a sandboxed
 * caller through /proc, which that would forbid.
 */
void
gate_secret_forbid_core_dumps (void)
{
  const struct rlimit none = { 0, 0 };

  if (setrlimit (RLIMIT_CORE, &none) != 0)
    g_warning ("Core dumps could not be switched off");
}
