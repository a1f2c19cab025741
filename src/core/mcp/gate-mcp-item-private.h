// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "gate-error.h"
#include "gate-json.h"
#include "gate-text.h"

/**
 * GATE_MCP_DEFINE_ITEM:
 * @Type: the name of an item's type
 * @type: its lower-case prefix
 *
 * Defines a type whose instances are one entry of a server's list: the entry as it came, and a view of its members. The strings
 * that its getters give belong to the entry.
 */
#define GATE_MCP_DEFINE_ITEM(Type, type) \
  struct _##Type { GObject parent_instance; JsonNode *source; JsonObject *object; }; \
  G_DEFINE_FINAL_TYPE (Type, type, G_TYPE_OBJECT) \
  static void type##_finalize (GObject *object) \
  { \
    Type *self = (Type *) object; \
    g_clear_pointer (&self->source, json_node_unref); \
    G_OBJECT_CLASS (type##_parent_class)->finalize (object); \
  } \
  static void type##_class_init (Type##Class *klass) { G_OBJECT_CLASS (klass)->finalize = type##_finalize; } \
  static void type##_init (Type *self) {} \
  static Type *type##_new_for (JsonNode *node) \
  { \
    Type *self = g_object_new (type##_get_type (), NULL); \
    self->source = json_node_copy (node); \
    self->object = json_node_get_object (self->source); \
    return self; \
  }

/* Checks the required texts of an entry. what: "tool"; the list of names ends with NULL. */
gboolean gate_mcp_item_check (JsonNode    *node,
                              const char  *what,
                              GError     **error,
                              ...) G_GNUC_NULL_TERMINATED;
