// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GateAddLink:
 * @id: (nullable): the id of an entry of the directory
 * @name: (nullable): what a server is to be called
 * @address: (nullable): its address, https
 * @own_network: whether the address is one of a private network
 *
 * What a `gatehouse://add` link asks for: either an entry of the directory, or a name and an address. Nothing else can be asked for by
 * a link: no command, no header, no sign-in, no project.
 */
typedef struct {
  char    *id;
  char    *name;
  char    *address;
  gboolean own_network;
} GateAddLink;

GateAddLink *gate_add_link_parse (const char   *text,
                                  GError      **error) G_GNUC_WARN_UNUSED_RESULT;
void         gate_add_link_free  (GateAddLink  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateAddLink, gate_add_link_free)

G_END_DECLS
