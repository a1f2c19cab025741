// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-template.h"

#include "gate-text.h"

#include <string.h>

#define KEYRING_PREFIX "keyring:"
#define KEYRING_NAME_LIMIT 64

/**
 * gate_template_is_variable_name:
 * @name: a name
 * @size: its bytes, or -1 when nul-terminated
 *
 * Returns: %TRUE for a letter or `_`, then letters, digits and `_`
 */
gboolean
gate_template_is_variable_name (const char *name,
                                gssize      size)
{
  gsize length = size < 0 ? strlen (name) : (gsize) size;

  if (length == 0 || g_ascii_isdigit (name[0]))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (name[i]) && name[i] != '_')
      return FALSE;
  return TRUE;
}

/**
 * gate_template_is_keyring_name:
 * @name: a name
 * @size: its bytes, or -1 when nul-terminated
 *
 * Returns: %TRUE for 1 to 64 letters, digits, `_`, `-` and `.`
 */
gboolean
gate_template_is_keyring_name (const char *name,
                               gssize      size)
{
  gsize length = size < 0 ? strlen (name) : (gsize) size;

  if (length == 0 || length > KEYRING_NAME_LIMIT)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (name[i]) && !strchr ("_-.", name[i]))
      return FALSE;
  return TRUE;
}

static void
read_reference (GateTemplatePart *part)
{
  const char *inside = part->start + 2;
  gsize size = part->size - 3;

  part->kind = GATE_TEMPLATE_BROKEN;
  if (size > strlen (KEYRING_PREFIX) && g_str_has_prefix (inside, KEYRING_PREFIX))
    {
      part->name = inside + strlen (KEYRING_PREFIX);
      part->name_size = size - strlen (KEYRING_PREFIX);
      if (gate_template_is_keyring_name (part->name, (gssize) part->name_size))
        part->kind = GATE_TEMPLATE_KEYRING;
      return;
    }

  const char *separator = g_strstr_len (inside, (gssize) size, ":-");
  part->name = inside;
  part->name_size = separator ? (gsize) (separator - inside) : size;
  if (separator)
    {
      part->fallback = separator + 2;
      part->fallback_size = size - part->name_size - 2;
    }
  if (gate_template_is_variable_name (part->name, (gssize) part->name_size))
    part->kind = GATE_TEMPLATE_VARIABLE;
}

/**
 * gate_template_next:
 * @at: (inout): where to go on in the text; moved behind the part
 * @part: (out caller-allocates): the next part
 *
 * Walks over a text with references, part by part. References do not nest: one ends at the first `}`.
 *
 * Returns: %FALSE at the end of the text
 */
gboolean
gate_template_next (const char       **at,
                    GateTemplatePart  *part)
{
  memset (part, 0, sizeof *part);
  part->start = *at;
  if (!**at)
    return FALSE;

  if (g_str_has_prefix (*at, "${"))
    {
      const char *end = strchr (*at, '}');

      part->kind = GATE_TEMPLATE_BROKEN;
      part->size = end ? (gsize) (end + 1 - *at) : strlen (*at);
      if (end)
        read_reference (part);
    }
  else
    {
      const char *next = strstr (*at, "${");

      part->kind = GATE_TEMPLATE_TEXT;
      part->size = next ? (gsize) (next - *at) : strlen (*at);
    }
  *at += part->size;
  return TRUE;
}

/**
 * gate_template_check:
 * @text: a text
 * @broken: (out) (optional) (transfer full): the first reference that is none, safe to show
 *
 * Returns: %TRUE when every `${…}` in the text is one that can be expanded
 */
gboolean
gate_template_check (const char  *text,
                     char       **broken)
{
  GateTemplatePart part;

  while (gate_template_next (&text, &part))
    if (part.kind == GATE_TEMPLATE_BROKEN)
      {
        if (broken)
          {
            g_autofree char *raw = g_strndup (part.start, part.size);
            g_autofree char *shown = gate_text_make_visible (raw, GATE_TEXT_LINE);
            *broken = gate_text_shorten (shown, 60);
          }
        return FALSE;
      }
  return TRUE;
}

/**
 * gate_template_has_references:
 * @text: a text
 *
 * Returns: %TRUE when a part of the text stands elsewhere, in a variable or in the keyring
 */
gboolean
gate_template_has_references (const char *text)
{
  GateTemplatePart part;

  while (gate_template_next (&text, &part))
    if (part.kind != GATE_TEMPLATE_TEXT)
      return TRUE;
  return FALSE;
}

/**
 * gate_template_has_keyring:
 * @text: a text
 *
 * Returns: %TRUE when a part of the text stands in the keyring
 */
gboolean
gate_template_has_keyring (const char *text)
{
  GateTemplatePart part;

  while (gate_template_next (&text, &part))
    if (part.kind == GATE_TEMPLATE_KEYRING)
      return TRUE;
  return FALSE;
}
