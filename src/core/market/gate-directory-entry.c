// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-directory-entry-private.h"

#include "gate-directory-category.h"
#include "gate-property.h"

enum {
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_VENDOR,
  PROP_CATEGORY,
  PROP_CATEGORY_TITLE,
  PROP_DESCRIPTION,
  PROP_ADDRESS,
  PROP_TRANSPORT,
  PROP_SIGN_IN,
  PROP_EFFORT,
  PROP_ACCOUNT,
  PROP_HOSTED_BY,
  PROP_HOSTED_WHERE,
  PROP_SENSITIVITY,
  PROP_CAUTION,
  PROP_NOTE,
  PROP_WRITES,
  PROP_MANAGED,
  PROP_SENSITIVE,
  PROP_ACCOUNT_NEEDED,
  PROP_CAN_ADD,
  PROP_USES,
  PROP_READ_SCOPES,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GateDirectoryEntry, gate_directory_entry, G_TYPE_OBJECT)

static const char *const no_texts[] = { NULL };

static const char *const effort_names[] = {
  [GATE_DIRECTORY_AT_ONCE] = "at-once",
  [GATE_DIRECTORY_CLIENT_NEEDED] = "client-needed",
  [GATE_DIRECTORY_ADDRESS_NEEDED] = "address-needed",
  [GATE_DIRECTORY_VENDOR_ONLY] = "vendor-only",
  [GATE_DIRECTORY_UNVERIFIED] = "unverified",
};

static const char *
text_of (GateDirectoryEntry *self,
         guint               property_id)
{
  switch (property_id)
    {
    case PROP_ID:
      return gate_directory_entry_get_id (self);
    case PROP_NAME:
      return gate_directory_entry_get_name (self);
    case PROP_VENDOR:
      return gate_directory_entry_get_vendor (self);
    case PROP_CATEGORY:
      return gate_directory_entry_get_category (self);
    case PROP_CATEGORY_TITLE:
      return gate_directory_entry_get_category_title (self);
    case PROP_DESCRIPTION:
      return gate_directory_entry_get_description (self);
    case PROP_ADDRESS:
      return gate_directory_entry_get_address (self);
    case PROP_TRANSPORT:
      return gate_directory_entry_get_transport (self);
    case PROP_SIGN_IN:
      return gate_directory_entry_get_sign_in (self);
    case PROP_EFFORT:
      return self->record->effort;
    case PROP_ACCOUNT:
      return gate_directory_entry_get_account (self);
    case PROP_HOSTED_BY:
      return gate_directory_entry_get_hosted_by (self);
    case PROP_HOSTED_WHERE:
      return gate_directory_entry_get_hosted_where (self);
    case PROP_SENSITIVITY:
      return gate_directory_entry_get_sensitivity (self);
    case PROP_CAUTION:
      return gate_directory_entry_get_caution (self);
    case PROP_NOTE:
      return gate_directory_entry_get_note (self);
    default:
      return NULL;
    }
}

static void
gate_directory_entry_get_property (GObject    *object,
                                   guint       property_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  GateDirectoryEntry *self = GATE_DIRECTORY_ENTRY (object);

  switch (property_id)
    {
    case PROP_WRITES:
      g_value_set_boolean (value, gate_directory_entry_get_writes (self));
      break;
    case PROP_MANAGED:
      g_value_set_boolean (value, gate_directory_entry_is_managed (self));
      break;
    case PROP_SENSITIVE:
      g_value_set_boolean (value, gate_directory_entry_get_sensitivity (self) != NULL);
      break;
    case PROP_ACCOUNT_NEEDED:
      g_value_set_boolean (value, !g_str_equal (gate_directory_entry_get_account (self), "none"));
      break;
    case PROP_CAN_ADD:
      g_value_set_boolean (value, gate_directory_entry_can_add (self));
      break;
    case PROP_USES:
      g_value_set_boxed (value, gate_directory_entry_get_uses (self));
      break;
    case PROP_READ_SCOPES:
      g_value_set_boxed (value, gate_directory_entry_get_read_scopes (self));
      break;
    case PROP_ID:
    case PROP_NAME:
    case PROP_VENDOR:
    case PROP_CATEGORY:
    case PROP_CATEGORY_TITLE:
    case PROP_DESCRIPTION:
    case PROP_ADDRESS:
    case PROP_TRANSPORT:
    case PROP_SIGN_IN:
    case PROP_EFFORT:
    case PROP_ACCOUNT:
    case PROP_HOSTED_BY:
    case PROP_HOSTED_WHERE:
    case PROP_SENSITIVITY:
    case PROP_CAUTION:
    case PROP_NOTE:
      g_value_set_string (value, text_of (self, property_id));
      break;
    GATE_INVALID_PROPERTY (object, property_id, pspec);
    }
}

