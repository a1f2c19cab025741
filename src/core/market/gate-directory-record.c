// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-directory-record.h"

#include "gate-connector.h"
#include "gate-directory-address.h"
#include "gate-directory-category.h"
#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-text.h"

#define NAME_LIMIT 100
#define DESCRIPTION_LEAST 20
#define DESCRIPTION_LIMIT 400
#define NOTE_LIMIT 500
#define USE_LIMIT 160
#define LIST_LIMIT 16
#define N_USES 3

#define FIELD(member, json_name, type, flags) GATE_JSON_FIELD (GateDirectoryRecord, member, json_name, type, flags)

const GateJsonField gate_directory_record_fields[] = {
  FIELD (id, "id", STRING, GATE_JSON_REQUIRED),
  FIELD (name, "name", STRING, GATE_JSON_REQUIRED),
  FIELD (vendor, "vendor", STRING, GATE_JSON_REQUIRED),
  FIELD (category, "category", STRING, GATE_JSON_REQUIRED),
  FIELD (description, "description", STRING, GATE_JSON_REQUIRED),
  FIELD (address, "address", STRING, GATE_JSON_OPTIONAL),
  FIELD (transport, "transport", STRING, GATE_JSON_REQUIRED),
  FIELD (sign_in, "signIn", STRING, GATE_JSON_REQUIRED),
  FIELD (effort, "effort", STRING, GATE_JSON_REQUIRED),
  FIELD (account, "account", STRING, GATE_JSON_REQUIRED),
  FIELD (hosted_by, "hostedBy", STRING, GATE_JSON_OPTIONAL),
  FIELD (hosted_where, "hostedWhere", STRING, GATE_JSON_OPTIONAL),
  FIELD (sensitivity, "sensitivity", STRING, GATE_JSON_OPTIONAL),
  FIELD (note, "note", STRING, GATE_JSON_OPTIONAL),
  FIELD (writes, "writes", BOOLEAN, GATE_JSON_REQUIRED),
  FIELD (managed, "managed", BOOLEAN, GATE_JSON_OPTIONAL | GATE_JSON_LENIENT),
  FIELD (also, "also", STRV, GATE_JSON_OPTIONAL),
  FIELD (uses, "uses", STRV, GATE_JSON_REQUIRED),
  FIELD (read_scopes, "readScopes", STRV, GATE_JSON_OPTIONAL),
  FIELD (fields, "fields", ARRAY, GATE_JSON_OPTIONAL),
  { NULL },
};

static const char *const transports[] = { "http", "sse", NULL };
static const char *const sign_ins[] = { "oauth", "api-key", "fields", "none", "auto", NULL };
static const char *const efforts[] = { "at-once", "client-needed", "address-needed", "vendor-only", "unverified", NULL };
static const char *const accounts[] = { "none", "account", "license", NULL };
static const char *const sensitivities[] = { "hr", "finance", "health", "legal", "messages", "infrastructure", NULL };

static gboolean
fail (const GateDirectoryRecord  *self,
      const char                 *what,
      GError                    **error)
{
  g_autofree char *name = gate_text_make_visible (self->id ? self->id : "", GATE_TEXT_LINE);

  gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, _("Correct the entry in the directory's file."),
                  _("The directory's entry “%s” is not valid: %s"), name, what);
  return FALSE;
}

static gboolean
is_one_of (const char         *text,
           const char * const *choices)
{
  return text && g_strv_contains (choices, text);
}

static gboolean
is_text (const char *text,
         long        least,
         long        limit)
{
  long length = text && g_utf8_validate (text, -1, NULL) ? g_utf8_strlen (text, -1) : -1;

  return length >= least && length <= limit && gate_text_is_plain (text);
}

static gboolean
are_texts (char  **texts,
           guint   least,
           guint   most)
{
  guint n = texts ? g_strv_length (texts) : 0;

  for (guint i = 0; i < n; i++)
    if (!is_text (texts[i], 1, USE_LIMIT))
      return FALSE;
  return n >= least && n <= most;
}

static gboolean
check_sets (const GateDirectoryRecord  *self,
            GError                    **error)
{
  if (!gate_directory_category_title_of (self->category))
    return fail (self, _("its category is not known"), error);
  if (!is_one_of (self->transport, transports))
    return fail (self, _("its transport is neither http nor sse"), error);
  if (!is_one_of (self->sign_in, sign_ins))
    return fail (self, _("its kind of sign-in is not known"), error);
  if (!is_one_of (self->effort, efforts))
    return fail (self, _("what signing in takes is not known"), error);
  if (!is_one_of (self->account, accounts))
    return fail (self, _("its account is none of none, account, license"), error);
  if (self->sensitivity && !is_one_of (self->sensitivity, sensitivities))
    return fail (self, _("its sensitivity is not known"), error);
  return TRUE;
}

