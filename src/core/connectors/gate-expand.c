// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-connector.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-secret.h"
#include "gate-template.h"

#include <string.h>

static gboolean
append_variable (GString                 *out,
                 const GateTemplatePart  *part,
                 GError                 **error)
{
  g_autofree char *name = g_strndup (part->name, part->name_size);
  const char *value = g_getenv (name);

  if (value && (*value || !part->fallback))
    g_string_append (out, value);
  else if (part->fallback)
    g_string_append_len (out, part->fallback, (gssize) part->fallback_size);
  else
    {
      g_autofree char *remedy = g_strdup_printf (_("Set the variable %s, or write ${%s:-default} in the entry."), name, name);
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_INSTALLED, remedy, _("The environment has no variable “%s”"), name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
append_secret (GString                 *out,
               const GateTemplatePart  *part,
               GateExpandFunc           keyring,
               gpointer                 user_data,
               GError                 **error)
{
  g_autofree char *name = g_strndup (part->name, part->name_size);

  if (!keyring)
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_INSTALLED, _("Write it without ${keyring:…}."),
                      _("“${keyring:%s}” stands where no secret may stand"), name);
      return FALSE;
    }

  char *value = keyring (name, user_data);
  if (!value)
    {
      gate_error_set (error, GATE_ERROR_SIGN_IN_NEEDED, GATE_LAYER_SIGNED_IN, _("Connect, and give the value when asked."),
                      _("The keyring has no secret “%s” for this connector"), name);
      return FALSE;
    }
  g_string_append (out, value);
  gate_secret_wipe (value);
  g_free (value);
  return TRUE;
}

/* It may hold a secret already. */
static void
discard (GString *out)
{
  char *text = g_string_free (out, FALSE);

  gate_secret_wipe (text);
  g_free (text);
}

/**
 * gate_connector_expand:
 * @text: a text of an entry
 * @keyring: (nullable) (scope call): gives the secret of a name; %NULL where no secret may stand
 * @user_data: for @keyring
 * @error: set to %GATE_ERROR_INVALID for a variable that is not set and for a broken reference, to %GATE_ERROR_SIGN_IN_NEEDED for a
 *   secret that is not there
 *
 * Replaces `${VAR}` and `${VAR:-default}` (also used when the variable is empty) by variables of our environment, `${keyring:NAME}`
 * by secrets. What is put in is not expanded again.
 *
 * Returns: (transfer full) (nullable): the expanded text; wipe it when it may hold a secret
 */
char *
gate_connector_expand (const char      *text,
                       GateExpandFunc   keyring,
                       gpointer         user_data,
                       GError         **error)
{
  GString *out = g_string_sized_new (strlen (text) + 512);
  GateTemplatePart part;
  gboolean good = TRUE;

  while (good && gate_template_next (&text, &part))
    switch (part.kind)
      {
      case GATE_TEMPLATE_TEXT:
        g_string_append_len (out, part.start, (gssize) part.size);
        break;
      case GATE_TEMPLATE_VARIABLE:
        good = append_variable (out, &part, error);
        break;
      case GATE_TEMPLATE_KEYRING:
        good = append_secret (out, &part, keyring, user_data, error);
        break;
      case GATE_TEMPLATE_BROKEN:
      default:
        good = FALSE;
        gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_INSTALLED, _("Correct the entry."),
                        _("A text of the entry has a reference that is neither ${VARIABLE}, ${VARIABLE:-default} nor ${keyring:NAME}"));
      }

  if (good)
    return g_string_free (out, FALSE);
  discard (out);
  return NULL;
}
