// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-error.h"

#include "gate-i18n.h"

typedef struct {
  GateLayer  layer;
  char      *remedy;
  char      *terminal_remedy; /* (nullable) */
  gint64     service_code;
  char      *service_data;
  guint      retry_after;
} GateErrorPrivate;

static void
gate_error_private_init (GateErrorPrivate *priv)
{
}

static void
gate_error_private_copy (const GateErrorPrivate *src,
                         GateErrorPrivate       *dest)
{
  dest->layer = src->layer;
  dest->remedy = g_strdup (src->remedy);
  dest->terminal_remedy = g_strdup (src->terminal_remedy);
  dest->service_code = src->service_code;
  dest->service_data = g_strdup (src->service_data);
  dest->retry_after = src->retry_after;
}

static void
gate_error_private_clear (GateErrorPrivate *priv)
{
  g_free (priv->remedy);
  g_free (priv->terminal_remedy);
  g_free (priv->service_data);
}

G_DEFINE_EXTENDED_ERROR (GateError, gate_error)

static const char *const code_names[] = {
  [GATE_ERROR_FAILED] = "failed",
  [GATE_ERROR_USAGE] = "usage",
  [GATE_ERROR_INVALID] = "invalid",
  [GATE_ERROR_NOT_FOUND] = "not-found",
  [GATE_ERROR_EXISTS] = "exists",
  [GATE_ERROR_NOT_INSTALLED] = "not-installed",
  [GATE_ERROR_NOT_ACTIVE] = "not-active",
  [GATE_ERROR_SIGN_IN_NEEDED] = "sign-in-needed",
  [GATE_ERROR_SCOPE_NEEDED] = "scope-needed",
  [GATE_ERROR_CREDENTIAL_EXPIRED] = "credential-expired",
  [GATE_ERROR_KEYRING_LOCKED] = "keyring-locked",
  [GATE_ERROR_KEYRING_ABSENT] = "keyring-absent",
  [GATE_ERROR_KEYRING_DISMISSED] = "keyring-dismissed",
  [GATE_ERROR_CLIENT_NEEDED] = "client-needed",
  [GATE_ERROR_REFUSED] = "refused",
  [GATE_ERROR_ASK_NEEDED] = "ask-needed",
  [GATE_ERROR_POLICY] = "policy",
  [GATE_ERROR_CHANGED] = "changed",
  [GATE_ERROR_UNTRUSTED] = "untrusted",
  [GATE_ERROR_TOO_LARGE] = "too-large",
  [GATE_ERROR_PROTOCOL] = "protocol",
  [GATE_ERROR_SERVICE] = "service",
  [GATE_ERROR_RATE_LIMITED] = "rate-limited",
  [GATE_ERROR_UNAVAILABLE] = "unavailable",
  [GATE_ERROR_UNSUPPORTED] = "unsupported",
  [GATE_ERROR_NETWORK] = "network",
  [GATE_ERROR_CERTIFICATE] = "certificate",
  [GATE_ERROR_TIMED_OUT] = "timed-out",
  [GATE_ERROR_SERVER_EXITED] = "server-exited",
  [GATE_ERROR_LOCKED_BY_ADMIN] = "locked-by-admin",
};

static const char *const layer_names[] = {
  [GATE_LAYER_NONE] = "none",
  [GATE_LAYER_INSTALLED] = "installed",
  [GATE_LAYER_ACTIVE] = "active",
  [GATE_LAYER_SIGNED_IN] = "signed-in",
  [GATE_LAYER_POLICY] = "policy",
  [GATE_LAYER_SERVICE] = "service",
  [GATE_LAYER_NETWORK] = "network",
};

static GateErrorPrivate *
get_private (const GError *error)
{
  return error && error->domain == GATE_ERROR ? gate_error_get_private (error) : NULL;
}

static GError *
error_new_valist (GateError   code,
                  GateLayer   layer,
                  const char *remedy,
                  const char *format,
                  va_list     args) G_GNUC_PRINTF (4, 0);

