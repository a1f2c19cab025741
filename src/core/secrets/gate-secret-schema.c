// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-secret-schema.h"

#include "gate-config.h"
#include "gate-error.h"
#include "gate-i18n.h"

/* A D-Bus message may be larger, but no honest issuer is. */
#define MEMBER_LIMIT 8192

static const char *const member_names[GATE_SECRET_KEY_N_MEMBERS] = { "kind", "issuer", "resource", "account", "name" };

/**
 * gate_secret_schema_get:
 *
 * The schema of everything that we keep. Its name is stored with each item but not matched: a GNOME keyring that is locked does
 * not find items by it. The attribute "application" does its work, so that a search never meets another program's items.
 *
 * Returns: (transfer none): the schema
 */
const SecretSchema *
gate_secret_schema_get (void)
{
  static const SecretSchema schema = {
    GATE_APPLICATION_ID,
    SECRET_SCHEMA_DONT_MATCH_NAME,
    {
      { "application", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "kind", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "issuer", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "resource", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "name", SECRET_SCHEMA_ATTRIBUTE_STRING },
    },
  };
  return &schema;
}

/**
 * gate_secret_key_get_members:
 * @key: a key
 * @members: (out) (array fixed-size=5): where to put its members
 *
 * Borrows the members of a key in the order of their declaration.
 */
void
gate_secret_key_get_members (const GateSecretKey  *key,
                             const char          **members)
{
  members[0] = key->kind;
  members[1] = key->issuer;
  members[2] = key->resource;
  members[3] = key->account;
  members[4] = key->name;
}

/**
 * gate_secret_key_from_members:
 * @members: (array fixed-size=5): the members in the order of their declaration
 *
 * Returns: a key that borrows them
 */
GateSecretKey
gate_secret_key_from_members (const char * const *members)
{
  return (GateSecretKey) { members[0], members[1], members[2], members[3], members[4] };
}

/**
 * gate_secret_schema_attributes:
 * @key: a key
 * @exact: whether a member that is %NULL stands for "" (one item), rather than for anything (all that match)
 *
 * Returns: (transfer full): the attributes to give to libsecret
 */
GHashTable *
gate_secret_schema_attributes (const GateSecretKey *key,
                               gboolean             exact)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  const char *members[GATE_SECRET_KEY_N_MEMBERS];

  gate_secret_key_get_members (key, members);
  g_hash_table_insert (attributes, g_strdup ("application"), g_strdup (GATE_APPLICATION_ID));
  for (guint i = 0; i < GATE_SECRET_KEY_N_MEMBERS; i++)
    if (members[i] || exact)
      g_hash_table_insert (attributes, g_strdup (member_names[i]), g_strdup (members[i] ? members[i] : ""));
  return attributes;
}

/**
 * gate_secret_key_check:
 * @key: a key, whose members may come from a server
 * @error: set to %GATE_ERROR_INVALID
 *
 * Checks that a key can be an item's attributes: UTF-8 of bounded length.
 *
 * Returns: %TRUE when it can
 */
gboolean
gate_secret_key_check (const GateSecretKey  *key,
                       GError              **error)
{
  const char *members[GATE_SECRET_KEY_N_MEMBERS];

  gate_secret_key_get_members (key, members);
  for (guint i = 0; i < GATE_SECRET_KEY_N_MEMBERS; i++)
    if (members[i] && (strlen (members[i]) > MEMBER_LIMIT || !g_utf8_validate (members[i], -1, NULL)))
      {
        gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_SIGNED_IN, NULL,
                        _("The keyring cannot keep a secret under this name (%s): it is too long or no valid text"), member_names[i]);
        return FALSE;
      }
  return TRUE;
}
