// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-http-trust.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-text.h"

#define MAX_NAMES 3
#define NAME_LIMIT 80

/**
 * gate_http_trust_verify:
 * @database: certificate authorities
 * @certificate: the certificate of a server, with its chain
 * @host: the host that it has to be for
 *
 * Returns: what is wrong with the certificate by these authorities; 0: nothing
 */
GTlsCertificateFlags
gate_http_trust_verify (GTlsDatabase    *database,
                        GTlsCertificate *certificate,
                        const char      *host)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSocketConnectable) identity = g_network_address_new (host, 443);
  GTlsCertificateFlags problems = g_tls_database_verify_chain (database, certificate, G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER, identity,
                                                               NULL, G_TLS_DATABASE_VERIFY_NONE, NULL, &error);

  return error ? G_TLS_CERTIFICATE_GENERIC_ERROR : problems;
}

static char *
show_name (const char *name)
{
  g_autofree char *visible = gate_text_make_visible (name, GATE_TEXT_LINE);
  return gate_text_shorten (visible, NAME_LIMIT);
}

/**
 * gate_http_trust_names:
 * @certificate: a certificate
 *
 * Returns: (transfer full): the first names that it is for, made visible, "example.com, www.example.com"; "nobody" for none
 */
char *
gate_http_trust_names (GTlsCertificate *certificate)
{
  g_autoptr(GPtrArray) names = g_tls_certificate_get_dns_names (certificate);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; names && i < MIN (names->len, MAX_NAMES); i++)
    {
      GBytes *bytes = g_ptr_array_index (names, i);
      gsize size;
      const char *data = g_bytes_get_data (bytes, &size);
      g_autofree char *name = g_strndup (data, size);
      g_autofree char *shown = show_name (name);

      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", shown);
    }
  if (text->len == 0)
    g_string_append (text, "nobody");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
show_date (GDateTime *date)
{
  return date ? g_date_time_format (date, "%Y-%m-%d") : g_strdup (_("an unknown day"));
}

static void
add (GString    *text,
     const char *clause)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "", clause);
}

static void
add_identity (GString         *text,
              GTlsCertificate *certificate)
{
  g_autofree char *names = gate_http_trust_names (certificate);
  g_autofree char *clause = g_strdup_printf (_("it is for another host (%s)"), names);
  add (text, clause);
}

static void
add_dates (GString              *text,
           GTlsCertificate      *certificate,
           GTlsCertificateFlags  problems)
{
  g_autoptr(GDateTime) from = g_tls_certificate_get_not_valid_before (certificate);
  g_autoptr(GDateTime) until = g_tls_certificate_get_not_valid_after (certificate);
  g_autofree char *from_day = show_date (from);
  g_autofree char *until_day = show_date (until);
  g_autofree char *early = g_strdup_printf (_("it is not valid before %s"), from_day);
  g_autofree char *late = g_strdup_printf (_("it expired on %s"), until_day);

  if (problems & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    add (text, early);
  if (problems & G_TLS_CERTIFICATE_EXPIRED)
    add (text, late);
}

static void
add_authority (GString         *text,
               GTlsCertificate *certificate)
{
  g_autofree char *issuer = g_tls_certificate_get_issuer_name (certificate);
  g_autofree char *shown = show_name (issuer);
  g_autofree char *clause = g_strdup_printf (_("it was signed by an authority that this computer does not know (%s)"), shown);
  add (text, clause);
}

static const char *
remedy_for (GTlsCertificateFlags problems)
{
  if (problems & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return _("Check the address; if it is right, ask who runs the service.");
  if (problems & (G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED))
    return _("Check the date of this computer; if it is right, ask who runs the service to renew the certificate.");
  if (problems & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return _("Ask the administrator to install the service’s certificate authority on this computer.");
  return _("Ask who runs the service.");
}

/**
 * gate_http_trust_explain:
 * @certificate: (nullable): the certificate that was refused
 * @problems: what is wrong with it
 * @host: the host that showed it
 *
 * Returns: (transfer full): %GATE_ERROR_CERTIFICATE with what is wrong in words
 */
GError *
gate_http_trust_explain (GTlsCertificate      *certificate,
                         GTlsCertificateFlags  problems,
                         const char           *host)
{
  g_autofree char *shown = show_name (host);
  g_autoptr(GString) text = g_string_new (NULL);

  if (certificate && (problems & G_TLS_CERTIFICATE_BAD_IDENTITY))
    add_identity (text, certificate);
  if (certificate && (problems & (G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED)))
    add_dates (text, certificate, problems);
  if (certificate && (problems & G_TLS_CERTIFICATE_UNKNOWN_CA))
    add_authority (text, certificate);
  if (problems & G_TLS_CERTIFICATE_REVOKED)
    add (text, _("it was revoked"));
  if (problems & G_TLS_CERTIFICATE_INSECURE)
    add (text, _("it is signed in a way that is no longer safe"));
  if (text->len == 0)
    add (text, _("it is not valid"));
  return gate_error_new (GATE_ERROR_CERTIFICATE, GATE_LAYER_NETWORK, remedy_for (problems), _("The certificate of “%s” is not trusted: %s"), shown, text->str);
}