static GError *
error_new_valist (GateError   code,
                  GateLayer   layer,
                  const char *remedy,
                  const char *format,
                  va_list     args)
{
  GError *error = g_error_new_valist (GATE_ERROR, code, format, args);
  GateErrorPrivate *priv = gate_error_get_private (error);

  priv->layer = layer;
  priv->remedy = g_strdup (remedy);
  return error;
}

/**
 * gate_error_new:
 * @code: what the person can do about it
 * @layer: where it lies
 * @remedy: (nullable): one sentence that says what to do, or %NULL where the message says it all
 * @format: what happened, a printf() format; never holds a secret
 * @...: its arguments
 *
 * Makes an error that carries its layer and its remedy.
 *
 * Returns: (transfer full): the error
 */
GError *
gate_error_new (GateError   code,
                GateLayer   layer,
                const char *remedy,
                const char *format,
                ...)
{
  va_list args;

  va_start (args, format);
  GError *error = error_new_valist (code, layer, remedy, format, args);
  va_end (args);
  return error;
}

/**
 * gate_error_set:
 * @error: (out) (optional): where to put it
 * @code: what the person can do about it
 * @layer: where it lies
 * @remedy: (nullable): one sentence that says what to do
 * @format: what happened, a printf() format; never holds a secret
 * @...: its arguments
 *
 * The g_set_error() of [error@Gate.Error].
 */
void
gate_error_set (GError     **error,
                GateError    code,
                GateLayer    layer,
                const char  *remedy,
                const char  *format,
                ...)
{
  va_list args;

  if (!error)
    return;
  va_start (args, format);
  g_propagate_error (error, error_new_valist (code, layer, remedy, format, args));
  va_end (args);
}

/**
 * gate_error_matches:
 * @error: (nullable): any error
 * @code: a code
 *
 * Returns: %TRUE when @error is of our domain and has @code
 */
gboolean
gate_error_matches (const GError *error,
                    GateError     code)
{
  return g_error_matches (error, GATE_ERROR, (int) code);
}

/**
 * gate_error_get_layer:
 * @error: (nullable): any error
 *
 * Returns: the layer that the error lies in; %GATE_LAYER_NONE for foreign errors
 */
GateLayer
gate_error_get_layer (const GError *error)
{
  const GateErrorPrivate *priv = get_private (error);
  return priv ? priv->layer : GATE_LAYER_NONE;
}

/**
 * gate_error_get_remedy:
 * @error: (nullable): any error
 *
 * Returns: (nullable): one sentence that says what to do
 */
const char *
gate_error_get_remedy (const GError *error)
{
  const GateErrorPrivate *priv = get_private (error);
  return priv ? priv->remedy : NULL;
}

/**
 * gate_error_set_remedy:
 * @error: an error of our domain
 * @remedy: (nullable): the sentence to show instead
 *
 * Replaces the remedy, for a layer that knows a better one; also that of a command line.
 */
void
gate_error_set_remedy (GError     *error,
                       const char *remedy)
{
  GateErrorPrivate *priv = get_private (error);

  g_return_if_fail (priv != NULL);
  char *old = priv->remedy;
  priv->remedy = g_strdup (remedy);
  g_free (old);
  g_clear_pointer (&priv->terminal_remedy, g_free);
}

/**
 * gate_error_get_terminal_remedy:
 * @error: (nullable): any error
 *
 * Returns: (nullable): what a command line says to do: the sentence with the commands in it, else the remedy of all faces
 */
const char *
gate_error_get_terminal_remedy (const GError *error)
{
  const GateErrorPrivate *priv = get_private (error);
  return priv && priv->terminal_remedy ? priv->terminal_remedy : gate_error_get_remedy (error);
}

/**
 * gate_error_set_terminal_remedy:
 * @error: (nullable): an error of our domain
 * @remedy: (nullable): the sentence that names commands and options
 *
 * Says the remedy for a command line; a window shows the other one, since it has no commands.
 */
void
gate_error_set_terminal_remedy (GError     *error,
                                const char *remedy)
{
  GateErrorPrivate *priv = get_private (error);

  if (!priv)
    return;
  char *old = priv->terminal_remedy;
  priv->terminal_remedy = g_strdup (remedy);
  g_free (old);
}

