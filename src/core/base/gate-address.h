// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GateReach:
 * @GATE_REACH_PUBLIC: an address of the internet
 * @GATE_REACH_PRIVATE: an address of a private network, or a name that only such a network knows
 * @GATE_REACH_LOCAL: link-local, cloud metadata, unspecified, multicast and other addresses that no service has
 * @GATE_REACH_LOOPBACK: this machine
 *
 * How far away an address is. Addresses that embed an IPv4 address (mapped, 6to4, NAT64, Teredo) count as that one.
 */
typedef enum {
  GATE_REACH_PUBLIC,
  GATE_REACH_PRIVATE,
  GATE_REACH_LOCAL,
  GATE_REACH_LOOPBACK,
} GateReach;

GUri      *gate_address_parse            (const char    *text,
                                          GError       **error) G_GNUC_WARN_UNUSED_RESULT;
GUri      *gate_address_parse_sent       (const char    *text,
                                          const char    *what,
                                          GError       **error) G_GNUC_WARN_UNUSED_RESULT;
GUri      *gate_address_parse_secure     (const char    *text,
                                          const char    *what,
                                          GError       **error) G_GNUC_WARN_UNUSED_RESULT;
char      *gate_address_origin           (GUri          *uri) G_GNUC_WARN_UNUSED_RESULT;
gboolean   gate_address_same_origin      (GUri          *a,
                                          GUri          *b);
gboolean   gate_address_covers           (GUri          *resource,
                                          GUri          *uri);
gboolean   gate_address_is_loopback      (GUri          *uri);
GateReach  gate_address_reach_of_host    (const char    *host);
GateReach  gate_address_reach_of_inet    (GInetAddress  *address);
char      *gate_address_without_fragment (const char    *text) G_GNUC_WARN_UNUSED_RESULT;
const char *gate_reach_to_string         (GateReach      reach);

G_END_DECLS