static gboolean
check_address (const GateDirectoryRecord  *self,
               GError                    **error)
{
  g_autoptr(GError) problem = NULL;

  if (!self->address && !self->note)
    return fail (self, _("without an address it needs a note that says why"), error);
  if (!self->address && !g_str_equal (self->effort, "vendor-only"))
    return fail (self, _("without an address it is for the vendor's own product only"), error);
  if (self->address && !gate_directory_address_check (self->address, self->fields, &problem))
    return fail (self, problem->message, error);
  if (self->address && (g_str_equal (self->effort, "address-needed") != gate_directory_address_has_fields (self->address)))
    return fail (self, _("an address with fields is needed, and only that"), error);
  return TRUE;
}

/**
 * gate_directory_record_check:
 * @self: a record
 * @error: set to %GATE_ERROR_INVALID
 *
 * Checks the texts' lengths, the closed sets, the address and its fields.
 *
 * Returns: %TRUE when the entry may be shown
 */
gboolean
gate_directory_record_check (const GateDirectoryRecord  *self,
                             GError                    **error)
{
  if (!gate_connector_is_valid_id (self->id))
    return fail (self, _("its id must be of letters, digits, “-” and “_”"), error);
  if (!is_text (self->name, 1, NAME_LIMIT) || !is_text (self->vendor, 1, NAME_LIMIT))
    return fail (self, _("its name or vendor is empty, too long or not plain text"), error);
  if (!is_text (self->description, DESCRIPTION_LEAST, DESCRIPTION_LIMIT))
    return fail (self, _("its description must be plain text of 20 to 400 characters"), error);
  if (self->note && !is_text (self->note, 1, NOTE_LIMIT))
    return fail (self, _("its note is too long or not plain text"), error);
  if ((self->hosted_by && !is_text (self->hosted_by, 1, NAME_LIMIT)) || (self->hosted_where && !is_text (self->hosted_where, 1, NAME_LIMIT)))
    return fail (self, _("who hosts it is too long or not plain text"), error);
  if (!are_texts (self->uses, N_USES, N_USES))
    return fail (self, _("it needs three uses of at most 160 characters"), error);
  if (!are_texts (self->also, 0, LIST_LIMIT) || !are_texts (self->read_scopes, 0, LIST_LIMIT))
    return fail (self, _("its other names or its scopes are too many or not plain text"), error);
  return check_sets (self, error) && check_address (self, error);
}

/**
 * gate_directory_record_new_from_json:
 * @node: an entry of a directory's file
 * @error: set to %GATE_ERROR_INVALID
 *
 * Reads and checks an entry.
 *
 * Returns: (transfer full) (nullable): the record
 */
GateDirectoryRecord *
gate_directory_record_new_from_json (JsonNode  *node,
                                     GError   **error)
{
  g_autoptr(GateDirectoryRecord) self = g_new0 (GateDirectoryRecord, 1);

  if (!gate_json_record_read (gate_directory_record_fields, node, self, error) || !gate_directory_record_check (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
translate_text (char **text)
{
  const char *translated = *text && **text ? _(*text) : *text;

  if (translated != *text)
    {
      char *old = *text;
      *text = g_strdup (translated);
      g_free (old);
    }
}

static void
translate_member (JsonObject *field,
                  const char *member)
{
  g_autofree char *text = field ? g_strdup (gate_json_get_string (field, member)) : NULL;

  translate_text (&text);
  if (text)
    json_object_set_string_member (field, member, text);
}

/**
 * gate_directory_record_translate:
 * @self: a record
 *
 * Puts what people read of it into their language. `data/directory.pot` has the texts of the project's own entries; another directory's
 * stay as they are. Names and addresses are the same everywhere.
 */
void
gate_directory_record_translate (GateDirectoryRecord *self)
{
  JsonArray *fields = self->fields ? json_node_get_array (self->fields) : NULL;

  translate_text (&self->description);
  translate_text (&self->hosted_where);
  translate_text (&self->note);
  for (char **use = self->uses; use && *use; use++)
    translate_text (use);
  for (guint i = 0; fields && i < json_array_get_length (fields); i++)
    {
      JsonObject *field = gate_json_node_object (json_array_get_element (fields, i));
      JsonArray *options = gate_json_get_array (field, "options");

      translate_member (field, "title");
      translate_member (field, "description");
      for (guint j = 0; options && j < json_array_get_length (options); j++)
        translate_member (gate_json_node_object (json_array_get_element (options, j)), "title");
    }
}

/**
 * gate_directory_record_free:
 * @self: (transfer full) (nullable): a record
 */
void
gate_directory_record_free (GateDirectoryRecord *self)
{
  if (!self)
    return;
  gate_json_record_clear (gate_directory_record_fields, self);
  g_free (self);
}
