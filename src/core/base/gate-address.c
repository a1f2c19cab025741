// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate-address.h"

#include "gate-error.h"
#include "gate-i18n.h"
#include "gate-text.h"

#include <arpa/inet.h>
#include <string.h>

#define ADDRESS_LIMIT 8192
#define HOST_LIMIT 253

typedef struct {
  const char *prefix;
  GateReach   reach;
} Range;

/* RFC 6890 and its updates: what is not a public address. */
static const Range special_ranges[] = {
  { "127.0.0.0/8", GATE_REACH_LOOPBACK },
  { "::1/128", GATE_REACH_LOOPBACK },
  { "10.0.0.0/8", GATE_REACH_PRIVATE },
  { "172.16.0.0/12", GATE_REACH_PRIVATE },
  { "192.168.0.0/16", GATE_REACH_PRIVATE },
  { "100.64.0.0/10", GATE_REACH_PRIVATE },
  { "fc00::/7", GATE_REACH_PRIVATE },
  { "fec0::/10", GATE_REACH_PRIVATE },
  { "0.0.0.0/8", GATE_REACH_LOCAL },
  { "169.254.0.0/16", GATE_REACH_LOCAL },
  { "192.0.0.0/24", GATE_REACH_LOCAL },
  { "192.0.2.0/24", GATE_REACH_LOCAL },
  { "192.88.99.0/24", GATE_REACH_LOCAL },
  { "198.18.0.0/15", GATE_REACH_LOCAL },
  { "198.51.100.0/24", GATE_REACH_LOCAL },
  { "203.0.113.0/24", GATE_REACH_LOCAL },
  { "224.0.0.0/4", GATE_REACH_LOCAL },
  { "240.0.0.0/4", GATE_REACH_LOCAL },
  { "::/128", GATE_REACH_LOCAL },
  { "2001:2::/48", GATE_REACH_LOCAL },
  { "2001:10::/28", GATE_REACH_LOCAL },
  { "2001:20::/28", GATE_REACH_LOCAL },
  { "2001:db8::/32", GATE_REACH_LOCAL },
  { "3fff::/20", GATE_REACH_LOCAL },
  /* A platform's own service under a public number: Azure's host agent. */
  { "168.63.129.16/32", GATE_REACH_LOCAL },
};

/* Of IPv6 only this is given out (RFC 4291 §2.4); the rest is link-local, multicast, discard-only, or of no use. */
#define IPV6_GLOBAL "2000::/3"

/* Names that never lead to the internet (RFC 6761, RFC 8375, RFC 9476 and custom). */
static const char *const private_suffixes[] = {
  ".internal", ".local", ".localdomain", ".lan", ".home.arpa", ".corp", ".home", ".intranet", ".private",
};

/* Whether the last label is a number, as only addresses have it: decimal, octal or hexadecimal (WHATWG URL §3.5). */
static gboolean
ends_in_number (const char *host)
{
  const char *dot = strrchr (host, '.');
  const char *label = dot ? dot + 1 : host;

  if (label[0] == '0' && (label[1] == 'x' || label[1] == 'X'))
    return strspn (label + 2, "0123456789abcdefABCDEF") == strlen (label + 2);
  return *label && strspn (label, "0123456789") == strlen (label);
}

/* GUri has decoded percent signs and international names; what is left must be a name of RFC 952 with underscores, or an address in
 * its usual form: the resolver would take “127.1” and “2130706433” as well, and others not. */
static gboolean
is_host (const char *host)
{
  gsize length = strlen (host);

  if (strchr (host, ':'))
    {
      /* A link-local address may have a zone. */
      g_autofree char *plain = g_strndup (host, strcspn (host, "%"));
      return g_hostname_is_ip_address (plain);
    }
  if (length > HOST_LIMIT || host[0] == '.' || strstr (host, "..") || strcspn (host, "%") != length)
    return FALSE;
  for (const char *c = host; *c; c++)
    if (!g_ascii_isalnum (*c) && !strchr ("-._", *c))
      return FALSE;

  g_autofree char *name = g_strndup (host, g_str_has_suffix (host, ".") ? length - 1 : length);
  if (!ends_in_number (name))
    return TRUE;
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (host);
  return address != NULL;
}

