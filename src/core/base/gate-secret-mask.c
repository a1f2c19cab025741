// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-secret-mask.h"

#include "gate-error.h"

#include <string.h>

#define MIN_SIZE 8
#define MAX_SECRETS 32

typedef struct {
  GateSecret *secret;
  gsize       size;
  guint64     used;    /* when it was last added */
  gboolean    is_bare; /* may also stand in a JSON text outside of a string: as a number, or as what holds it together */
} Needle;

struct _GateSecretMask {
  GObject    parent_instance;

  GPtrArray *needles; /* (element-type Needle): the longest first, so that none leaves the rest of a longer one behind */
  guint64    clock;
};

G_DEFINE_FINAL_TYPE (GateSecretMask, gate_secret_mask, G_TYPE_OBJECT)

static void
needle_free (Needle *self)
{
  gate_secret_unref (self->secret);
  g_free (self);
}

static void
gate_secret_mask_finalize (GObject *object)
{
  g_ptr_array_unref (GATE_SECRET_MASK (object)->needles);
  G_OBJECT_CLASS (gate_secret_mask_parent_class)->finalize (object);
}

static void
gate_secret_mask_class_init (GateSecretMaskClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gate_secret_mask_finalize;
}

static void
gate_secret_mask_init (GateSecretMask *self)
{
  self->needles = g_ptr_array_new_with_free_func ((GDestroyNotify) needle_free);
}

/**
 * gate_secret_mask_new:
 *
 * Returns: (transfer full): a mask that knows no secret yet
 */
GateSecretMask *
gate_secret_mask_new (void)
{
  return g_object_new (GATE_TYPE_SECRET_MASK, NULL);
}

static int
compare_longest_first (gconstpointer a,
                       gconstpointer b)
{
  const Needle *one = *(const Needle *const *) a, *other = *(const Needle *const *) b;

  return one->size > other->size ? -1 : one->size < other->size;
}

static Needle *
find_needle (GateSecretMask *self,
             const char     *text)
{
  for (guint i = 0; i < self->needles->len; i++)
    {
      Needle *needle = self->needles->pdata[i];

      if (strcmp (gate_secret_peek (needle->secret), text) == 0)
        return needle;
    }
  return NULL;
}

static void
drop_oldest (GateSecretMask *self)
{
  guint oldest = 0;

  for (guint i = 1; i < self->needles->len; i++)
    if (((Needle *) self->needles->pdata[i])->used < ((Needle *) self->needles->pdata[oldest])->used)
      oldest = i;
  g_ptr_array_remove_index (self->needles, oldest);
}

static void
add_one (GateSecretMask *self,
         const char     *text)
{
  Needle *needle = find_needle (self, text);

  if (needle)
    {
      needle->used = ++self->clock;
      return;
    }
  if (self->needles->len == MAX_SECRETS)
    drop_oldest (self);
  needle = g_new0 (Needle, 1);
  needle->secret = gate_secret_new (text);
  needle->size = gate_secret_get_size (needle->secret);
  needle->used = ++self->clock;
  needle->is_bare = strspn (text, "0123456789+-.eE{}[],:\"\\ ") == needle->size;
  g_ptr_array_add (self->needles, needle);
  g_ptr_array_sort (self->needles, compare_longest_first);
}

/**
 * gate_secret_mask_add_text:
 * @self: a mask
 * @text: (nullable): a secret
 *
 * Adds a secret: each line of it, since a key in PEM form comes back in lines or as one; what follows the name of a scheme
 * ("Bearer …"); and what it becomes in an address. What was added before is known for longer then.
 */
void
gate_secret_mask_add_text (GateSecretMask *self,
                           const char     *text)
{
  g_return_if_fail (GATE_IS_SECRET_MASK (self));

  g_auto(GStrv) lines = g_strsplit (text ? text : "", "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      const char *line = g_strstrip (lines[i]);
      const char *space = strchr (line, ' ');

      if (strlen (line) >= MIN_SIZE)
        {
          g_autofree char *escaped = g_uri_escape_string (line, NULL, FALSE);

          add_one (self, line);
          if (strcmp (escaped, line) != 0)
            add_one (self, escaped);
          if (space && !strchr (space + 1, ' ') && strlen (space + 1) >= MIN_SIZE)
            add_one (self, space + 1);
          gate_secret_wipe (escaped);
        }
      gate_secret_wipe (lines[i]);
    }
}

/**
 * gate_secret_mask_add:
 * @self: a mask
 * @secret: (nullable): a secret
 *
 * Adds a secret, as gate_secret_mask_add_text() does.
 */
void
gate_secret_mask_add (GateSecretMask *self,
                      GateSecret     *secret)
{
  if (secret)
    gate_secret_mask_add_text (self, gate_secret_peek (secret));
}

