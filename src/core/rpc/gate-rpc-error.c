// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-rpc-error.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-json.h"
#include "gate-text.h"

#define TEXT_LIMIT 500
#define DATA_LIMIT (64u * 1024)

/**
 * gate_rpc_error_from_failure:
 * @failure: a message of kind %GATE_RPC_FAILURE
 * @doing: what was asked for, "tools/call"
 *
 * Tells an error of the other side in our terms: method not found is %GATE_ERROR_UNSUPPORTED, everything else %GATE_ERROR_SERVICE.
 * The message is made visible and cut to a bearable length; code and data are kept beside it.
 *
 * Returns: (transfer full): the error
 */
GError *
gate_rpc_error_from_failure (GateRpcMessage *failure,
                             const char     *doing)
{
  gint64 code = gate_rpc_message_get_error_code (failure);
  JsonNode *data = gate_rpc_message_get_error_data (failure);
  g_autofree char *visible = gate_text_make_visible (gate_rpc_message_get_error_text (failure), GATE_TEXT_LINE);
  g_autofree char *text = gate_text_shorten (visible, TEXT_LIMIT);
  g_autofree char *data_text = data ? gate_json_to_text (data) : NULL;
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, code);
  GError *error;

  if (code == GATE_RPC_METHOD_NOT_FOUND)
    error = gate_error_new (GATE_ERROR_UNSUPPORTED, GATE_LAYER_SERVICE, _("Use another of the server’s functions."),
                            _("The server does not offer “%s” (%s)."), doing, *text ? text : _("method not found"));
  else
    error = gate_error_new (GATE_ERROR_SERVICE, GATE_LAYER_SERVICE, _("The answer comes from the service itself; ask who runs it."),
                            _("The server answered “%s” with an error: %s (code %s)"), doing, *text ? text : _("no reason given"), number);
  gate_error_set_service_code (error, code, data_text && strlen (data_text) <= DATA_LIMIT ? data_text : NULL);
  return error;
}

/**
 * gate_rpc_error_to_failure:
 * @id: the request to answer
 * @error: why it failed; a negative service code becomes the code
 *
 * Returns: (transfer full): the answer
 */
GateRpcMessage *
gate_rpc_error_to_failure (JsonNode     *id,
                           const GError *error)
{
  gint64 code = gate_error_get_service_code (error);

  return gate_rpc_message_new_failure (id, code < 0 ? code : GATE_RPC_INTERNAL_ERROR, error->message, NULL);
}