/**
 * gate_address_parse:
 * @text: an address, as typed or as a server sent it
 * @error: set to %GATE_ERROR_INVALID
 *
 * Parses an `http` or `https` address with a host, without user name and password, without control characters and spaces. An
 * international host name becomes its ASCII form (RFC 5890), so that no look-alike letter is shown as another.
 *
 * Returns: (transfer full) (nullable): the address
 */
GUri *
gate_address_parse (const char  *text,
                    GError     **error)
{
  const char *remedy = _("Give a full address such as https://mcp.example.com/mcp.");

  if (strlen (text) > ADDRESS_LIMIT)
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, remedy, _("The address is longer than %d bytes"), ADDRESS_LIMIT);
      return NULL;
    }
  for (const char *c = text; *c; c++)
    if ((guint8) *c <= 0x20 || *c == 0x7f || strchr ("\"<>\\^`{|}", *c))
      {
        gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, remedy, _("The address has a character that no address may have"));
        return NULL;
      }

  g_autoptr(GError) local = NULL;
  g_autoptr(GUri) uri = g_uri_parse (text, G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, &local);
  if (!uri)
    {
      g_autofree char *why = gate_text_make_visible (local->message, GATE_TEXT_LINE);
      g_autofree char *brief = gate_text_shorten (why, 200);

      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, remedy, _("Not an address: %s"), brief);
      return NULL;
    }
  if (g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 && g_strcmp0 (g_uri_get_scheme (uri), "http") != 0)
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, remedy, _("“%s:” addresses are not allowed here"), g_uri_get_scheme (uri));
      return NULL;
    }
  if (!g_uri_get_host (uri) || !*g_uri_get_host (uri) || g_uri_get_userinfo (uri))
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, remedy, _("The address needs a host, and no user name or password"));
      return NULL;
    }
  if (!is_host (g_uri_get_host (uri)) || g_uri_get_port (uri) == 0)
    {
      gate_error_set (error, GATE_ERROR_INVALID, GATE_LAYER_NONE, remedy, _("The address has a host or port that cannot be"));
      return NULL;
    }
  return g_steal_pointer (&uri);
}

/**
 * gate_address_parse_sent:
 * @text: an address that a server sent
 * @what: what it is, "token endpoint", in the person's language
 * @error: set to %GATE_ERROR_UNTRUSTED
 *
 * Like [func@Gate.address_parse], for an address that the person did not write and cannot mend.
 *
 * Returns: (transfer full) (nullable): the address
 */
GUri *
gate_address_parse_sent (const char  *text,
                         const char  *what,
                         GError     **error)
{
  g_autoptr(GError) local = NULL;
  GUri *uri = gate_address_parse (text, &local);

  if (!uri)
    gate_error_set (error, GATE_ERROR_UNTRUSTED, GATE_LAYER_SERVICE, _("Report it to who runs the service."),
                    _("The service names an address that cannot be used (%s): %s"), what, local->message);
  return uri;
}

/**
 * gate_address_parse_secure:
 * @text: an address that a server sent, or that a credential is to be sent to
 * @what: what it is, "token endpoint", in the person's language
 * @error: set to %GATE_ERROR_UNTRUSTED
 *
 * Like [func@Gate.address_parse_sent], but accepts `http` only where the host is this machine.
 *
 * Returns: (transfer full) (nullable): the address
 */
GUri *
gate_address_parse_secure (const char  *text,
                           const char  *what,
                           GError     **error)
{
  g_autoptr(GUri) uri = gate_address_parse_sent (text, what, error);

  if (!uri)
    return NULL;
  if (strcmp (g_uri_get_scheme (uri), "https") != 0 && !gate_address_is_loopback (uri))
    {
      gate_error_set (error, GATE_ERROR_UNTRUSTED, GATE_LAYER_SERVICE, _("Ask who runs the service to offer it over https."),
                      _("The service names an address that is not encrypted (%s): %s"), what, g_uri_get_host (uri));
      return NULL;
    }
  return g_steal_pointer (&uri);
}