static gboolean
finds (GateSecretMask *self,
       const char     *text,
       gsize           size,
       gboolean        only_bare)
{
  for (guint i = 0; i < self->needles->len; i++)
    {
      const Needle *needle = self->needles->pdata[i];

      if (size >= needle->size && (needle->is_bare || !only_bare) && memmem (text, size, gate_secret_peek (needle->secret), needle->size))
        return TRUE;
    }
  return FALSE;
}

/**
 * gate_secret_mask_finds:
 * @self: (nullable): a mask
 * @text: (array length=size): any bytes
 * @size: how many
 *
 * Returns: %TRUE when one of the secrets is in there
 */
gboolean
gate_secret_mask_finds (GateSecretMask *self,
                        const char     *text,
                        gsize           size)
{
  return self && size >= MIN_SIZE && finds (self, text, size, FALSE);
}

/**
 * gate_secret_mask_finds_bare:
 * @self: (nullable): a mask
 * @text: (array length=size): a JSON text
 * @size: its bytes
 *
 * Returns: %TRUE when one of the secrets is in there that need not be part of a string: one of digits only is a number too
 */
gboolean
gate_secret_mask_finds_bare (GateSecretMask *self,
                             const char     *text,
                             gsize           size)
{
  return self && size >= MIN_SIZE && finds (self, text, size, TRUE);
}

static GBytes *
replace (const Needle *needle,
         GBytes       *bytes)
{
  gsize size, mark = strlen (GATE_SECRET_MARK);
  const char *at = g_bytes_get_data (bytes, &size);
  const char *end = at + size;
  const char *hit = memmem (at, size, gate_secret_peek (needle->secret), needle->size);
  GByteArray *masked;

  if (!hit)
    return g_bytes_ref (bytes);
  masked = g_byte_array_sized_new ((guint) size);
  for (; hit; hit = memmem (at, (gsize) (end - at), gate_secret_peek (needle->secret), needle->size))
    {
      g_byte_array_append (masked, (const guint8 *) at, (guint) (hit - at));
      g_byte_array_append (masked, (const guint8 *) GATE_SECRET_MARK, (guint) mark);
      at = hit + needle->size;
    }
  g_byte_array_append (masked, (const guint8 *) at, (guint) (end - at));
  return g_byte_array_free_to_bytes (masked);
}

/**
 * gate_secret_mask_apply_bytes:
 * @self: (nullable): a mask
 * @bytes: any bytes, less than 4 GiB
 *
 * Returns: (transfer full): the same bytes without the secrets
 */
GBytes *
gate_secret_mask_apply_bytes (GateSecretMask *self,
                              GBytes         *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  GBytes *masked = g_bytes_ref (bytes);

  if (!gate_secret_mask_finds (self, data, size))
    return masked;
  for (guint i = 0; i < self->needles->len; i++)
    {
      g_autoptr(GBytes) before = masked;
      masked = replace (self->needles->pdata[i], before);
    }
  return masked;
}

/**
 * gate_secret_mask_apply:
 * @self: (nullable): a mask
 * @text: (nullable): a text
 *
 * Returns: (transfer full) (nullable): the text without the secrets, or %NULL where none is in it
 */
char *
gate_secret_mask_apply (GateSecretMask *self,
                        const char     *text)
{
  if (!text || !gate_secret_mask_finds (self, text, strlen (text)))
    return NULL;

  g_autoptr(GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr(GBytes) masked = gate_secret_mask_apply_bytes (self, bytes);
  gsize size;
  const char *data = g_bytes_get_data (masked, &size);
  return g_strndup (data, size);
}

/**
 * gate_secret_mask_apply_error:
 * @self: (nullable): a mask
 * @error: (nullable): an error that may repeat what a server said
 *
 * Takes the secrets out of an error's sentence, its remedies and its service data.
 */
void
gate_secret_mask_apply_error (GateSecretMask *self,
                              GError         *error)
{
  char *message = gate_secret_mask_apply (self, error ? error->message : NULL);
  g_autofree char *remedy = gate_secret_mask_apply (self, gate_error_get_remedy (error));
  g_autofree char *terminal = gate_secret_mask_apply (self, gate_error_get_terminal_remedy (error));
  g_autofree char *data = gate_secret_mask_apply (self, gate_error_get_service_data (error));

  if (message)
    {
      gate_secret_wipe (error->message);
      g_free (error->message);
      error->message = message;
    }
  if (remedy)
    gate_error_set_remedy (error, remedy);
  if (terminal)
    gate_error_set_terminal_remedy (error, terminal);
  if (data)
    gate_error_set_service_code (error, gate_error_get_service_code (error), data);
}
