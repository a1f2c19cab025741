// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

GHashTable *gate_sample_form_parse      (const char         *text) G_GNUC_WARN_UNUSED_RESULT;
GHashTable *gate_sample_form_parse_body (SoupServerMessage  *message) G_GNUC_WARN_UNUSED_RESULT;
char       *gate_sample_form_add        (const char         *uri,
                                         ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
