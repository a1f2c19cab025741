// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-sign-in-settings.h"

#include "gate-entry-reader.h"
#include "gate-sign-in-reader.h"

static const char *const kind_names[] = {
  [GATE_SIGN_IN_AUTO] = "auto",
  [GATE_SIGN_IN_NONE] = "none",
  [GATE_SIGN_IN_OAUTH] = "oauth",
  [GATE_SIGN_IN_HEADERS] = "headers",
  [GATE_SIGN_IN_FIELDS] = "fields",
  [GATE_SIGN_IN_CERTIFICATE] = "certificate",
  [GATE_SIGN_IN_HELPER] = "helper",
  [GATE_SIGN_IN_CLIENT_CREDENTIALS] = "client-credentials",
  [GATE_SIGN_IN_ENTERPRISE] = "enterprise",
  [GATE_SIGN_IN_WORKLOAD] = "workload",
};

static const char *const place_names[] = {
  [GATE_FIELD_HEADER] = "header",
  [GATE_FIELD_VARIABLE] = "variable",
  [GATE_FIELD_ADDRESS] = "address",
  [GATE_FIELD_AWS] = "aws",
};

G_DEFINE_BOXED_TYPE (GateSignInSettings, gate_sign_in_settings, gate_sign_in_settings_ref, gate_sign_in_settings_unref)

/**
 * gate_sign_in_kind_to_string:
 * @kind: a kind of sign-in
 *
 * Returns: its name in files and in `--json`: "auto", "none", "oauth", "client-credentials", …
 */
const char *
gate_sign_in_kind_to_string (GateSignInKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kind_names), kind_names[GATE_SIGN_IN_AUTO]);
  return kind_names[kind];
}

/**
 * gate_sign_in_kind_from_string:
 * @text: a name
 * @kind: (out): the kind of sign-in of that name
 *
 * Returns: %FALSE when there is none of that name
 */
gboolean
gate_sign_in_kind_from_string (const char     *text,
                               GateSignInKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_names); i++)
    if (g_str_equal (text, kind_names[i]))
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * gate_field_place_to_string:
 * @place: where a field goes
 *
 * Returns: its name in files: "header", "variable", "address", "aws"
 */
const char *
gate_field_place_to_string (GateFieldPlace place)
{
  g_return_val_if_fail (place < G_N_ELEMENTS (place_names), place_names[GATE_FIELD_HEADER]);
  return place_names[place];
}

/**
 * gate_sign_in_field_new:
 *
 * Returns: (transfer full): a field that is secret and required, and goes into a header
 */
GateSignInField *
gate_sign_in_field_new (void)
{
  GateSignInField *self = g_new0 (GateSignInField, 1);

  self->place = GATE_FIELD_HEADER;
  self->secret = TRUE;
  self->required = TRUE;
  return self;
}

/**
 * gate_sign_in_field_free:
 * @self: (nullable) (transfer full): a field
 *
 * Frees a field.
 */
void
gate_sign_in_field_free (GateSignInField *self)
{
  if (!self)
    return;
  g_free (self->name);
  g_free (self->title);
  g_free (self->description);
  g_free (self->key);
  g_free (self->prefix);
  g_free (self->value);
  g_free (self);
}

/**
 * gate_sign_in_settings_new:
 *
 * Returns: (transfer full): settings that say nothing: kind %GATE_SIGN_IN_AUTO, no fields, the default lifetimes
 */
GateSignInSettings *
gate_sign_in_settings_new (void)
{
  GateSignInSettings *self = g_new0 (GateSignInSettings, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->kind = GATE_SIGN_IN_AUTO;
  self->helper_ttl = GATE_HELPER_TTL_DEFAULT;
  self->helper_refresh_buffer = GATE_HELPER_REFRESH_BUFFER_DEFAULT;
  self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) gate_sign_in_field_free);
  return self;
}

/**
 * gate_sign_in_settings_new_from_json:
 * @entry: a server entry
 * @error: set to %GATE_ERROR_INVALID, naming the member
 *
 * Reads how to sign in: the members "oauth", "headersHelper", "headers" and "gatehouse.signIn". Where the kind is not said, the
 * entry tells it: a helper, an OAuth client, a certificate, fields, headers that carry a secret, in this order; a local server
 * without any of them needs none.
 *
 * Returns: (transfer full) (nullable): the settings
 */
GateSignInSettings *
gate_sign_in_settings_new_from_json (JsonObject  *entry,
                                     GError     **error)
{
  g_auto(GateEntryReader) reader = { NULL, NULL };
  GateSignInSettings *self = gate_sign_in_reader_read (&reader, entry);

  if (!self)
    g_propagate_error (error, g_steal_pointer (&reader.error));
  return self;
}

/**
 * gate_sign_in_settings_ref:
 * @self: settings
 *
 * Returns: (transfer full): the same
 */
GateSignInSettings *
gate_sign_in_settings_ref (GateSignInSettings *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * gate_sign_in_settings_unref:
 * @self: (transfer full): settings
 *
 * Gives up a reference.
 */
void
gate_sign_in_settings_unref (GateSignInSettings *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->client_id);
  g_free (self->client_auth);
  g_free (self->client_metadata_url);
  g_free (self->callback_host);
  g_free (self->scopes);
  g_free (self->read_scopes);
  g_free (self->metadata_url);
  g_free (self->issuer);
  g_strfreev (self->trusted_endpoint_origins);
  g_strfreev (self->helper);
  g_free (self->certificate);
  g_free (self->private_key);
  g_free (self->signing_key);
  g_free (self->signing_algorithm);
  g_free (self->idp_issuer);
  g_free (self->idp_token_endpoint);
  g_free (self->idp_client_id);
  g_free (self->subject_token_file);
  g_ptr_array_unref (self->fields);
  g_free (self);
}