/**
 * gate_error_set_service_code:
 * @error: an error of our domain
 * @code: the service's own number: a JSON-RPC error code or an HTTP status
 * @data: (nullable): the service's own data, a JSON text
 *
 * Keeps what the service said beside what we make of it.
 */
void
gate_error_set_service_code (GError     *error,
                             gint64      code,
                             const char *data)
{
  GateErrorPrivate *priv = get_private (error);

  g_return_if_fail (priv != NULL);
  char *old = priv->service_data;
  priv->service_code = code;
  priv->service_data = g_strdup (data);
  g_free (old);
}

/**
 * gate_error_get_service_code:
 * @error: (nullable): any error
 *
 * Returns: the JSON-RPC error code or HTTP status that the service gave, or 0
 */
gint64
gate_error_get_service_code (const GError *error)
{
  const GateErrorPrivate *priv = get_private (error);
  return priv ? priv->service_code : 0;
}

/**
 * gate_error_get_service_data:
 * @error: (nullable): any error
 *
 * Returns: (nullable): the `data` member of the JSON-RPC error, as JSON text
 */
const char *
gate_error_get_service_data (const GError *error)
{
  const GateErrorPrivate *priv = get_private (error);
  return priv ? priv->service_data : NULL;
}

/**
 * gate_error_set_retry_after:
 * @error: an error of our domain
 * @seconds: how long the service asks to wait
 *
 * Keeps the service's Retry-After (RFC 9110 §10.2.3).
 */
void
gate_error_set_retry_after (GError *error,
                            guint   seconds)
{
  GateErrorPrivate *priv = get_private (error);

  g_return_if_fail (priv != NULL);
  priv->retry_after = seconds;
}

/**
 * gate_error_get_retry_after:
 * @error: (nullable): any error
 *
 * Returns: seconds to wait before trying again, or 0 where the service named none
 */
guint
gate_error_get_retry_after (const GError *error)
{
  const GateErrorPrivate *priv = get_private (error);
  return priv ? priv->retry_after : 0;
}

static GateError
code_from_gio (const GError *error)
{
  if (error->domain == G_TLS_ERROR)
    return GATE_ERROR_CERTIFICATE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return GATE_ERROR_TIMED_OUT;
  return GATE_ERROR_NETWORK;
}

static const char *
remedy_from_code (GateError code)
{
  if (code == GATE_ERROR_CERTIFICATE)
    return _("Check the date of this computer, or ask the administrator to install the service’s certificate authority.");
  if (code == GATE_ERROR_TIMED_OUT)
    return _("Try again later; if it stays so, ask who runs the service.");
  return _("Check the network connection, the address and the proxy settings.");
}

/**
 * gate_error_from_gio:
 * @error: an error of GIO, of TLS or of libsoup, or one of ours
 * @what: what could not be done, in the person's language: "Could not connect to example.com"
 *
 * Tells a transport error in our terms. Cancellation and errors of our own domain are only copied.
 *
 * Returns: (transfer full): the error to propagate
 */
GError *
gate_error_from_gio (const GError *error,
                     const char   *what)
{
  if (error->domain == GATE_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);

  GateError code = code_from_gio (error);
  return gate_error_new (code, GATE_LAYER_NETWORK, remedy_from_code (code), "%s: %s", what, error->message);
}

/**
 * gate_error_code_to_string:
 * @code: a code
 *
 * Returns: its stable name in `--json` output and logs, "sign-in-needed"
 */
const char *
gate_error_code_to_string (GateError code)
{
  g_return_val_if_fail ((guint) code < G_N_ELEMENTS (code_names), "failed");
  return code_names[code];
}

/**
 * gate_layer_to_string:
 * @layer: a layer
 *
 * Returns: its stable name in `--json` output and logs, "signed-in"
 */
const char *
gate_layer_to_string (GateLayer layer)
{
  g_return_val_if_fail ((guint) layer < G_N_ELEMENTS (layer_names), "none");
  return layer_names[layer];
}