static int
effective_port (GUri *uri)
{
  int port = g_uri_get_port (uri);
  return port > 0 ? port : strcmp (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80;
}

/**
 * gate_address_origin:
 * @uri: an address
 *
 * Returns: (transfer full): its origin, "https://example.com:8443", the port only where it is not the scheme's own (RFC 6454)
 */
char *
gate_address_origin (GUri *uri)
{
  g_autofree char *host = g_ascii_strdown (g_uri_get_host (uri), -1);
  const char *scheme = g_uri_get_scheme (uri);
  int port = effective_port (uri);
  gboolean usual = port == (strcmp (scheme, "https") == 0 ? 443 : 80);
  gboolean v6 = strchr (host, ':') != NULL;

  if (usual)
    return g_strdup_printf ("%s://%s%s%s", scheme, v6 ? "[" : "", host, v6 ? "]" : "");
  return g_strdup_printf ("%s://%s%s%s:%d", scheme, v6 ? "[" : "", host, v6 ? "]" : "", port);
}

/**
 * gate_address_same_origin:
 * @a: an address
 * @b: an address
 *
 * Returns: %TRUE when scheme, host and port agree (RFC 6454 §5)
 */
gboolean
gate_address_same_origin (GUri *a,
                          GUri *b)
{
  g_autofree char *origin_a = gate_address_origin (a);
  g_autofree char *origin_b = gate_address_origin (b);
  return strcmp (origin_a, origin_b) == 0;
}

/**
 * gate_address_covers:
 * @resource: the resource that protected resource metadata name
 * @uri: the address of the MCP server
 *
 * Whether metadata for @resource speak for @uri: the same origin, and the resource's path is a prefix of the address's path at a
 * segment boundary (MCP 2026-07-28 authorization, RFC 9728 §3.3). Dot segments are gone since parsing.
 *
 * Returns: %TRUE when it does
 */
gboolean
gate_address_covers (GUri *resource,
                     GUri *uri)
{
  if (!gate_address_same_origin (resource, uri))
    return FALSE;

  const char *prefix = g_uri_get_path (resource);
  const char *path = g_uri_get_path (uri);
  gsize length = strlen (prefix);
  while (length > 0 && prefix[length - 1] == '/')
    length--;
  return strncmp (prefix, path, length) == 0 && (path[length] == '\0' || path[length] == '/');
}

/**
 * gate_address_is_loopback:
 * @uri: an address
 *
 * Returns: %TRUE when its host is `localhost`, below `.localhost`, or a loopback address
 */
gboolean
gate_address_is_loopback (GUri *uri)
{
  return gate_address_reach_of_host (g_uri_get_host (uri)) == GATE_REACH_LOOPBACK;
}

/**
 * gate_address_reach_of_host:
 * @host: a host name or an address, without brackets
 *
 * Tells what can be told without asking DNS; the connected peer is checked again with [func@Gate.address_reach_of_inet]. Numbers are
 * read as the resolver of the C library reads them, “0x7f.1” and “2130706433” included.
 *
 * Returns: how far away it is; a name without a dot counts as private
 */
GateReach
gate_address_reach_of_host (const char *host)
{
  g_autofree char *ascii = g_hostname_to_ascii (host);
  g_autofree char *lower = g_ascii_strdown (ascii ? ascii : host, -1);
  struct in_addr number;

  /* The zone of a link-local address, and the dots of the root. */
  lower[strcspn (lower, "%")] = '\0';
  for (gsize length = strlen (lower); length > 0 && lower[length - 1] == '.'; length--)
    lower[length - 1] = '\0';

  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (lower);
  if (address)
    return gate_address_reach_of_inet (address);
  if (ends_in_number (lower))
    {
      g_autoptr(GInetAddress) v4 = inet_aton (lower, &number) ? g_inet_address_new_from_bytes ((guint8 *) &number, G_SOCKET_FAMILY_IPV4) : NULL;
      return v4 ? gate_address_reach_of_inet (v4) : GATE_REACH_LOCAL;
    }
  if (strcmp (lower, "localhost") == 0 || g_str_has_suffix (lower, ".localhost"))
    return GATE_REACH_LOOPBACK;
  for (gsize i = 0; i < G_N_ELEMENTS (private_suffixes); i++)
    if (g_str_has_suffix (lower, private_suffixes[i]))
      return GATE_REACH_PRIVATE;
  return strchr (lower, '.') ? GATE_REACH_PUBLIC : GATE_REACH_PRIVATE;
}

/* The IPv4 address inside an IPv6 one: mapped (::ffff:0:0/96), translated (::ffff:0:0:0/96), compatible (::/96), NAT64 (64:ff9b::/96,
 * and 64:ff9b:1::/48 of RFC 8215), 6to4 (2002::/16), Teredo (2001::/32, inverted). */
static GInetAddress *
embedded_v4 (GInetAddress *address)
{
  static const guint8 mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
  static const guint8 translated[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0 };
  static const guint8 compatible[12] = { 0 };
  static const guint8 nat64[12] = { 0, 0x64, 0xff, 0x9b };
  static const guint8 nat64_local[6] = { 0, 0x64, 0xff, 0x9b, 0, 1 };
  const guint8 *b = g_inet_address_to_bytes (address);
  guint8 v4[4];

  if (memcmp (b, mapped, 12) == 0 || memcmp (b, translated, 12) == 0 || memcmp (b, nat64, 12) == 0 || memcmp (b, compatible, 12) == 0)
    memcpy (v4, b + 12, 4);
  else if (memcmp (b, nat64_local, 6) == 0)
    {
      /* At the end of a /96 prefix; in a /48 prefix around the byte of the interface (RFC 6052 §2.2). */
      gboolean at_end = memcmp (b + 6, compatible, 6) == 0;
      memcpy (v4, at_end ? b + 12 : b + 6, 2);
      memcpy (v4 + 2, at_end ? b + 14 : b + 9, 2);
    }
  else if (b[0] == 0x20 && b[1] == 0x02)
    memcpy (v4, b + 2, 4);
  else if (b[0] == 0x20 && b[1] == 0x01 && b[2] == 0 && b[3] == 0)
    for (int i = 0; i < 4; i++)
      v4[i] = (guint8) ~b[12 + i];
  else
    return NULL;
  return g_inet_address_new_from_bytes (v4, G_SOCKET_FAMILY_IPV4);
}

/**
 * gate_address_reach_of_inet:
 * @address: an address
 *
 * Returns: how far away it is (RFC 6890); one that embeds an IPv4 address counts as that one
 */
GateReach
gate_address_reach_of_inet (GInetAddress *address)
{
  for (gsize i = 0; i < G_N_ELEMENTS (special_ranges); i++)
    {
      g_autoptr(GInetAddressMask) mask = g_inet_address_mask_new_from_string (special_ranges[i].prefix, NULL);

      if (g_inet_address_mask_matches (mask, address))
        return special_ranges[i].reach;
    }
  if (g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6)
    return GATE_REACH_PUBLIC;

  g_autoptr(GInetAddress) v4 = embedded_v4 (address);
  if (v4)
    return gate_address_reach_of_inet (v4);

  g_autoptr(GInetAddressMask) global = g_inet_address_mask_new_from_string (IPV6_GLOBAL, NULL);
  return g_inet_address_mask_matches (global, address) ? GATE_REACH_PUBLIC : GATE_REACH_LOCAL;
}

/**
 * gate_address_without_fragment:
 * @text: an address
 *
 * Returns: (transfer full): the address up to its `#`, else unchanged, byte for byte
 */
char *
gate_address_without_fragment (const char *text)
{
  return g_strndup (text, strcspn (text, "#"));
}

/**
 * gate_reach_to_string:
 * @reach: a reach
 *
 * Returns: its name in the person's language: "public", "private", "link-local or special", "loopback"
 */
const char *
gate_reach_to_string (GateReach reach)
{
  static const char *const names[] = {
    NC_("network address", "public"), NC_("network address", "private"), NC_("network address", "link-local or special"),
    NC_("network address", "loopback"),
  };
  g_return_val_if_fail ((guint) reach < G_N_ELEMENTS (names), names[0]);
  return g_dpgettext2 (GETTEXT_PACKAGE, "network address", names[reach]);
}
