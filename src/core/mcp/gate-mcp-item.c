// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-mcp-item-private.h"

#include "gate-i18n.h"

/**
 * gate_mcp_item_check:
 * @node: an entry of a list
 * @what: what it should be, "tool"
 * @error: return location for an error
 * @...: the members that must be texts, ended with %NULL
 *
 * Sets %GATE_ERROR_PROTOCOL.
 *
 * Returns: %TRUE when the entry has them
 */
gboolean
gate_mcp_item_check (JsonNode    *node,
                     const char  *what,
                     GError     **error,
                     ...)
{
  JsonObject *object = gate_json_node_object (node);
  const char *missing = object ? NULL : "object";
  const char *name;
  va_list names;

  va_start (names, error);
  while (!missing && (name = va_arg (names, const char *)))
    if (!gate_json_get_string (object, name))
      missing = name;
  va_end (names);
  if (missing && object)
    gate_error_set (error, GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                    _("An item of the server’s list (%s) has no “%s”."), what, missing);
  else if (missing)
    gate_error_set (error, GATE_ERROR_PROTOCOL, GATE_LAYER_SERVICE, _("Report it to the makers of the server."),
                    _("An item of the server’s list (%s) is not an object."), what);
  return !missing;
}
