// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sign-in-resolve.h"

#include "gate-address.h"
#include "gate-error.h"
#include "gate-secret-words.h"

#include <string.h>

static void
wipe_all (char **texts)
{
  for (guint i = 0; texts && texts[i]; i++)
    gate_secret_wipe (texts[i]);
  g_strfreev (texts);
}

/**
 * gate_resolved_free:
 * @self: (transfer full) (nullable): a resolved entry
 *
 * Wipes and frees it.
 */
void
gate_resolved_free (GateResolved *self)
{
  if (!self)
    return;
  gate_secret_wipe (self->address);
  g_free (self->address);
  wipe_all (self->argv);
  wipe_all (self->environment);
  g_free (self);
}

/* Replaces every "{key}" by a value, escaped so that it cannot become another part of the address. */
static char *
fill_in (const char *address,
         const char *key,
         const char *value)
{
  g_autofree char *mark = g_strdup_printf ("{%s}", key);
  g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);
  g_auto(GStrv) parts = g_strsplit (address, mark, -1);

  return g_strjoinv (escaped, parts);
}

static char *
resolve_address (GateSignInContext  *context,
                 GateFieldValues    *values,
                 GError            **error)
{
  char *address = gate_field_values_expand (values, gate_connector_get_address (context->connector), error);

  for (guint i = 0; address && i < context->settings->fields->len; i++)
    {
      const GateSignInField *field = g_ptr_array_index (context->settings->fields, i);
      const char *value = field->place == GATE_FIELD_ADDRESS ? gate_field_values_peek (values, field->name) : NULL;

      if (value)
        {
          char *filled = fill_in (address, field->key, value);

          gate_secret_wipe (address);
          g_free (address);
          address = filled;
        }
    }
  return address;
}

/* (transfer full) texts, all expanded, or NULL. */
static char **
expand_all (GateFieldValues     *values,
            const char * const  *texts,
            GError             **error)
{
  guint count = texts ? g_strv_length ((char **) texts) : 0;
  char **expanded = g_new0 (char *, count + 1);

  for (guint i = 0; i < count; i++)
    {
      expanded[i] = gate_field_values_expand (values, texts[i], error);
      if (!expanded[i])
        {
          wipe_all (expanded);
          return NULL;
        }
    }
  return expanded;
}

static char **
add_variables (GateSignInContext  *context,
               GateFieldValues    *values,
               char              **environment)
{
  for (guint i = 0; i < context->settings->fields->len; i++)
    {
      const GateSignInField *field = g_ptr_array_index (context->settings->fields, i);
      const char *value = field->place == GATE_FIELD_VARIABLE ? gate_field_values_peek (values, field->name) : NULL;

      if (value)
        {
          g_autofree char *whole = g_strconcat (field->prefix ? field->prefix : "", value, NULL);
          environment = g_environ_setenv (environment, field->key, whole, TRUE);
          gate_secret_wipe (whole);
        }
    }
  return environment;
}

/* A variable of ours that is handed on ("${GITHUB_TOKEN}") is a secret where its name says so; a path to one is not. */
static void
mask_variables (GateSignInContext  *context,
                char              **environment)
{
  for (guint i = 0; environment[i]; i++)
    {
      const char *equals = strchr (environment[i], '=');
      g_autofree char *name = equals ? g_strndup (environment[i], (gsize) (equals - environment[i])) : NULL;

      if (name && equals[1] != '/' && gate_secret_words_in_name (name))
        gate_secret_mask_add_text (context->mask, equals + 1);
    }
}

/**
 * gate_resolve:
 * @context: the sign-in
 * @values: its values, read
 * @error: set to %GATE_ERROR_SIGN_IN_NEEDED or %GATE_ERROR_CREDENTIAL_EXPIRED for values, %GATE_ERROR_INVALID for the entry
 *
 * Fills in the address of a remote connector, or the command and the environment of a local one.
 *
 * Returns: (transfer full) (nullable): what to connect to, or to run
 */
GateResolved *
gate_resolve (GateSignInContext  *context,
              GateFieldValues    *values,
              GError            **error)
{
  g_autoptr(GateResolved) self = g_new0 (GateResolved, 1);

  if (!gate_field_values_check (values, error))
    return NULL;
  if (gate_connector_get_kind (context->connector) == GATE_CONNECTOR_STDIO)
    {
      self->argv = expand_all (values, gate_connector_get_argv (context->connector), error);
      self->environment = self->argv ? expand_all (values, gate_connector_get_environment (context->connector), error) : NULL;
      if (!self->environment)
        return NULL;
      self->environment = add_variables (context, values, self->environment);
      mask_variables (context, self->environment);
      return g_steal_pointer (&self);
    }

  self->address = resolve_address (context, values, error);
  g_autoptr(GUri) uri = self->address ? gate_address_parse (self->address, error) : NULL;
  if (!uri)
    return NULL;
  g_clear_pointer (&context->address, g_uri_unref);
  context->address = g_steal_pointer (&uri);
  return g_steal_pointer (&self);
}