static void
gate_directory_entry_finalize (GObject *object)
{
  gate_directory_record_free (GATE_DIRECTORY_ENTRY (object)->record);
  G_OBJECT_CLASS (gate_directory_entry_parent_class)->finalize (object);
}

static void
gate_directory_entry_class_init (GateDirectoryEntryClass *klass)
{
  static const char *const texts[] = {
    "id", "name", "vendor", "category", "category-title", "description", "address", "transport", "sign-in", "effort", "account",
    "hosted-by", "hosted-where", "sensitivity", "caution", "note",
  };
  static const char *const booleans[] = { "writes", "managed", "sensitive", "account-needed", "can-add" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gate_directory_entry_get_property;
  object_class->finalize = gate_directory_entry_finalize;
  /* In the order of the enumeration; what each one is, its getter says. */
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    props[PROP_ID + i] = g_param_spec_string (texts[i], NULL, NULL, NULL, GATE_PARAM_READABLE);
  for (guint i = 0; i < G_N_ELEMENTS (booleans); i++)
    props[PROP_WRITES + i] = g_param_spec_boolean (booleans[i], NULL, NULL, FALSE, GATE_PARAM_READABLE);
  props[PROP_USES] = g_param_spec_boxed ("uses", NULL, NULL, G_TYPE_STRV, GATE_PARAM_READABLE);
  props[PROP_READ_SCOPES] = g_param_spec_boxed ("read-scopes", NULL, NULL, G_TYPE_STRV, GATE_PARAM_READABLE);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gate_directory_entry_init (GateDirectoryEntry *self)
{
}

/**
 * gate_directory_entry_new:
 * @record: (transfer full): what stands in the index, checked
 *
 * Returns: (transfer full): an entry
 */
GateDirectoryEntry *
gate_directory_entry_new (GateDirectoryRecord *record)
{
  GateDirectoryEntry *self = g_object_new (GATE_TYPE_DIRECTORY_ENTRY, NULL);

  self->record = record;
  return self;
}

/**
 * gate_directory_effort_to_string:
 * @effort: what signing in takes
 *
 * Returns: "at-once", "client-needed", "address-needed", "vendor-only" or "unverified"
 */
const char *
gate_directory_effort_to_string (GateDirectoryEffort effort)
{
  g_return_val_if_fail (effort < G_N_ELEMENTS (effort_names), NULL);
  return effort_names[effort];
}

/**
 * gate_directory_entry_get_effort:
 * @self: an entry
 *
 * Returns: what signing in takes
 */
GateDirectoryEffort
gate_directory_entry_get_effort (GateDirectoryEntry *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_ENTRY (self), GATE_DIRECTORY_UNVERIFIED);
  for (guint i = 0; i < G_N_ELEMENTS (effort_names); i++)
    if (g_str_equal (effort_names[i], self->record->effort))
      return (GateDirectoryEffort) i;
  return GATE_DIRECTORY_UNVERIFIED;
}

/**
 * gate_directory_entry_get_id:
 * @self: an entry
 *
 * Returns: its id, which becomes the id of the connector
 */
const char *
gate_directory_entry_get_id (GateDirectoryEntry *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_ENTRY (self), NULL);
  return self->record->id;
}

/**
 * gate_directory_entry_get_name:
 * @self: an entry
 *
 * Returns: its name
 */
const char *
gate_directory_entry_get_name (GateDirectoryEntry *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_ENTRY (self), NULL);
  return self->record->name;
}

/**
 * gate_directory_entry_get_vendor:
 * @self: an entry
 *
 * Returns: whose service it is
 */
const char *
gate_directory_entry_get_vendor (GateDirectoryEntry *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_ENTRY (self), NULL);
  return self->record->vendor;
}

/**
 * gate_directory_entry_get_category:
 * @self: an entry
 *
 * Returns: the id of its category
 */
const char *
gate_directory_entry_get_category (GateDirectoryEntry *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_ENTRY (self), NULL);
  return self->record->category;
}

/**
 * gate_directory_entry_get_category_title:
 * @self: an entry
 *
 * Returns: (nullable): what people read for its category, in English
 */
const char *
gate_directory_entry_get_category_title (GateDirectoryEntry *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_ENTRY (self), NULL);
  return gate_directory_category_title_of (self->record->category);
}

/**
 * gate_directory_entry_get_description:
 * @self: an entry
 *
 * Returns: one or two sentences in English
 */
