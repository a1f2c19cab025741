// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * GateSamplePage:
 *
 * A page that is being filled in. Every value is escaped, and what is invisible in it is made visible.
 */
typedef struct _GateSamplePage GateSamplePage;

GateSamplePage *gate_sample_page_new        (const char         *name) G_GNUC_WARN_UNUSED_RESULT;
void            gate_sample_page_set        (GateSamplePage     *self,
                                             const char         *field,
                                             const char         *value);
void            gate_sample_page_set_items  (GateSamplePage     *self,
                                             const char         *field,
                                             GPtrArray          *items);
void            gate_sample_page_allow_form (GateSamplePage     *self,
                                             const char         *uri);
void            gate_sample_page_send       (GateSamplePage     *self,
                                             SoupServerMessage  *message,
                                             guint               status);
void            gate_sample_page_say        (SoupServerMessage  *message,
                                             guint               status,
                                             const char         *title,
                                             const char         *text);
void            gate_sample_page_free       (GateSamplePage     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GateSamplePage, gate_sample_page_free)

G_END_DECLS
