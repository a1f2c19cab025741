// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gate-form.h"

G_BEGIN_DECLS

/**
 * GateDirectoryEffort:
 * @GATE_DIRECTORY_AT_ONCE: an own account, or none, is enough: Gatehouse registers itself, or a key of the account is typed in
 * @GATE_DIRECTORY_CLIENT_NEEDED: the service registers no programs by itself: an administrator has to give a client id
 * @GATE_DIRECTORY_ADDRESS_NEEDED: the company's own address, or a part of it, has to be filled in first
 * @GATE_DIRECTORY_VENDOR_ONLY: there is no address for other programs, or it serves the vendor's own product only
 * @GATE_DIRECTORY_UNVERIFIED: the address is known, what signing in takes is found out when connecting
 *
 * What signing in takes.
 */
typedef enum {
  GATE_DIRECTORY_AT_ONCE,
  GATE_DIRECTORY_CLIENT_NEEDED,
  GATE_DIRECTORY_ADDRESS_NEEDED,
  GATE_DIRECTORY_VENDOR_ONLY,
  GATE_DIRECTORY_UNVERIFIED,
} GateDirectoryEffort;

#define GATE_TYPE_DIRECTORY_ENTRY (gate_directory_entry_get_type ())

/**
 * GateDirectoryEntry:
 *
 * A service of the directory that can be added as a connector, or the reason why not. Immutable; the same object for the same
 * entry as long as its directory lives. Texts are English: the project's own words, or the organization's.
 *
 * Its properties, all readable, for lists and rows: `id`, `name`, `vendor`, `category`, `category-title`, `description`, `address`,
 * `transport`, `sign-in`, `effort`, `account`, `hosted-by`, `hosted-where`, `note`, `sensitivity`, `caution` (texts), `writes`, `sensitive`,
 * `account-needed`, `can-add`, `managed` (booleans), `uses`, `read-scopes` (arrays of texts).
 */
G_DECLARE_FINAL_TYPE (GateDirectoryEntry, gate_directory_entry, GATE, DIRECTORY_ENTRY, GObject)

const char          *gate_directory_entry_get_id             (GateDirectoryEntry   *self);
const char          *gate_directory_entry_get_name           (GateDirectoryEntry   *self);
const char          *gate_directory_entry_get_vendor         (GateDirectoryEntry   *self);
/* The category's id, and what people read. */
const char          *gate_directory_entry_get_category       (GateDirectoryEntry   *self);
const char          *gate_directory_entry_get_category_title (GateDirectoryEntry   *self);
/* One or two sentences. */
const char          *gate_directory_entry_get_description    (GateDirectoryEntry   *self);
/* NULL: no address for other programs is known; `note` says why and what is the nearest way. May have fields: "https://{site}.example.com/mcp". */
const char          *gate_directory_entry_get_address        (GateDirectoryEntry   *self);
/* "http" or "sse". */
const char          *gate_directory_entry_get_transport      (GateDirectoryEntry   *self);
/* "oauth", "api-key", "fields", "none", or "auto" where it is found out when connecting. */
const char          *gate_directory_entry_get_sign_in        (GateDirectoryEntry   *self);
GateDirectoryEffort  gate_directory_entry_get_effort         (GateDirectoryEntry   *self);
/* "none", "account" (free or paid) or "license" (a contract with the vendor). */
const char          *gate_directory_entry_get_account        (GateDirectoryEntry   *self);
/* NULL where it is not known. */
const char          *gate_directory_entry_get_hosted_by      (GateDirectoryEntry   *self);
const char          *gate_directory_entry_get_hosted_where   (GateDirectoryEntry   *self);
gboolean             gate_directory_entry_get_writes         (GateDirectoryEntry   *self);
/* NULL, or "hr", "finance", "health", "legal", "messages", "infrastructure". */
const char          *gate_directory_entry_get_sensitivity    (GateDirectoryEntry   *self);
/* NULL, or the terms and the caution to be shown once before a sensitive one is added. */
const char          *gate_directory_entry_get_caution        (GateDirectoryEntry   *self);
/* NULL, or what else to know: why there is no address, what to ask the administrator for. */
const char          *gate_directory_entry_get_note           (GateDirectoryEntry   *self);
/* Three things to ask an assistant. */
const char * const  *gate_directory_entry_get_uses           (GateDirectoryEntry   *self);
/* Empty where they are not known: then Gatehouse itself blocks the tools that write. */
const char * const  *gate_directory_entry_get_read_scopes    (GateDirectoryEntry   *self);
/* From the organization's own directory. */
gboolean             gate_directory_entry_is_managed         (GateDirectoryEntry   *self);
gboolean             gate_directory_entry_can_add            (GateDirectoryEntry   *self);
/* What has to be known before it can be added (parts of the address). Secrets are not among it: signing in asks for them. */
GateForm            *gate_directory_entry_dup_form           (GateDirectoryEntry   *self) G_GNUC_WARN_UNUSED_RESULT;
/* The entry for mcp.json, as gate_hub_add_connector_async() takes it. values: (nullable): of the form. */
JsonNode            *gate_directory_entry_create_source      (GateDirectoryEntry   *self,
                                                              JsonObject           *values,
                                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
const char          *gate_directory_effort_to_string         (GateDirectoryEffort   effort);

G_END_DECLS