const char *
gate_directory_entry_get_description (GateDirectoryEntry *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_ENTRY (self), NULL);
  return self->record->description;
}

/**
 * gate_directory_entry_get_address:
 * @self: an entry
 *
 * Returns: (nullable): the address, maybe with `{fields}`; %NULL where none is known for other programs: the note says why
 */
const char *
gate_directory_entry_get_address (GateDirectoryEntry *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_ENTRY (self), NULL);
  return self->record->address;
}

/**
 * gate_directory_entry_get_transport:
 * @self: an entry
 *
 * Returns: "http" or "sse"
 */
const char *
gate_directory_entry_get_transport (GateDirectoryEntry *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_ENTRY (self), NULL);
  return self->record->transport;
}

/**
 * gate_directory_entry_get_sign_in:
 * @self: an entry
 *
 * Returns: "oauth", "api-key", "fields", "none", or "auto" where it is found out when connecting
 */
const char *
gate_directory_entry_get_sign_in (GateDirectoryEntry *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_ENTRY (self), NULL);
  return self->record->sign_in;
}

/**
 * gate_directory_entry_get_account:
 * @self: an entry
 *
 * Returns: "none", "account" or "license": what is needed with the vendor
 */
const char *
gate_directory_entry_get_account (GateDirectoryEntry *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_ENTRY (self), NULL);
  return self->record->account;
}

/**
 * gate_directory_entry_get_hosted_by:
 * @self: an entry
 *
 * Returns: (nullable): who runs it, where that is known
 */
const char *
gate_directory_entry_get_hosted_by (GateDirectoryEntry *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_ENTRY (self), NULL);
  return self->record->hosted_by;
}

/**
 * gate_directory_entry_get_hosted_where:
 * @self: an entry
 *
 * Returns: (nullable): where it runs, where that is known
 */
const char *
gate_directory_entry_get_hosted_where (GateDirectoryEntry *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_ENTRY (self), NULL);
  return self->record->hosted_where;
}

/**
 * gate_directory_entry_get_sensitivity:
 * @self: an entry
 *
 * Returns: (nullable): why it is sensitive: "hr", "finance", "health", "legal", "messages" or "infrastructure"
 */
const char *
gate_directory_entry_get_sensitivity (GateDirectoryEntry *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_ENTRY (self), NULL);
  return self->record->sensitivity;
}

/**
 * gate_directory_entry_get_caution:
 * @self: an entry
 *
 * Returns: (nullable): the terms and the caution to show once before it is added, in the person's language
 */
const char *
gate_directory_entry_get_caution (GateDirectoryEntry *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_ENTRY (self), NULL);
  return gate_directory_caution_for (self->record->sensitivity);
}

/**
 * gate_directory_entry_get_note:
 * @self: an entry
 *
 * Returns: (nullable): what else to know, in English: why there is no address, what to ask the administrator for
 */
const char *
gate_directory_entry_get_note (GateDirectoryEntry *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_ENTRY (self), NULL);
  return self->record->note;
}

/**
 * gate_directory_entry_get_writes:
 * @self: an entry
 *
 * Returns: whether it can change things, by what is known
 */
gboolean
gate_directory_entry_get_writes (GateDirectoryEntry *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_ENTRY (self), FALSE);
  return self->record->writes;
}

/**
 * gate_directory_entry_is_managed:
 * @self: an entry
 *
 * Returns: whether it is from the organization's own directory
 */
gboolean
gate_directory_entry_is_managed (GateDirectoryEntry *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_ENTRY (self), FALSE);
  return self->record->managed;
}

/**
 * gate_directory_entry_can_add:
 * @self: an entry
 *
 * Returns: whether it has an address, so that it can be added
 */
gboolean
gate_directory_entry_can_add (GateDirectoryEntry *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_ENTRY (self), FALSE);
  return self->record->address != NULL;
}

/**
 * gate_directory_entry_get_uses:
 * @self: an entry
 *
 * Returns: (array zero-terminated=1): three things to ask an assistant
 */
const char * const *
gate_directory_entry_get_uses (GateDirectoryEntry *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_ENTRY (self), no_texts);
  return self->record->uses ? (const char * const *) self->record->uses : no_texts;
}

/**
 * gate_directory_entry_get_read_scopes:
 * @self: an entry
 *
 * Returns: (array zero-terminated=1): the scopes that suffice for reading; empty where they are not known
 */
const char * const *
gate_directory_entry_get_read_scopes (GateDirectoryEntry *self)
{
  g_return_val_if_fail (GATE_IS_DIRECTORY_ENTRY (self), no_texts);
  return self->record->read_scopes ? (const char * const *) self->record->read_scopes : no_texts;
}
